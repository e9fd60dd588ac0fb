interface Size {
  readonly width: number;
  readonly height: number;
}

/** Headers of all but JPEG stand at the very beginning. */
const headLength = 2 ** 16;

/** Of a JPEG before its dimensions: a picture of a camera has dozens. */
const mostSegments = 500;

/**
 * Pixels of a picture, read from its header: a file of a few kilobytes can claim more of them than there is memory. Resolves with
 * undefined for what is no picture that browsers decode, or does not say.
 */
export async function pixelsOf(file: Blob): Promise<number | undefined> {
  const head = await read(file, 0, headLength);
  const size = isJpeg(head) ? await jpegSize(file) : sizeOf(head);
  return size && size.width * size.height;
}

const read = async (file: Blob, start: number, length: number): Promise<DataView> =>
  new DataView(await file.slice(start, start + length).arrayBuffer());

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
    if (!(error instanceof RangeError)) throw error; // It ends before it says.
  }
  return undefined;
}

const isJpeg = (head: DataView): boolean => isAt(head, 0, '\xFF\xD8\xFF');

/** Its dimensions follow segments of any length: previews, colour profiles, maps of depth. */
async function jpegSize(file: Blob): Promise<Size | undefined> {
  let at = 2;
  for (let i = 0; i < mostSegments; i++) {
    const segment = await read(file, at, 9);
    if (segment.byteLength < 9 || segment.getUint8(0) !== 0xff) return undefined;
    const marker = segment.getUint8(1);
    // A frame's header (SOF0 to SOF15); three of these numbers are other tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return {height: segment.getUint16(5), width: segment.getUint16(7)};
    }
    // Markers may be preceded by any number of fill bytes.
    at += marker === 0xff ? 1 : 2 + segment.getUint16(2);
  }
  return undefined;
}

/** The screen grows with a first frame that is larger. */
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

/** AVIF and HEIC: the largest of the pictures in it, for the whole is made of tiles. */
function heifSize(head: DataView): Size | undefined {
  let largest: Size | undefined;
  for (let at = 8; at + 16 <= head.byteLength; at++) {
    if (!isAt(head, at, 'ispe')) continue;
    const size = {width: head.getUint32(at + 8), height: head.getUint32(at + 12)};
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function isAt(head: DataView, at: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i++) {
    if (at + i >= head.byteLength || head.getUint8(at + i) !== letters.charCodeAt(i)) return false;
  }
  return true;
}
