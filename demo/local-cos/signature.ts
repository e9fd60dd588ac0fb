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
  if (text !== undefined && text !== '') {
    const fields = fieldsOf(text);
    return fromFields((name) => fields.get(name));
  }
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
      .map(({name, value}) => [encodeText(name).toLowerCase(), value] as const)
      .filter(([name]) => authorization.parameters.includes(name))
      .map(([name, value]) => [name, encodeText(value)] as const),
  );
  const signKey = hmac(secretKey, authorization.keyTime);
  let shown: {StringToSign: string; FormatString: string} | undefined;
  for (const host of hostForms(request.headers['host'] ?? '')) {
    const headers = signedHeaders(request, authorization, host);
    const text = httpString(request.method, request.path, parameters, headers);
    const stringToSign = `sha1\n${authorization.signTime}\n${sha1(text)}\n`;
    if (sameText(hmac(signKey, stringToSign), authorization.signature)) return;
    shown ??= {StringToSign: stringToSign, FormatString: text};
  }
  throw new CosFailure('SignatureDoesNotMatch', {details: {...shown}});
}

function signedHeaders(request: SignedRequest, authorization: Authorization, host: string): string {
  return canonicalList(
    Object.entries({...request.headers, host})
      .map(([name, value]) => [encodeText(name).toLowerCase(), value] as const)
      .filter(([name]) => authorization.headers.includes(name))
      .map(([name, value]) => [name, encodeHeader(value)] as const),
  );
}

/** The Python SDK signs the host without its port. */
const hostForms = (host: string): string[] => [...new Set([host, host.replace(/:\d+$/, '')])];

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
