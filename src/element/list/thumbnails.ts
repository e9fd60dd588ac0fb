import type {Item} from '../base/stored-item.js';
import {pixelsOf} from '../../media/picture-size.js';
import {videoFrame} from './video-frame.js';

/** Pixels of a thumbnail, in a row and on a card: twice its CSS size for dense screens, and more, because a square is cut out of a wide picture. */
const [inRow, onCard] = [150, 360];

/** Bytes. To decode a larger picture costs more than a thumbnail is worth. */
const maxBytes = 40 * 2 ** 20;

/** A pixel takes four bytes while a picture is decoded, and the page's own thread may wait for that. */
const maxPixels = 50e6;

/** How many thumbnails are kept, about 70 kB each in rows and 400 kB on cards, so that none is decoded again when the person scrolls back. */
const keep = 150;

interface Picture {
  readonly bitmap: ImageBitmap | undefined;
  readonly width: number;
}

const pictures = new Map<Blob, Picture>();
const waiting: Wanted[] = [];

interface Wanted {
  readonly place: HTMLElement;
  readonly file: Blob;
  readonly isFilm: boolean;
  readonly width: number;
}
let busy = 0;

/** Gives new rows of pictures their thumbnails. */
export function drawThumbnails(root: ParentNode, find: (id: string) => Item | undefined): void {
  for (const place of root.querySelectorAll<HTMLElement>(
    '.thumb[data-kind=image], .thumb[data-kind=video]',
  )) {
    const isFilm = place.dataset['kind'] === 'video';
    delete place.dataset['kind']; // once
    const item = find(place.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '');
    const file = item && 'file' in item ? item.file : undefined;
    const width = place.closest('.card, .tile') ? onCard : inRow;
    if (file) drawThumbnail({place, file, isFilm, width});
  }
}

/**
 * Draws `file` into `place`, when its turn comes and `place` is still on the page. Decoding and scaling happen off the main
 * thread; a canvas needs no URL that would have to be revoked and allowed by a policy.
 */
function drawThumbnail(wanted: Wanted): void {
  const {place, file, isFilm, width} = wanted;
  if (file.size === 0 || (!isFilm && file.size > maxBytes)) return;
  const known = pictures.get(file);
  if (known && known.width >= width) draw(place, known.bitmap);
  else {
    waiting.push(wanted);
    void work();
  }
}

/** Draws two at a time. The newest comes first, because the person looks at it. */
async function work(): Promise<void> {
  if (busy >= 2) return;
  busy++;
  for (let next; (next = waiting.pop());) {
    const {place, file, width} = next;
    if (!place.isConnected) continue;
    const bitmap = await decode(next).catch(() => undefined);
    pictures.get(file)?.bitmap?.close(); // A smaller one, for a row.
    pictures.set(file, {bitmap, width});
    const [oldest] = pictures.keys();
    if (pictures.size > keep && oldest) {
      pictures.get(oldest)?.bitmap?.close();
      pictures.delete(oldest);
    }
    draw(place, bitmap);
  }
  busy--;
}

/** The thumbnail of a picture. One that the browser cannot decode, or that is too large, keeps its icon. */
async function decode({file, isFilm, width}: Wanted): Promise<ImageBitmap | undefined> {
  if (isFilm) return videoFrame(file, width);
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
