/** A name inside of a sentence, whatever direction either has: its letters do not mix with the ones around it. */
export const isolate = (name: string): string => `\u2068${name}\u2069`;
