import {nearest} from '../../nearest.js';
import {isState} from './states.js';

/** Elements that no page means to put among the words of a drop zone. */
const strangers =
  'script, style, link, form, input, select, textarea, button, nav, main, header, footer, cos-uploader';

/** Custom properties that are lengths. */
const lengths = ['--cos-space', '--cos-radius', '--cos-list-max-block-size'];

const told = new WeakMap<Element, Set<string>>();

/** Tells the developer of the page once, in the console, of what is written in a way that cannot be meant. */
export function tellMistakes(host: Element): void {
  if (swallowsPage(host))
    tell(
      host,
      `<${host.localName}> has the rest of the page inside. HTML knows no self-closing tag for it: write <${host.localName} …></${host.localName}>.`,
    );
  const {observedAttributes} = host.constructor as unknown as {observedAttributes: readonly string[]};
  for (const name of host.getAttributeNames()) {
    if (observedAttributes.includes(name) || name in host || isState(name)) continue;
    const meant = meantBy(name, observedAttributes);
    if (meant !== undefined)
      tell(
        host,
        `<${host.localName}> has no attribute "${name}", so it has no effect: did you mean ${meant}?`,
      );
  }
  const style = getComputedStyle(host);
  for (const name of lengths) {
    const value = style.getPropertyValue(name).trim();
    if (/^[\d.]+$/.test(value) && Number(value) !== 0)
      tell(host, `${name}: ${value} has no unit, so it has no effect: write ${value}px.`);
  }
}

/** An attribute with nearly the letters of `name`, or with all its words. */
function meantBy(name: string, attributes: readonly string[]): string | undefined {
  const words = name.split('-');
  const longer = attributes.find((other) => words.every((word) => other.split('-').includes(word)));
  return nearest(name, attributes) ?? (words.length > 1 ? longer : undefined);
}

/**
 * Whether the tag swallows the rest of the page. A self-closed tag stays open to the end of its parent, so nothing follows it, not even a
 * line break.
 */
function swallowsPage(host: Element): boolean {
  const inside = Array.from(host.children).filter(({slot}) => !slot);
  const ends = Array.from(host.childNodes).some(
    (node) => node.nodeType === Node.TEXT_NODE && /^\s*\n\s*$/.test(node.nodeValue ?? ''),
  );
  return (
    inside.some((child) => child.matches(strangers)) ||
    (inside.length > 0 && ends && host.nextSibling === null)
  );
}

function tell(host: Element, message: string): void {
  const said = told.get(host) ?? new Set();
  told.set(host, said);
  if (said.has(message)) return;
  said.add(message);
  console.warn(message);
}
