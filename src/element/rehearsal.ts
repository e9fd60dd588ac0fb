import {render} from 'lit';
import {StoredItem} from './base/stored-item.js';
import type {Locale} from './language/locale.js';
import {durationIn, percentIn, sizeOf, speedIn} from './language/measures.js';
import type {RowModel} from './views/row-model.js';
import {rowView} from './views/row.js';
import {totalsView} from './views/totals.js';

const model: RowModel = {
  icon: 'check',
  tone: 'quiet',
  words: ['1', '2'],
  bar: {sent: 0.5, ahead: 0.6, seconds: 1, busy: false},
  commands: ['pause', 'cancel'],
};

/** What the first files take, in pieces that hold up nobody. */
const steps: readonly ((locale: Locale) => unknown)[] = [
  (locale) => [
    percentIn(locale, 0.5),
    sizeOf(locale, 1e6, 3e6),
    speedIn(locale, 1e6),
    durationIn(locale, 90),
  ],
  (locale) =>
    rowView({
      task: new StoredItem({key: 'a.jpg', size: 3e6}),
      model,
      locale,
      index: 1,
      column: 0,
      disabled: false,
      place: undefined,
    }),
  (locale) =>
    totalsView({
      locale,
      totals: {files: 2, done: 0, failed: 0, bytes: 3e6, sent: 1e6},
      running: 2,
      paused: 0,
      retryable: false,
      startable: false,
      offline: false,
      sending: true,
      onlyFailed: false,
      collapsed: false,
      canceled: 0,
      gone: 0,
      disabled: false,
      hasList: true,
      listId: undefined,
    }),
];

/**
 * Draws a list out of sight, while the person looks for files and as long as it is `wanted`: browsers compile code and templates when they
 * first come to them, and a slow machine takes longer for that than for some rows.
 */
export function rehearse(locale: () => Locale, wanted: () => boolean): void {
  const idle = (step: () => void): unknown =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(step) : setTimeout(step);
  const place = document.createElement('div');
  const play = (at: number): void => {
    const step = steps[at];
    if (!step || !wanted()) return;
    render(step(locale()), place);
    idle(() => play(at + 1));
  };
  idle(() => play(0));
}
