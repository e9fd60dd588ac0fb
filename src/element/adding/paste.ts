/** Everything on this page that takes pastes. */
const takers = new Set<Element>();

/**
 * Hands on pastes of files that are meant for `element`: those made inside it, and, where it is the only uploader, those
 * made on the page at large. Text fields keep theirs.
 */
export function listenToPaste(
  element: Element & {readonly isDisabled: boolean},
  signal: AbortSignal,
  receive: (data: DataTransfer) => void,
): void {
  takers.add(element);
  signal.addEventListener('abort', () => takers.delete(element));
  document.addEventListener(
    'paste',
    (event) => {
      const data = event.clipboardData;
      if (!data?.files.length || event.defaultPrevented || element.isDisabled) return;
      const path = event.composedPath();
      const [target] = path;
      const inField =
        target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
      if (inField || (!path.includes(element) && takers.size > 1)) return;
      event.preventDefault();
      receive(data);
    },
    {signal},
  );
}
