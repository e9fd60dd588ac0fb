export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Name and ending; `.gitignore` is all name. */
export function split(name: string): [stem: string, ending: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/** `a/image.jpg` becomes `a/image (2).jpg`. */
export function numbered(key: string, number: number): string {
  const [stem, ending] = split(nameOf(key));
  return `${key.slice(0, key.lastIndexOf('/') + 1)}${stem} (${number})${ending}`;
}

/** The number that `numbered` gave; 1 for the key itself, undefined for another key. */
export function numberOf(key: string, base: string): number | undefined {
  if (key === base) return 1;
  const number = Number(/ \((\d+)\)(?:\.[^./]*)?$/.exec(key)?.[1]);
  return number > 1 && numbered(base, number) === key ? number : undefined;
}
