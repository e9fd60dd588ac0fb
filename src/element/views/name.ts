/**
 * Splits a file name for an ellipsis in its middle: the tail (ending and a little more) is always shown. It begins with no
 * space, which would look like a hole after the ellipsis.
 */
export function splitName(name: string): [head: string, tail: string] {
  if (name.length <= 8) return [name, ''];
  const letters = segments(name);
  const tail = letters
    .slice(-Math.min(10, Math.floor(letters.length / 2)))
    .join('')
    .trimStart();
  return [name.slice(0, name.length - tail.length), tail];
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one letter may be several code points. */
function segments(text: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(text);
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}
