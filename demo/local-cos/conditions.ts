/** Conditional headers; times are compared in whole seconds, as HTTP dates have no more. */
export interface Subject {
  etag: string;
  lastModified: number;
}

type Headers = Readonly<Record<string, string>>;

const seconds = (ms: number): number => Math.floor(ms / 1000);
const sameEtag = (list: string, etag: string): boolean =>
  list
    .split(',')
    .some((item) => item.trim() === '*' || item.trim().replaceAll('"', '') === etag.replaceAll('"', ''));

/** `prefix` is '' for GET and HEAD, `x-cos-copy-source-` for copies. */
export function checkConditions(
  headers: Headers,
  {etag, lastModified}: Subject,
  prefix = '',
): 'ok' | 'failed' | 'not modified' {
  const match = headers[`${prefix}if-match`];
  const unmodified = Date.parse(headers[`${prefix}if-unmodified-since`] ?? '');
  if (match !== undefined ? !sameEtag(match, etag) : seconds(lastModified) > seconds(unmodified))
    return 'failed';
  const none = headers[`${prefix}if-none-match`];
  const modified = Date.parse(headers[`${prefix}if-modified-since`] ?? '');
  const unchanged = none !== undefined ? sameEtag(none, etag) : seconds(lastModified) <= seconds(modified);
  return unchanged ? 'not modified' : 'ok';
}
