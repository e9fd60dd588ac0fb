/** What is heard of a worker. Its messages have a `type`; the first of them is `ready`. */
interface Listener<Message> {
  readonly hears: (message: Message) => void;
  /** It is of no more use, and was ended. `wasReady`: it died at its work; else the page may not have it. */
  readonly diesOf: (message: string, wasReady: boolean) => void;
}

/**
 * Listens to a worker that was just made, and answers what ends it. When the page may not have it under a content security policy, there is
 * only an `error` event, and where something swallows its script there is nothing at all for `startTime` ms.
 */
export function attend<Message extends {readonly type: string}>(
  worker: Worker,
  startTime: number,
  {hears, diesOf}: Listener<Message>,
): () => void {
  let isReady = false;
  const end = (): void => {
    clearTimeout(starting);
    worker.terminate();
  };
  const die = (message: string): void => {
    end();
    diesOf(message, isReady);
  };
  const starting = setTimeout(die, startTime, 'The worker did not start in time.');
  worker.onmessage = ({data}: MessageEvent<Message>) => {
    isReady = true;
    clearTimeout(starting);
    hears(data);
  };
  worker.onerror = (event) => {
    event.preventDefault(); // The work goes on elsewhere, so it is no error of the page's.
    die(event.message);
  };
  return end;
}
