import {lazy} from '../wire/load.js';
import type {ObjectOptions} from './object-options.js';

/** Lower-case names; values as they go on the wire. */
export type Headers = Record<string, string>;

/** `object` creates one (PUT, Initiate, Append), `read` needs at most its encryption key (HEAD, Copy). */
export type RequestKind = 'object' | 'part' | 'complete' | 'read';

const loadHeaders = lazy(() => import('./headers.js'));
const noHeaders = new Set(['enableMD5', 'onProgress', 'signal', 'versionId']);

/** As headersOf, whose module is loaded only for those who set an option: most uploads set none. */
export async function headersFor(kind: RequestKind, options: ObjectOptions): Promise<Headers> {
  const given = Object.entries(options).some(([name, value]) => value !== undefined && !noHeaders.has(name));
  return given ? (await loadHeaders()).headersOf(kind, options) : {};
}
