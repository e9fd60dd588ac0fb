/** Whether the page has words of its own for the default slot. A line break inside the tag leaves white space, which does not count. */
export function hasWords(host: Element): boolean {
  // A page may have put something into ten thousand rows: arrays of that would cost each update milliseconds.
  for (let node = host.firstChild; node; node = node.nextSibling)
    if (
      node instanceof Element ? !node.slot : node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== ''
    )
      return true;
  return false;
}

/** Whether what the page has put into `slot` is or holds a button. Inside our button it would be a button in a button. */
export function bringsButton(host: Element, slot: string): boolean {
  for (let child = host.firstElementChild; child; child = child.nextElementSibling)
    if (child.slot === slot && (isButton(child) || Array.from(child.querySelectorAll('*')).some(isButton)))
      return true;
  return false;
}

/** Whether an element is a button. Those of libraries count too: `sl-button`, `md-filled-button`. */
const isButton = (element: Element): boolean =>
  element.matches('button, a[href], input, summary, [role=button]') ||
  /-.*(button|btn)/.test(element.localName);
