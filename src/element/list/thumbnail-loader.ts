import type {UploadTask} from '../../index.js';
import type * as Thumbnails from './thumbnails.js';

let module: Promise<typeof Thumbnails> | undefined;

/** Gives new rows of pictures their thumbnails; the code comes with the first picture. */
export function loadThumbnails(root: ParentNode, find: (id: string) => UploadTask | undefined): void {
  const places = [...root.querySelectorAll<HTMLElement>('.thumb[data-kind=image]')];
  if (places.length === 0) return;
  for (const place of places) delete place.dataset['kind']; // once
  module ??= import('./thumbnails.js');
  void module.then(({paintThumbnail}) => {
    for (const place of places) {
      const file = find(place.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? '')?.file;
      if (file) paintThumbnail(place, file);
    }
  });
}
