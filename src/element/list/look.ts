import type {Item} from '../base/stored-item.js';
import {kindOf} from '../views/file-kind.js';

/** Widths in em: of the list that has room for cards, and of one card with what is beside it. */
const [roomy, cardWidth] = [27, 10.1333];

/** Pixels between two cards. */
export const gap = 12;

/** The share of pictures and films from which on cards are better. */
const most = 0.6;

const visual = new WeakMap<Item, boolean>();

/** Whether files are better shown as pictures: most of several are pictures or films, and there is room. `width`: of the list, in em. */
export function isForCards(tasks: readonly Item[], width: () => number): boolean {
  if (tasks.length < 2) return false;
  let count = 0;
  for (const task of tasks) {
    let is = visual.get(task);
    if (is === undefined) visual.set(task, (is = ['image', 'video'].includes(kindOf(task.name, task.type))));
    if (is) count++;
  }
  return count >= tasks.length * most && width() >= roomy;
}

/** How many cards stand side by side. `width`: of the list in pixels; `em`: pixels. */
export function columnsIn(width: number, em: number): number {
  return Math.max(2, Math.round((width + gap) / Math.max(140 + gap, cardWidth * em)));
}
