/** Columns that the tail has at most. A Chinese letter takes two. */
const tailWidth = 10;

/**
 * Splits a file name for an ellipsis in its middle: the tail (ending and a little more) is always shown. Head and tail are two boxes in the
 * direction of the name, so a name is split only where its letters stand in the same order as in one box. A space at the start of the tail
 * would look like a hole after the ellipsis, so the tail begins with none. It is '' where the name cannot be split.
 */
export function splitName(name: string): [head: string, tail: string] {
  const letters = segments(name);
  const widths = letters.map(widthOf);
  const half = widths.reduce((sum, width) => sum + width, 0) / 2;
  const whole = half <= 4 ? undefined : undividedParts(name);
  let [at, tail, width] = [name.length, name.length, 0];
  for (let i = letters.length - 1; whole && i >= 0; i--) {
    width += widths[i]!;
    at -= letters[i]!.length;
    if (width > Math.min(tailWidth, half)) break;
    if (/\S/.test(letters[i]!) && !whole.some(([from, to]) => from < at && at < to)) tail = at;
  }
  return [name.slice(0, tail), name.slice(tail)];
}

const wide = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{Emoji_Presentation}\uff01-\uff60]/u;
const widthOf = (letter: string): number => (wide.test(letter) ? 2 : 1);

const right = '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff]|\\ud802|\\ud803|\\ud83a|\\ud83b';
const rightLetters = new RegExp(right);

/**
 * What must stay in one box, as [from, to]. Runs against the direction of the name must, because their letters begin at the other side, and
 * Arabic words, because their letters are joined.
 */
function undividedParts(name: string): [from: number, to: number][] {
  if (!rightLetters.test(name)) return [];
  const kinds = Array.from({length: name.length}, (_, i) => kindOf(name.charAt(i))).join('');
  const toTheRight = kinds.search(/L/) >= 0 && kinds.search(/L/) < kinds.search(/R/);
  // A run ends with its last letter or digit. In right-to-left text digits alone make a run too.
  const runs = toTheRight ? /R(?:[^L]*[RD])?/g : /(?:D(?:S?D)*|L(?:[^R]*[LD])?)+/g;
  return [...kinds.matchAll(runs), ...kinds.matchAll(/R+/g)].map(({0: run, index}) => [
    index,
    index + run.length,
  ]);
}

/** Letter to the left, to the right, digit, what may stand inside of a number, other. */
function kindOf(unit: string): 'L' | 'R' | 'D' | 'S' | 'N' {
  if (rightLetters.test(unit)) return 'R';
  if (/\p{Nd}/u.test(unit)) return 'D';
  if (/[-+.,:/]/.test(unit)) return 'S';
  return /\p{L}/u.test(unit) ? 'L' : 'N';
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one letter may be several code points. */
function segments(text: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(text);
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}
