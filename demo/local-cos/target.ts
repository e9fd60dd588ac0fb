import {CosFailure} from './cos-failure.js';

/** The request target exactly as it came: no URL class, which would fold `..` and `//`. */
export interface Target {
  /** Decoded path with its leading slash; the key is what follows it. */
  path: string;
  rawPath: string;
  query: QueryPair[];
  /** An escape is broken, or the path is not UTF-8. */
  broken: boolean;
}

export interface QueryPair {
  name: string;
  value: string;
  /** The value as it came. */
  raw?: string;
}

export function parseTarget(url: string): Target {
  const local = url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  const rawPath = (mark < 0 ? local : local.slice(0, mark)) || '/';
  const rawQuery = mark < 0 ? '' : local.slice(mark + 1);
  try {
    return {path: decodeURIComponent(rawPath), rawPath, query: parseQuery(rawQuery), broken: false};
  } catch {
    return {path: '/', rawPath, query: [], broken: true};
  }
}

/** `+` is a plus sign here: every client of COS writes a space as `%20`. */
function parseQuery(text: string): QueryPair[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const raw = equals < 0 ? '' : pair.slice(equals + 1);
      return {name: decodeURIComponent(name), value: decodeURIComponent(raw), raw};
    });
}

/**
 * 436/13324: 1–850 bytes, no leading backslash, none of the four control characters. That no key begins with a slash is the advice of that
 * page alone: the official suites store such keys.
 */
export function checkKey(key: string, size: number): void {
  if (size > 850) throw new CosFailure('KeyTooLong');
  // eslint-disable-next-line no-control-regex -- CAN, SUB, EM and ESC are what is refused
  if (/^\\|[\x18-\x1b]/.test(key)) throw new CosFailure('InvalidObjectName');
}
