/** Ready judgements for `validate` of `<cos-uploader>`. Importing this has no effect. */
export {type DurationLimits, validateDuration} from './validators/duration.js';
export {type ImageLimits, validateImage} from './validators/image.js';
export type {ValidatorTexts} from './validators/words.js';
