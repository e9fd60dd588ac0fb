import {isField, mayHideField} from './fields.js';

/** Everything on this page that takes pastes. */
const takers = new Set<Element>();

/**
 * Hands on pastes of files that are meant for `element`: those made inside it, and, where it is the only uploader, those
 * made on the page at large. Text fields and editors keep theirs.
 */
export function listenToPaste(
  element: Element & {readonly isDisabled: boolean},
  signal: AbortSignal,
  receive: (data: DataTransfer) => void,
): void {
  // Outside of a closed shadow root around the element the way to it cannot be seen any more.
  let seen: {event: Event; path: EventTarget[]} | undefined;
  const look = (event: Event): void => {
    if (seen?.event !== event) seen = {event, path: event.composedPath()};
  };
  takers.add(element);
  signal.addEventListener('abort', () => takers.delete(element));
  for (const place of [element, element.getRootNode()]) place.addEventListener('paste', look, {signal});
  document.addEventListener(
    'paste',
    (event) => {
      look(event);
      const path = seen?.path ?? [];
      seen = undefined;
      const data = event.clipboardData;
      if (!data?.files.length || event.defaultPrevented || element.isDisabled) return;
      const [target] = path;
      const atLarge = !path.includes(element);
      if (isField(target) || (atLarge && (takers.size > 1 || mayHideField(target)))) return;
      event.preventDefault();
      receive(data);
    },
    {signal},
  );
}
