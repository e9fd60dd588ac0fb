/** One answer on its way to the page. */
export interface Answer {
  readonly status: number;
  /** Absent values are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** XML, or what an object holds. */
  readonly body?: string | Blob;
}

/** Status and message of each code. 436/7730 */
const codes: Readonly<Record<string, readonly [status: number, message: string]>> = {
  AccessDenied: [403, 'Access Denied.'],
  AppendPositionErr: [409, 'Position not equal object length.'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  ExpiredToken: [400, 'The provided token has expired.'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidArgument: [400, 'Invalid Argument.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found, or its ETag did not match.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range cannot be satisfied.'],
  KeyTooLong: [400, 'Your key is too long.'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchCopySource: [404, 'The specified copy source does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'memoryCos() does not play this.'],
  ObjectNotAppendable: [409, 'The operation is not valid for the current state of the object.'],
  SlowDown: [503, 'SlowDown'],
};

/** What an operation throws in place of an answer. */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    {
      status,
      message,
      headers = {},
    }: {status?: number | undefined; message?: string | undefined; headers?: Record<string, string>} = {},
  ) {
    const [usual, text] = codes[code] ?? [500, code];
    super(message ?? text);
    this.code = code;
    this.status = status ?? usual;
    this.headers = headers;
  }
}

/** The error document. 436/7730 */
export function failureAnswer(
  {code, message, status, headers}: Failure,
  resource: string,
  requestId: string,
): Answer {
  const traceId = base64Of(random(72));
  const content = {Code: code, Message: message, Resource: resource, RequestId: requestId, TraceId: traceId};
  return {
    status,
    headers: {'x-cos-trace-id': traceId, ...headers},
    body: `<?xml version='1.0' encoding='utf-8' ?>\n${write('Error', content)}`,
  };
}

type Child = string | number | boolean | Element | readonly Element[] | undefined;
/** Children by name, in order; a list repeats the element, absent ones are left out. */
export interface Element {
  readonly [name: string]: Child;
}

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

function write(name: string, child: Child): string {
  if (child === undefined) return '';
  if (Array.isArray(child)) return child.map((item: Element) => write(name, item)).join('');
  const inner =
    typeof child === 'object'
      ? Object.entries(child)
          .map((entry) => write(...(entry as [string, Child])))
          .join('')
      : String(child).replace(/[&<>"]/g, (character) => entities[character]!);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

export const xml = (root: string, content: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, content)}`;

export const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
export const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
