import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {canonicalList, encodeHeader, encodeText, httpString} from './canonical.js';
import {CosFailure} from './cos-failure.js';
import type {QueryPair} from './target.js';

/** The seven fields of an Authorization, read by name: documents and clients order them differently. */
export interface Authorization {
  secretId: string;
  signTime: string;
  keyTime: string;
  headers: string[];
  parameters: string[];
  signature: string;
}

/** What is signed, as it arrived. Header names in lower case, values as node gives them (Latin-1). */
export interface SignedRequest {
  method: string;
  path: string;
  query: readonly QueryPair[];
  headers: Readonly<Record<string, string>>;
}

const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex');
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** The Authorization header, else the `q-*` parameters of a presigned URL, else the old `sign` parameter. */
export function readAuthorization(request: SignedRequest): Authorization | undefined {
  const header = request.headers['authorization'];
  const inQuery = (name: string): string | undefined =>
    request.query.find((pair) => pair.name === name)?.value;
  const text = header ?? inQuery('sign');
  if (text !== undefined && text !== '') return fromFields((name) => fieldsOf(text).get(name));
  return inQuery('q-signature') === undefined ? undefined : fromFields(inQuery);
}

const fieldsOf = (text: string): Map<string, string> =>
  new Map(text.split('&').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]));

function fromFields(field: (name: string) => string | undefined): Authorization {
  // Some clients escape the `;` of the lists and times.
  const plain = (name: string): string => (field(name) ?? '').replace(/%3b/gi, ';');
  const list = (name: string): string[] =>
    plain(name)
      .toLowerCase()
      .split(';')
      .filter((item) => item !== '');
  if (field('q-sign-algorithm') !== 'sha1')
    throw new CosFailure('AccessDenied', {message: 'Unsupported sign algorithm.'});
  return {
    secretId: field('q-ak') ?? '',
    signTime: plain('q-sign-time'),
    keyTime: plain('q-key-time'),
    headers: list('q-header-list'),
    parameters: list('q-url-param-list'),
    signature: field('q-signature') ?? '',
  };
}

/** Recomputes the signature over exactly what its lists name (436/7778); throws SignatureDoesNotMatch. */
export function checkSignature(
  request: SignedRequest,
  authorization: Authorization,
  secretKey: string,
): void {
  const parameters = canonicalList(
    request.query
      .map(({name, value}) => [encodeText(name).toLowerCase(), encodeText(value)] as const)
      .filter(([name]) => authorization.parameters.includes(name)),
  );
  const candidates = hostForms(request.headers['host'] ?? '').map((host) => {
    const text = httpString(
      request.method,
      request.path,
      parameters,
      signedHeaders(request, authorization, host),
    );
    const stringToSign = `sha1\n${authorization.signTime}\n${sha1(text)}\n`;
    return {text, stringToSign, signature: hmac(hmac(secretKey, authorization.keyTime), stringToSign)};
  });
  if (candidates.some(({signature}) => sameText(signature, authorization.signature))) return;
  const [shown] = candidates;
  throw new CosFailure('SignatureDoesNotMatch', {
    details: {StringToSign: shown?.stringToSign, FormatString: shown?.text},
  });
}

function signedHeaders(request: SignedRequest, authorization: Authorization, host: string): string {
  return canonicalList(
    Object.entries({...request.headers, host})
      .map(([name, value]) => [encodeText(name).toLowerCase(), encodeHeader(value)] as const)
      .filter(([name]) => authorization.headers.includes(name)),
  );
}

/** The Python SDK signs the host without its port. */
const hostForms = (host: string): string[] => [...new Set([host, host.replace(/:\d+$/, '')])];

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
