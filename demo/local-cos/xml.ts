/** XML as COS writes it: raw UTF-8, the five named entities, no attributes needed by anyone. */

type XmlChild = string | number | boolean | XmlElement | readonly XmlElement[] | undefined;
/** Children by name, in order; an array repeats the element; `undefined` leaves it out. */
export interface XmlElement {
  readonly [name: string]: XmlChild | readonly string[];
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeText = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);

function writeChildren(element: XmlElement): string {
  return Object.entries(element)
    .map(([name, child]) => {
      if (child === undefined) return '';
      const list: readonly XmlChild[] = Array.isArray(child)
        ? (child as readonly XmlChild[])
        : [child as XmlChild];
      return list.map((item) => writeOne(name, item)).join('');
    })
    .join('');
}

const writeOne = (name: string, child: XmlChild): string => {
  const inner = typeof child === 'object' ? writeChildren(child as XmlElement) : escapeText(String(child));
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
};

/** A whole document; `single` writes the declaration with single quotes, as COS does for errors. */
export function writeXml(root: string, content: XmlElement, quotes: 'single' | 'double' = 'double'): string {
  const declaration =
    quotes === 'single'
      ? `<?xml version='1.0' encoding='utf-8' ?>`
      : '<?xml version="1.0" encoding="UTF-8"?>';
  return `${declaration}\n${writeOne(root, content)}`;
}

/** A parsed element: its own text (entities decoded) and its children in order. */
export interface XmlNode {
  name: string;
  text: string;
  children: XmlNode[];
}

const NAMED: Record<string, string> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};

const decodeText = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );

/** The root element, or `undefined` when the text is not well-formed. Attributes and comments are ignored. */
export function parseXml(text: string): XmlNode | undefined {
  const top: XmlNode = {name: '', text: '', children: []};
  const open = [top];
  const token = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w:.-]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index !== end) return undefined;
    end = match.index + match[0].length;
    const [, closing, name, empty, chars] = match;
    const current = open.at(-1) ?? top;
    if (chars !== undefined) current.text += decodeText(chars);
    else if (name !== undefined && closing === '/') {
      if (open.length === 1 || current.name !== name) return undefined;
      open.pop();
    } else if (name !== undefined) {
      const node: XmlNode = {name, text: '', children: []};
      current.children.push(node);
      if (empty !== '/') open.push(node);
    }
  }
  const [root] = top.children;
  return end === text.length && open.length === 1 && top.children.length === 1 && top.text.trim() === ''
    ? root
    : undefined;
}

/** Text of the first child with this name, as written; `undefined` when there is none. */
export const childText = (node: XmlNode, name: string): string | undefined =>
  node.children.find((child) => child.name === name)?.text;

export const childTexts = (node: XmlNode, name: string): string[] =>
  node.children.filter((child) => child.name === name).map((child) => child.text.trim());
