import {ConfigurationError} from '../../errors.js';
import {percentEncode} from '../wire/key.js';

const filename = /;\s*filename\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)/i;

/**
 * A file name outside ASCII cannot travel in a header as it is: it goes as `filename*=UTF-8''…` (RFC 6266), after a
 * plain one for readers that know no better.
 */
export function encodeDisposition(value: string): string {
  if (/\p{Surrogate}/u.test(value)) {
    throw new ConfigurationError('contentDisposition', value, 'well-formed Unicode');
  }
  return value.replace(filename, (parameter, quoted: string) => {
    if (isAscii(parameter)) return parameter;
    const name = quoted.startsWith('"') ? quoted.slice(1, -1).replace(/\\(.)/g, '$1') : quoted.trim();
    const plain = name.replace(/[^\x20-\x7e]/gu, '_').replace(/["\\]/g, '\\$&');
    const extended = value.toLowerCase().includes('filename*=')
      ? ''
      : `; filename*=UTF-8''${percentEncode(name)}`;
    return `; filename="${plain}"${extended}`;
  });
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
