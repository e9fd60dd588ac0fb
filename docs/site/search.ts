/*
 * Both run where the site is built and in the reader's browser, to which they go as text: each stands by itself.
 */

/** Words; Chinese, which is written without spaces, in pairs of characters. */
export function tokenize(text: string): string[] {
  return text
    .split(/[\s\p{P}\p{S}]+/u)
    .flatMap((word) =>
      (word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap((run) =>
        run.length > 2 && /\p{Script=Han}/u.test(run)
          ? Array.from({length: run.length - 1}, (_none, at) => run.slice(at, at + 2))
          : [run],
      ),
    );
}

/** Small words find everything, so they find nothing. One and many of a thing are the same word. */
export function processTerm(term: string): string | null {
  const word = term.toLowerCase();
  if (
    /^(an?|the|of|on|in|to|by|is|are|be|it|its|and|or|for|with|from|at|as|my|do|does|that|this|what|where|when|how|can|i)$/.test(
      word,
    )
  )
    return null;
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
