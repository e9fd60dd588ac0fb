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
  /** What the list of parameters may mean: their names are encoded in it, and some clients encode the list, or its `;`, once more. */
  parameters: string[][];
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
  const raw = request.query.find(({name}) => name === 'q-url-param-list')?.raw;
  return inQuery('q-signature') === undefined ? undefined : fromFields(inQuery, raw);
}

const fieldsOf = (text: string): Map<string, string> =>
  new Map(text.split('&').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]));

function fromFields(field: (name: string) => string | undefined, rawList?: string): Authorization {
  const plain = (name: string): string => (field(name) ?? '').replace(/%3b/gi, ';');
  const list = (text: string): string[] =>
    text
      .toLowerCase()
      .split(';')
      .filter((item) => item !== '');
  if (field('q-sign-algorithm') !== 'sha1')
    throw new CosFailure('AccessDenied', {message: 'Unsupported sign algorithm.'});
  return {
    secretId: field('q-ak') ?? '',
    signTime: plain('q-sign-time'),
    keyTime: plain('q-key-time'),
    headers: list(plain('q-header-list')),
    parameters: [rawList ?? '', field('q-url-param-list') ?? '', plain('q-url-param-list')].map(list),
    signature: field('q-signature') ?? '',
  };
}

/** Recomputes the signature over exactly what its lists name (436/7778); throws SignatureDoesNotMatch. */
export function checkSignature(
  request: SignedRequest,
  authorization: Authorization,
  secretKey: string,
): void {
  const signed = authorization.parameters.map((names) =>
    canonicalList(
      request.query
        .map(({name, value}) => [encodeText(name).toLowerCase(), value] as const)
        .filter(([name]) => names.includes(name))
        .map(([name, value]) => [name, encodeText(value)] as const),
    ),
  );
  const signKey = hmac(secretKey, authorization.keyTime);
  let shown: {StringToSign: string; FormatString: string} | undefined;
  for (const host of hostForms(request.headers['host'] ?? '')) {
    const headers = signedHeaders(request, authorization, host);
    for (const parameters of new Set(signed)) {
      const text = httpString(request.method, request.path, parameters, headers);
      const stringToSign = `sha1\n${authorization.signTime}\n${sha1(text)}\n`;
      if (sameText(hmac(signKey, stringToSign), authorization.signature)) return;
      shown ??= {StringToSign: stringToSign, FormatString: text};
    }
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
