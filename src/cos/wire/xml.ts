/** An element: text, or its children by name. COS's documents have no mixed content and no attributes of interest. */
type XmlNode = string | XmlElement | readonly XmlNode[];
export interface XmlElement {
  readonly [name: string]: XmlNode;
}

/** The name of the first element; undefined for what does not begin as XML does. */
export const rootOf = (text: string): string | undefined =>
  /^\s*(?:<\?[^<>]*>\s*)?<([A-Za-z][\w.:-]*)/.exec(text)?.[1];

/**
 * What an `Error` says, child by child; nothing of any other document. It is flat, and it decides what happens next, so that
 * reading it needs no parser: a parser is loaded, and might be gone just then. One that breaks off says what is whole of it.
 */
export const readError = (text: string): XmlElement =>
  rootOf(text) === 'Error'
    ? Object.fromEntries(
        [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', said = '']) => [
          name,
          decodeEntities(said).trim(),
        ]),
      )
    : {};

const named: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};

/** One pass, so that `&amp;lt;` is the text `&lt;`. Anything else is left as it is. */
export const decodeEntities = (text: string): string =>
  text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g,
    (...match: (string | undefined)[]) => {
      const [whole = '', name, decimal, hex] = match;
      if (name) return named[name] ?? whole;
      const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );

export const escapeXml = (text: string): string =>
  text.replace(
    /[&<>"']/g,
    (char) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[char] ?? '&apos;',
  );

/** The child elements of a name: none, one or several. */
export function childrenOf(node: XmlElement | undefined, name: string): XmlElement[] {
  const child = node?.[name];
  const list = child === undefined ? [] : Array.isArray(child) ? (child as readonly XmlNode[]) : [child];
  return list.filter((item): item is XmlElement => typeof item === 'object');
}

export const childOf = (node: XmlElement | undefined, name: string): XmlElement | undefined =>
  childrenOf(node, name)[0];

/** The text of the first child that is there, by one of its names; undefined when absent or empty. */
export function textOf(node: XmlElement | undefined, ...names: string[]): string | undefined {
  for (const name of names) {
    const child = node?.[name];
    if (typeof child === 'string' && child !== '') return child;
  }
  return undefined;
}
