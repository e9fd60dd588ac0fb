import type {UploadTask} from '../../index.js';
import {pixelsOf} from './picture-size.js';

/** Pixels of a thumbnail: twice its CSS size for dense screens, and more, because a square is cut out of a wide picture. */
const width = 120;

/** Bytes. To decode a larger picture costs more than a thumbnail is worth. */
const maxBytes = 40 * 2 ** 20;

/** A pixel takes four bytes while a picture is decoded, and the page's own thread may wait for that. */
const maxPixels = 50e6;

/** How many thumbnails are kept, about 40 kB each, so that none is decoded again when the person scrolls back. */
const keep = 200;

const pictures = new Map<Blob, ImageBitmap | undefined>();
const waiting: {place: HTMLElement; file: Blob}[] = [];
let busy = 0;

/** Gives new rows of pictures their thumbnails. */
export function drawThumbnails(root: ParentNode, find: (id: string) => UploadTask | undefined): void {
  for (const place of root.querySelectorAll<HTMLElement>('.thumb[data-kind=image]')) {
    delete place.dataset['kind']; // once
    const file = find(place.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '')?.file;
    if (file) drawThumbnail(place, file);
  }
}

/**
 * Draws `file` into `place`, when its turn comes and `place` is still on the page. Decoding and scaling happen off the main
 * thread; a canvas needs no URL that would have to be revoked and allowed by a policy.
 */
function drawThumbnail(place: HTMLElement, file: Blob): void {
  if (file.size === 0 || file.size > maxBytes) return;
  if (pictures.has(file)) draw(place, pictures.get(file));
  else {
    waiting.push({place, file});
    void work();
  }
}

/** Draws two at a time. The newest comes first, because the person looks at it. */
async function work(): Promise<void> {
  if (busy >= 2) return;
  busy++;
  for (let next; (next = waiting.pop());) {
    const {place, file} = next;
    if (!place.isConnected) continue;
    const picture = await decode(file).catch(() => undefined);
    pictures.set(file, picture);
    const [oldest] = pictures.keys();
    if (pictures.size > keep && oldest) {
      pictures.get(oldest)?.close();
      pictures.delete(oldest);
    }
    draw(place, picture);
  }
  busy--;
}

/** The thumbnail of a picture. One that the browser cannot decode, or that is too large, keeps its icon. */
async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  const pixels = await pixelsOf(file);
  if (pixels === undefined || pixels > maxPixels) return undefined;
  return createImageBitmap(file, {resizeWidth: width, resizeQuality: 'medium'});
}

function draw(place: HTMLElement, picture: ImageBitmap | undefined): void {
  if (!picture) return;
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  place.append(canvas);
}
