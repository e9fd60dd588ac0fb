/** Whether the page has words of its own for the default slot. A line break inside the tag leaves white space, which does not count. */
export function hasWords(host: Element): boolean {
  return [...host.childNodes].some((node) =>
    node instanceof Element ? !node.slot : node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
  );
}

/** Whether what the page has put into `slot` is or holds a button. Inside our button it would be a button in a button. */
export function bringsButton(host: Element, slot: string): boolean {
  return [...host.children].some(
    (child) => child.slot === slot && [child, ...child.querySelectorAll('*')].some(isButton),
  );
}

/** Whether an element is a button. Those of libraries count too: `sl-button`, `md-filled-button`. */
const isButton = (element: Element): boolean =>
  element.matches('button, a[href], input, summary, [role=button]') ||
  /-.*(button|btn)/.test(element.localName);
