import {visibleName} from './visible-name.js';

/** A name for use inside a sentence. Either may have any direction: the marks keep the letters of the name apart from those around it. */
export const isolate = (name: string): string => `\u2068${visibleName(name)}\u2069`;
