/** Undefined for what JSON does not know, such as a BigInt or what holds itself. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
