/** Whether a target takes pastes and drops by itself, as text fields and editors do. */
export function isField(target: EventTarget | undefined): boolean {
  // One of another window is no Element of ours.
  const element = target as Partial<Element> | undefined;
  const fields = 'input, textarea, [contenteditable]:not([contenteditable=false]), [role=textbox]';
  return element?.ownerDocument?.designMode === 'on' || Boolean(element?.closest?.(fields));
}

/**
 * Whether a target may hide a field. From outside a closed shadow root looks like none. But custom elements are likely to have one, and
 * when an element that cannot have the focus seems to have it, the focus is inside of its root.
 */
export function mayHideField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement) || target.shadowRoot || target.tabIndex >= 0) return false;
  const {activeElement, body} = target.ownerDocument;
  return target.localName.includes('-') || (target === activeElement && target !== body);
}
