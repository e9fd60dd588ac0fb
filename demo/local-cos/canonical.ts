/** Canonical forms of the request signature (436/7778). */

/** Of each byte as the signature wants it: `A–Z a–z 0–9 - _ . ~` stay, all else is `%XX`. */
const encoded: readonly string[] = Array.from({length: 256}, (_, byte) => {
  const char = String.fromCharCode(byte);
  return /[\w.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

function encodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += encoded[byte] ?? '';
  return text;
}

/** Most names and many values: every request has a dozen of them. */
const plain = /^[\w.~-]*$/;

export const encodeText = (text: string): string =>
  plain.test(text) ? text : encodeBytes(Buffer.from(text, 'utf8'));

/** A header value is signed as the bytes on the wire; node hands them over as Latin-1. */
export const encodeHeader = (value: string): string => encodeBytes(Buffer.from(value.trim(), 'latin1'));

/** `name=value&…` over the listed names, sorted by the encoded lower-case name. */
export function canonicalList(
  pairs: readonly (readonly [encodedName: string, encodedValue: string])[],
): string {
  return pairs
    .map(([name, value]) => ({name: name.toLowerCase(), value}))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({name, value}) => `${name}=${value}`)
    .join('&');
}

export const httpString = (method: string, path: string, parameters: string, headers: string): string =>
  `${method.toLowerCase()}\n${path}\n${parameters}\n${headers}\n`;
