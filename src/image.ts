/** Smaller pictures, for `prepare`. Importing this has no effect. */
export {shrink, type Shrink, type ShrinkOptions} from './image/shrink.js';
