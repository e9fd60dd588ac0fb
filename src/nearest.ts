/** The name that was most likely meant by `word`, which is none of them; undefined where none comes near: up to two letters differ. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const most = Math.min(2, Math.floor(word.length / 3));
  const [best] = names.map((name) => ({name, steps: distance(word, name)})).sort((a, b) => a.steps - b.steps);
  return best && best.steps <= most ? best.name : undefined;
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
