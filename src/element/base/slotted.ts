/** The page has words of its own for the default slot. White space, as a line break inside the tag leaves it, is nothing. */
export function hasWords(host: Element): boolean {
  return Array.from(host.childNodes).some((node) =>
    node instanceof Element ? !node.slot : node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== '',
  );
}

/** What the page has put into `slot` is a button by itself, or has one in it: inside of ours it would be one in another. */
export function bringsButton(host: Element, slot: string): boolean {
  return Array.from(host.children).some(
    (child) =>
      child.slot === slot && (isButton(child) || Array.from(child.querySelectorAll('*')).some(isButton)),
  );
}

/** Also those of libraries: `sl-button`, `md-filled-button`. */
const isButton = (element: Element): boolean =>
  element.matches('button, a[href], input, summary, [role=button]') ||
  /-.*(button|btn)/.test(element.localName);
