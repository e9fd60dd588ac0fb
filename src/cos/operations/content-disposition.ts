import {ConfigurationError} from '../../errors.js';
import {percentEncode} from '../wire/key.js';

const filename = /;\s*filename\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)/i;

/**
 * A header cannot carry a file name outside ASCII, so the name goes as `filename*=UTF-8''…` (RFC 6266). An ASCII one stands before it for
 * readers that do not know this form.
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
