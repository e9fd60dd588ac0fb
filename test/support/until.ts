// Those of the machine, also where a test has stopped the time of its page.
const {setTimeout} = globalThis;
const {now} = Date;

/** Waits for what nothing tells: in the page, at the store, in another tab. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  ms = 30_000,
): Promise<void> {
  for (const end = now() + ms; !(await condition());) {
    if (now() > end) throw new Error(`Waited ${ms / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
