import type {TaskState} from '../../src/index.js';

export const ended = ({status}: TaskState): boolean => ['done', 'failed', 'canceled'].includes(status);

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  ms = 8000,
): Promise<void> {
  for (const end = Date.now() + ms; !(await condition());) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
