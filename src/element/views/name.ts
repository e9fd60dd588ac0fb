/** Splits a file name for an ellipsis in its middle: the tail (ending and a little more) is always shown. */
export function splitName(name: string): [head: string, tail: string] {
  if (name.length <= 8) return [name, ''];
  const letters = segments(name);
  const tail = Math.min(10, Math.floor(letters.length / 2));
  return [letters.slice(0, -tail).join(''), letters.slice(-tail).join('')];
}

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one letter may be several code points. */
function segments(text: string): string[] {
  if (!('Segmenter' in Intl)) return Array.from(text);
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}
