/**
 * What the browser has of storage; undefined where there is none. With cookies blocked some browsers throw as soon as a page looks at it or
 * makes it.
 */
export function allowed<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
