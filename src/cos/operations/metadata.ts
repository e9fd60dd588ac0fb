import {ConfigurationError} from '../../errors.js';
import {checkObject} from './check.js';

const prefix = 'x-cos-meta-';
/** The blanks that HTTP removes. Unicode has more blanks, which are text here. */
const blanksAround = /^[ \t]+|[ \t]+$/g;

/**
 * `x-cos-meta-*` headers. Limits of 436/7749: 2 KB each, 4 KB together, counted as sent; names of letters, digits
 * and hyphens.
 */
export function metadataHeaders(metadata: Readonly<Record<string, string>> = {}): Record<string, string> {
  checkObject('metadata', metadata);
  const headers: Record<string, string> = {};
  let total = 0;
  for (const [given, text] of Object.entries(metadata)) {
    const lower = given.toLowerCase();
    const name = lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
    if (!/^[a-z0-9-]+$/.test(name)) {
      throw new ConfigurationError('metadata', given, 'names of letters, digits and hyphens');
    }
    // Without TypeScript a page may pass anything.
    if (typeof text !== 'string') throw new ConfigurationError('metadata', text, `a text for "${given}"`);
    const value = encodeMetadata(text.replace(blanksAround, ''));
    total += name.length + value.length;
    if (name.length + value.length > 2048 || total > 4096) {
      throw new ConfigurationError(
        'metadata',
        `${given} (${total} bytes)`,
        '2 KB each and 4 KB together, as sent',
      );
    }
    headers[prefix + name] = value;
  }
  return headers;
}

/** The metadata among an answer's headers. Values that `encodeMetadata` has encoded are decoded. */
export function readMetadata(headers: Iterable<readonly [string, string]>): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (name.startsWith(prefix)) metadata[name.slice(prefix.length)] = decodeMetadata(value);
  }
  return metadata;
}

/**
 * Browsers refuse header values outside Latin-1, and send Latin-1 in bytes that are not UTF-8. So text outside printable ASCII is
 * percent-encoded, which COS keeps as sent. Other text goes as it is.
 */
function encodeMetadata(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  try {
    return text.replace(/[^\x20-\x24\x26-\x7e]+/g, encodeURIComponent);
  } catch {
    throw new ConfigurationError('metadata', text, 'well-formed Unicode');
  }
}

function decodeMetadata(value: string): string {
  try {
    const text = decodeURIComponent(value);
    return encodeMetadata(text) === value ? text : value;
  } catch {
    return value;
  }
}
