/**
 * The same file for this window; undefined for what is no file. A File of a frame or a popup is no Blob of ours, and once its window is gone
 * the browser never answers what reads it.
 */
export function ownBlob(given: unknown): Blob | undefined {
  if (given instanceof Blob) return given;
  const other = given as Partial<File & Record<symbol, unknown>> | null | undefined;
  const isFile = ['File', 'Blob'].includes(other?.[Symbol.toStringTag] as string);
  return isFile ? new File([other as File], other?.name ?? '', other as File) : undefined;
}
