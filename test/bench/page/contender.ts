/** Where to send to. */
export interface Target {
  /** Origin of the local COS. */
  cos: string;
  bucket: string;
  region: string;
  tus: string;
  /** Origin of what stands in for Uploadcare; only where its widget is shown. */
  uploadcare?: string;
  /** Different for every run, so that nothing is found from an earlier one. */
  prefix: string;
}

/** Sends all the files, and resolves when the last byte is confirmed. `moved` is told the bytes that a person would see gone. */
export type Upload<Options = object> = (
  files: readonly File[],
  target: Target,
  options: Options,
  moved: (sent: number) => void,
) => Promise<void>;

/** Does `work` for each item, so many at a time. */
export async function inLanes<T>(
  lanes: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({length: lanes}, lane));
}

export const MB: number = 2 ** 20;
