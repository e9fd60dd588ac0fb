/**
 * Resolves behind all tasks that wait already. `scheduler.yield()` would go first and starve the page's other tasks; a timer is
 * clamped to 4 ms, and to a second in a hidden page.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/**
 * Resolves in a task of its own, before those that wait already where the browser can do that, but behind what the person does and frames.
 * The task of the page that led here may have been aborted, and then there are no others after it.
 */
export function soon(): Promise<void> {
  const {scheduler} = globalThis as {scheduler?: Partial<Scheduler>};
  return scheduler?.yield?.().catch(nextTask) ?? nextTask();
}

let last = Promise.resolve();

/** Resolves at once for the first who asks in a task, and for each other in a later task of its own. */
export function ownTask(): Promise<void> {
  const turn = last;
  last = turn.then(soon);
  return turn;
}
