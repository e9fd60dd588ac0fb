/** Waits for what nothing tells: in the page, at the store, in another tab. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string = condition.toString(),
  ms = 8000,
): Promise<void> {
  for (const end = Date.now() + ms; !(await condition());) {
    if (Date.now() > end) throw new Error(`Waited ${ms / 1000} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
