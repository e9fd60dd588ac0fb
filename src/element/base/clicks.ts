/** Tells which button of an element a click is meant for. */
export class Clicks {
  /** The button that was clicked last, and its row. */
  #last = '';

  /** The button of `root` that was clicked, if any. */
  buttonOf(event: MouseEvent, root: Node): HTMLElement | undefined {
    // The target may be what the page has slotted into a button, which lies outside the shadow root. So the whole path is searched.
    return event
      .composedPath()
      .find(
        (node): node is HTMLElement =>
          node instanceof HTMLElement && 'action' in node.dataset && root.contains(node),
      );
  }

  /** The command of the button. The first click of a double click may bring another one under the pointer: the second is not meant for it. */
  commandOf(event: MouseEvent, button: HTMLElement | undefined): string | undefined {
    const command = button?.dataset['action'];
    if (!button || !command) return undefined;
    const id = `${command} ${button.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? ''}`;
    if (event.detail > 1 && id !== this.#last) return undefined;
    this.#last = id;
    return command;
  }
}

/**
 * Whether a click is on the empty ground of the drop zone: on no control that the page has slotted, and not at the end of a selection of
 * text.
 */
export function isOnGround(event: Event): boolean {
  const path = event.composedPath().filter((node): node is Element => 'matches' in node);
  const zone = path.findIndex((node) => node.matches('.zone'));
  const controls = 'a, button, input, label, select, summary, textarea, [role=button], .zone-buttons';
  return (
    zone >= 0 &&
    !path.slice(0, zone).some((node) => node.matches(controls)) &&
    getSelection()?.isCollapsed !== false
  );
}
