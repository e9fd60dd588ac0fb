import {visibleName} from './visible-name.js';

/** A name inside of a sentence, whatever direction either has: its letters do not mix with the ones around it. */
export const isolate = (name: string): string => `\u2068${visibleName(name)}\u2069`;
