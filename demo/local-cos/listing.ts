import {CosFailure} from './cos-failure.js';

type Query = ReadonlyMap<string, string>;

const UIN = '100000000001';
/** Who owns and initiated everything here. */
export const OWNER: {ID: string; DisplayName: string} = {
  ID: `qcs::cam::uin/${UIN}:uin/${UIN}`,
  DisplayName: UIN,
};

/** `encoding-type=url`: keys, prefixes and markers percent-encoded, `/` literal as in 436/7734's samples. */
export function listingEncoder(query: Query): (text: string) => string {
  const type = query.get('encoding-type');
  if (type !== undefined && type !== '' && type !== 'url') {
    throw new CosFailure('InvalidArgument', {message: 'encoding-type must be url.'});
  }
  return type === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;
}

/** 1–1000, 1000 when not given. */
export function pageSize(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return 1000;
  const size = Number(text);
  if (!/^\d+$/.test(text) || size < 1 || size > 1000) {
    throw new CosFailure('InvalidArgument', {message: `${name} must be between 1 and 1000.`});
  }
  return size;
}

/** The samples of the multipart pages write `Standard`, all others upper case. */
export const wireClass = (storageClass: string): string =>
  storageClass === 'STANDARD' ? 'Standard' : storageClass;

/** One character at most. */
export function readDelimiter(query: Query): string {
  const delimiter = query.get('delimiter') ?? '';
  if (!/^.?$/su.test(delimiter)) throw new CosFailure('InvalidDelimiter');
  return delimiter;
}

/** The common prefix a delimiter folds this key into, if it does. */
export function foldedPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
