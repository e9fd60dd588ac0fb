/** Some bytes of a file; fewer where it ends before. */
export const readBytes = async (file: Blob, start: number, length: number): Promise<DataView> =>
  new DataView(await file.slice(start, start + length).arrayBuffer());

/** Whether these letters stand there. */
export function isAt(head: DataView, at: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i++) {
    if (at + i >= head.byteLength || head.getUint8(at + i) !== letters.charCodeAt(i)) return false;
  }
  return true;
}
