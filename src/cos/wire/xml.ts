/** An element: text, or its children by name. COS's documents have no mixed content and no attributes of interest. */
type XmlNode = string | XmlElement | readonly XmlNode[];
export interface XmlElement {
  readonly [name: string]: XmlNode;
}

/** Opening, closing and empty ones; not declarations and comments. Takes a time in proportion to the text, whatever it is. */
const tags = /<(\/?)([A-Za-z][\w.:-]*)(?:\s[^<>]*?)?(\/?)>/g;

interface Open {
  name: string;
  children: Record<string, XmlNode>;
  /** Where its text begins; undefined once it has children. */
  from: number | undefined;
}

/**
 * Reads COS's documents. It is part of the first load: what an error says decides what happens next, and a parser that had to be
 * loaded then might be gone. Text stays text: numbers and dates are for the caller. A document that breaks off ends there, its
 * root with the children that are whole; one whose tags do not match has no elements.
 */
export function readXml(text: string): XmlElement {
  const open: Open[] = [opened('', undefined)];
  for (const {index, 0: tag, 1: closes, 2: name = '', 3: empty} of text.matchAll(tags)) {
    const top = open.at(-1)!;
    if (!closes && !empty) open.push(opened(name, index + tag.length));
    else if (empty) add(top, name, '');
    else if (open.length === 1 || top.name !== name) return {};
    else {
      open.pop();
      add(
        open.at(-1)!,
        name,
        top.from === undefined ? top.children : decodeEntities(text.slice(top.from, index)),
      );
    }
  }
  const [document, root] = open;
  if (root) add(document!, root.name, root.children);
  return document!.children;
}

const opened = (name: string, from: number | undefined): Open => ({
  name,
  // Nothing is inherited: a name may be that of a method.
  children: Object.create(null) as Record<string, XmlNode>,
  from,
});

function add(parent: Open, name: string, node: XmlNode): void {
  const {children} = parent;
  const known = children[name];
  parent.from = undefined;
  if (known === undefined) children[name] = node;
  else if (Array.isArray(known)) known.push(node);
  else children[name] = [known, node];
}

/** The name of the first element; undefined for what does not begin as XML does. */
export const rootOf = (text: string): string | undefined =>
  /^\s*(?:<\?[^<>]*>\s*)?<([A-Za-z][\w.:-]*)/.exec(text)?.[1];

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
