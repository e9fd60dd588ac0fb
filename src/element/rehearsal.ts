import {html, render} from 'lit';
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

/** A font is found when it is first needed, and that of another script once more. */
const fontOf = (piece: string) => (locale: Locale) =>
  html`<div class=${piece} data-ending="A">${locale.t('files')} 1 · a</div>`;

/** What the first files take, in pieces that hold up nobody. */
const steps: readonly ((locale: Locale) => unknown)[] = [
  ...['name', 'words', 'thumb', 'summary', 'sums'].map(fontOf),
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
 * Draws a list out of sight, while the person looks for files and as long as it is `wanted`: browsers compile code and templates, and find
 * fonts, when they first come to them, and a slow machine takes longer for that than for some rows.
 */
export function rehearse(root: ShadowRoot, locale: () => Locale, wanted: () => boolean): void {
  const idle = (step: () => void): unknown =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(step) : setTimeout(step);
  // The styles are those of the element, and nothing in there is found by who looks for a row.
  const place = root.ownerDocument.createElement('div');
  const inside = place.attachShadow({mode: 'closed'});
  inside.adoptedStyleSheets = root.adoptedStyleSheets;
  place.inert = true;
  place.style.cssText = 'block-size: 0; overflow: hidden; visibility: hidden';
  const play = (at: number): void => {
    const step = wanted() ? steps[at] : undefined;
    if (!step) {
      place.remove();
      return;
    }
    render(step(locale()), inside);
    place.getBoundingClientRect(); // Now, and not with the frame.
    idle(() => play(at + 1));
  };
  root.append(place);
  idle(() => play(0));
}
