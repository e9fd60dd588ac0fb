import {isField, mayHideField} from './fields.js';

/** All uploaders on this page that take pastes. */
const takers = new Set<EventTarget>();

/** The innermost of them in the path of an event. */
export const takerIn = (path: readonly EventTarget[]): EventTarget | undefined =>
  path.find((node) => takers.has(node));

/**
 * Hands on the pastes of files that are meant for `element`: those inside it and, when it is the only uploader, those elsewhere on the
 * page. Text fields and editors keep theirs.
 */
export function listenToPaste(
  element: Element & {readonly isDisabled: boolean},
  signal: AbortSignal,
  receive: (data: DataTransfer) => void,
): void {
  // A closed shadow root around the element hides the path from listeners outside of it, so the path is noted inside.
  let seen: {event: Event; path: EventTarget[]} | undefined;
  const look = (event: Event): void => {
    if (seen?.event !== event) seen = {event, path: event.composedPath()};
  };
  takers.add(element);
  signal.addEventListener('abort', () => takers.delete(element));
  for (const place of [element, element.getRootNode()]) place.addEventListener('paste', look, {signal});
  element.ownerDocument.addEventListener(
    'paste',
    (event) => {
      look(event);
      const path = seen?.path ?? [];
      seen = undefined;
      const data = event.clipboardData;
      if (!data?.files.length || event.defaultPrevented || element.isDisabled) return;
      const [target] = path;
      const taker = takerIn(path);
      if (isField(target) || (taker ? taker !== element : takers.size > 1 || mayHideField(target))) return;
      event.preventDefault();
      receive(data);
    },
    {signal},
  );
}
