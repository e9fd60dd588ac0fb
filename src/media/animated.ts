import {isAt, readBytes} from './bytes.js';

/** How many chunks a PNG may have before its pixels. */
const mostChunks = 200;

/** Whether a picture moves, or may: any GIF, a PNG or WebP with an animation, a sequence of AVIF or HEIC. */
export async function isAnimated(file: Blob): Promise<boolean> {
  const head = await readBytes(file, 0, 32);
  if (isAt(head, 0, 'GIF8')) return true;
  if (isAt(head, 0, 'RIFF') && isAt(head, 12, 'VP8X'))
    return head.byteLength > 20 && (head.getUint8(20) & 2) > 0;
  if (isAt(head, 4, 'ftyp')) return ['avis', 'msf1', 'hevc', 'hevx'].some((brand) => isAt(head, 8, brand));
  return isAt(head, 0, '\x89PNG') && isMovingPng(file);
}

/** The chunk that announces an animation stands before the first pixels. */
async function isMovingPng(file: Blob): Promise<boolean> {
  let at = 8;
  for (let i = 0; i < mostChunks; i++) {
    const chunk = await readBytes(file, at, 8);
    if (chunk.byteLength < 8 || isAt(chunk, 4, 'IDAT')) return false;
    if (isAt(chunk, 4, 'acTL')) return true;
    at += 12 + chunk.getUint32(0);
  }
  return false;
}
