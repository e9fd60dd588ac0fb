import {load} from './load.js';

/** An element: text, or its children by name. COS's documents have no mixed content and no attributes of interest. */
type XmlNode = string | XmlElement | readonly XmlNode[];
export interface XmlElement {
  readonly [name: string]: XmlNode;
}

type Parse = (text: string) => XmlElement;

let parser: Promise<Parse> | undefined;

/**
 * The parser, loaded when first wanted: a small PUT never needs it. Text stays text: numbers and dates are for the
 * caller. Rejects with a NetworkError when it cannot be loaded. What is not XML has no elements, or throws.
 */
export const loadXml = (): Promise<Parse> =>
  (parser ??= load(async () => {
    const {XMLParser} = await import('./xml-parser.js');
    const xml = new XMLParser({
      ignoreAttributes: true,
      ignoreDeclaration: true,
      parseTagValue: false,
      // Keys may begin and end with spaces.
      trimValues: false,
      // No entity of a document's own is ever expanded; XML's five and numeric references are read below.
      processEntities: false,
      tagValueProcessor: (_name, value) => decodeEntities(value),
    });
    return (text: string) => xml.parse(text.trim()) as XmlElement;
  }).catch((error: unknown) => {
    parser = undefined;
    throw error;
  }));

const named: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};

/** One pass, so that `&amp;lt;` is the text `&lt;`. Anything else is left as it is. */
const decodeEntities = (text: string): string =>
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
