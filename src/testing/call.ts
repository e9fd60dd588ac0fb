import type {TransportRequest} from '../cos/wire/transport.js';

/** A request as an operation sees it. */
export interface Call {
  readonly method: string;
  readonly host: string;
  readonly key: string;
  readonly operation: string;
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly partNumber: number | undefined;
}

/** Reads a request; of a form its fields are the headers, as for a PUT. */
export function readCall({method, url, headers, body}: TransportRequest): Call {
  // Not by the URL class, which would fold `..` in a key.
  const [, host = '', path = '/', search = ''] = /^https?:\/\/([^/?]*)([^?]*)\??(.*)$/i.exec(url) ?? [];
  const query = new Map(
    search
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
        return [name, value];
      }),
  );
  const given = body instanceof FormData ? [...fieldsOf(body)] : Object.entries(headers);
  const lower = Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
  const key = body instanceof FormData ? (lower['key'] ?? '') : decodeURIComponent(path.slice(1));
  if (body instanceof Blob && body.type !== '') lower['content-type'] ??= body.type;
  const partNumber = query.get('partNumber');
  return {
    method,
    host,
    key,
    operation: body instanceof FormData ? 'PostObject' : operationOf(method, key, query, lower),
    query,
    headers: lower,
    partNumber: partNumber === undefined ? undefined : Number(partNumber),
  };
}

function* fieldsOf(form: FormData): Generator<[string, string]> {
  for (const [name, value] of form) if (typeof value === 'string') yield [name, value];
}

function operationOf(
  method: string,
  key: string,
  query: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): string {
  const ofUpload = query.has('uploadId');
  const copies = headers['x-cos-copy-source'] !== undefined;
  switch (method) {
    case 'PUT':
      if (ofUpload) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'PutObjectCopy' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'InitiateMultipartUpload';
      return ofUpload ? 'CompleteMultipartUpload' : query.has('append') ? 'AppendObject' : 'Unknown';
    case 'GET':
      if (ofUpload) return 'ListParts';
      return query.has('uploads') ? 'ListMultipartUploads' : key === '' ? 'GetBucket' : 'GetObject';
    case 'HEAD':
      return key === '' ? 'HeadBucket' : 'HeadObject';
    case 'DELETE':
      return ofUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return 'Unknown';
  }
}
