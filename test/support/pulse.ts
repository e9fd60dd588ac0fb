/**
 * Calls `beat` again and again, as often as the page lets: `person` some hundred times a second in tasks as urgent as what a person does,
 * `others` behind all that waits. The function returned ends it.
 */
export function pulse(beat: () => void, kind: 'person' | 'others'): () => void {
  let stopped = false;
  const {port1, port2} = new MessageChannel();
  const next = (): void => {
    if (kind === 'others') port2.postMessage(undefined);
    else void scheduler.postTask(tick, {priority: 'user-blocking', delay: 3});
  };
  const tick = (): void => {
    if (stopped) return;
    beat();
    next();
  };
  port1.onmessage = tick;
  next();
  return () => {
    stopped = true;
    port1.close();
  };
}
