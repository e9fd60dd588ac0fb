/** What is loaded on demand, in one go: a page shows its uploader before it needs to send anything, or to forget it. */
export {discardUpload} from './discard.js';
export {forgetUpload, markUpload} from './forget.js';
export {runUpload} from './run.js';
