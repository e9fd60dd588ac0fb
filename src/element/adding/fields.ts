/** Does it take what is pasted and dropped by itself, as text fields and editors do? */
export function isField(target: EventTarget | undefined): boolean {
  if (!(target instanceof Element)) return false;
  const fields = 'input, textarea, [contenteditable]:not([contenteditable=false]), [role=textbox]';
  return target.ownerDocument.designMode === 'on' || target.closest(fields) !== null;
}

/**
 * May there be a field in it that nobody sees from outside? A closed shadow root cannot be told from none; but the focus is inside
 * of it when it is said to be on what cannot have it, and custom elements are made to have one.
 */
export function mayHideField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement) || target.shadowRoot || target.tabIndex >= 0) return false;
  const {activeElement, body} = target.ownerDocument;
  return target.localName.includes('-') || (target === activeElement && target !== body);
}
