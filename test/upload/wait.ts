import type {TaskState} from '../../src/index.js';

export const ended = ({status}: TaskState): boolean => ['done', 'failed', 'canceled'].includes(status);

// Those of the browser, also where a test has stopped the time of its page.
const {setTimeout} = globalThis;
const {now} = Date;

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  ms = 8000,
): Promise<void> {
  for (const end = now() + ms; !(await condition());) {
    if (now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
