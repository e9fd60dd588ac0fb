/** What a picture is to become. Pixels; `quality` from 0 to 1. */
export interface Wanted {
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly type: string;
  readonly quality: number;
}

/**
 * The picture the right way up, no larger than wanted, without anything but its pixels. Undefined where the browser cannot decode it, has no
 * memory for it, or cannot write the type.
 */
export const draw = (file: Blob, wanted: Wanted): Promise<Blob | undefined> =>
  redrawn(file, wanted).catch(() => undefined);

async function redrawn(file: Blob, {maxWidth, maxHeight, type, quality}: Wanted): Promise<Blob | undefined> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, maxWidth / bitmap.width, maxHeight / bitmap.height);
  const [width, height] = [bitmap.width, bitmap.height].map((pixels) =>
    Math.max(1, Math.round(pixels * scale)),
  ) as [number, number];
  const canvas = canvasOf(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D | null;
  if (context && type === 'image/jpeg') {
    // What shows through would become black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
  }
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(bitmap, 0, 0, width, height);
  // Its memory is needed for the next one at once.
  bitmap.close();
  const drawn = context && (await encode(canvas, type, quality));
  // A browser that cannot write a type writes a PNG.
  return drawn?.type === type ? drawn : undefined;
}

function canvasOf(width: number, height: number): OffscreenCanvas | HTMLCanvasElement {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), {width, height});
}

const encode = (
  canvas: OffscreenCanvas | HTMLCanvasElement,
  type: string,
  quality: number,
): Promise<Blob | null> =>
  'convertToBlob' in canvas
    ? canvas.convertToBlob({type, quality})
    : new Promise((resolve) => canvas.toBlob(resolve, type, quality));
