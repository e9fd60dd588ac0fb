import {isAt, readBytes} from './bytes.js';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Bytes. In all formats but JPEG the header stands within so many at the beginning. */
const headLength = 2 ** 16;

/** How many segments a JPEG may have before its dimensions. A picture of a camera has dozens. */
const mostSegments = 500;

/**
 * The size of a picture as it is shown, the right way up. A file of a few kilobytes can claim more pixels than there is memory for, so this
 * reads the header and decodes nothing. Resolves with undefined when a file is no picture that browsers decode, or its header does not tell.
 */
export async function pictureSize(file: Blob): Promise<Size | undefined> {
  const head = await readBytes(file, 0, headLength);
  return isJpeg(head) ? jpegSize(file) : sizeOf(head);
}

/** How many pixels a picture has; undefined where `pictureSize` is. */
export async function pixelsOf(file: Blob): Promise<number | undefined> {
  const size = await pictureSize(file);
  return size && size.width * size.height;
}

function sizeOf(head: DataView): Size | undefined {
  try {
    if (isAt(head, 0, '\x89PNG')) return {width: head.getUint32(16), height: head.getUint32(20)};
    if (isAt(head, 0, 'GIF8')) return gifSize(head);
    if (isAt(head, 0, 'BM')) {
      return {width: Math.abs(head.getInt32(18, true)), height: Math.abs(head.getInt32(22, true))};
    }
    if (isAt(head, 0, 'RIFF') && isAt(head, 8, 'WEBP')) return webpSize(head);
    if (isAt(head, 4, 'ftyp')) return heifSize(head);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // The file ends before its header does.
  }
  return undefined;
}

const isJpeg = (head: DataView): boolean => isAt(head, 0, '\xFF\xD8\xFF');

/** In a JPEG the dimensions follow segments of any length: previews, colour profiles, maps of depth. */
async function jpegSize(file: Blob): Promise<Size | undefined> {
  let at = 2;
  let onItsSide = false;
  for (let i = 0; i < mostSegments; i++) {
    const segment = await readBytes(file, at, 9);
    if (segment.byteLength < 9 || segment.getUint8(0) !== 0xff) return undefined;
    const marker = segment.getUint8(1);
    // SOF0 to SOF15 begin the header of a frame, but three of these numbers stand for other tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const size = {height: segment.getUint16(5), width: segment.getUint16(7)};
      return onItsSide ? turned(size) : size;
    }
    // The first EXIF counts.
    if (marker === 0xe1 && !onItsSide && isAt(segment, 4, 'Exif'))
      onItsSide = isOnItsSide(await readBytes(file, at + 10, segment.getUint16(2) - 8));
    // Markers may be preceded by any number of fill bytes.
    at += marker === 0xff ? 1 : 2 + segment.getUint16(2);
  }
  return undefined;
}

const turned = ({width, height}: Size): Size => ({width: height, height: width});

/** Whether EXIF says that the picture has to be turned by a quarter: the tag 274 of the first directory is 5, 6, 7 or 8. */
function isOnItsSide(exif: DataView): boolean {
  try {
    const little = isAt(exif, 0, 'II');
    const directory = exif.getUint32(4, little);
    for (let i = 0; i < exif.getUint16(directory, little); i++) {
      const entry = directory + 2 + i * 12;
      if (exif.getUint16(entry, little) === 274) return exif.getUint16(entry + 8, little) > 4;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // It ends too soon.
  }
  return false;
}

/** Browsers enlarge the screen to a first frame that is larger, so the larger of both counts. */
function gifSize(head: DataView): Size {
  const tableLength = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableLength(head.getUint8(10));
  while (head.getUint8(at) === 0x21) {
    at += 2;
    for (let length; (length = head.getUint8(at)) > 0;) at += 1 + length;
    at++;
  }
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => head.getUint16(at + offset, true));
  return {
    width: Math.max(head.getUint16(6, true), left! + width!),
    height: Math.max(head.getUint16(8, true), top! + height!),
  };
}

function webpSize(head: DataView): Size | undefined {
  if (isAt(head, 12, 'VP8X')) {
    const of = (at: number): number => (head.getUint16(at, true) | (head.getUint8(at + 2) << 16)) + 1;
    return {width: of(24), height: of(27)};
  }
  if (isAt(head, 12, 'VP8L')) {
    const bits = head.getUint32(21, true);
    return {width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1};
  }
  if (!isAt(head, 12, 'VP8 ')) return undefined;
  return {width: head.getUint16(26, true) & 0x3fff, height: head.getUint16(28, true) & 0x3fff};
}

/** AVIF and HEIC: the whole picture is made of tiles and listed with them, so the largest one counts. */
function heifSize(head: DataView): Size | undefined {
  let largest: Size | undefined;
  let onItsSide = false;
  for (let at = 8; at + 5 <= head.byteLength; at++) {
    // A quarter turn, once or three times.
    if (isAt(head, at, 'irot')) onItsSide ||= head.getUint8(at + 4) % 2 === 1;
    if (!isAt(head, at, 'ispe') || at + 16 > head.byteLength) continue;
    const size = {width: head.getUint32(at + 8), height: head.getUint32(at + 12)};
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest && onItsSide ? turned(largest) : largest;
}
