import {CorsError} from '../../errors.js';

/** All headers that are read and that a page may not read anyway; the first is indispensable. */
const exposedHeaders: readonly string[] = [
  'ETag',
  'Date',
  'Content-Length',
  'Content-Disposition',
  'Content-Encoding',
  'Retry-After',
  'x-cos-request-id',
  'x-cos-trace-id',
  'x-cos-hash-crc64ecma',
  'x-cos-version-id',
  'x-cos-next-append-position',
  'x-cos-storage-class',
  'x-cos-object-type',
  'x-cos-copy-source-version-id',
];

/** The CORS rule this library needs, as COS's console and API take it. 436/8279 */
export function corsRule(origin: string = (globalThis as {origin?: string}).origin ?? '*'): string {
  const element = (name: string) => (value: string) => `\n  <${name}>${value}</${name}>`;
  return `<CORSRule>${[
    element('AllowedOrigin')(origin),
    ...['PUT', 'GET', 'POST', 'DELETE', 'HEAD'].map(element('AllowedMethod')),
    element('AllowedHeader')('*'),
    ...exposedHeaders.map(element('ExposeHeader')),
    element('MaxAgeSeconds')('600'),
  ].join('')}\n</CORSRule>`;
}

/** For an ETag that CORS hides. */
export const hiddenEtag = (key: string): CorsError =>
  new CorsError(
    `COS has answered for "${key}", but the page may not read the ETag. Add <ExposeHeader>ETag</ExposeHeader> to the bucket's ` +
      'first CORS rule that matches this page.',
    {header: 'ETag', rule: corsRule(), key},
  );
