import {mimeTypes} from '../../mime-types.js';

/** Which types stand for which endings. */
export interface FileTypes {
  /** `video/quicktime` for `mov`; '' for an ending that stands for none. */
  typeOf(ending: string): string;
  /** `mov` and `qt` for `video/quicktime`, and for the names that are used for it (`video/mov`, `video/x-quicktime`). */
  endingsOf(type: string): ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** Loaded when the types that the browser gives do not tell enough. */
export const fileTypes: FileTypes = {
  typeOf: (ending) => mimeTypes.getType(ending) ?? '',
  endingsOf(type) {
    const [group = '', name = ''] = type.split('/');
    const bare = name.replace(/^x-/, '');
    // `application/x-gzip` is `application/gzip`, and `audio/flac` is `audio/x-flac`.
    const spellings = [type, `${group}/${bare}`, `${group}/x-${bare}`];
    // `image/jpg` is no registered type, but its second half is an ending that has one.
    const byEnding = mimeTypes.getType(bare);
    if (byEnding) spellings.push(byEnding);
    for (const spelling of spellings) {
      const endings = mimeTypes.getAllExtensions(spelling);
      if (endings) return endings;
    }
    return none;
  },
};
