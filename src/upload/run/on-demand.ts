/** A page shows its uploader before it sends or discards anything, so what that takes is loaded on demand, in one go. */
export {discardUpload} from './discard.js';
export {discardUnwanted, setCanceled} from './discard-unwanted.js';
export {makeRoom} from './kept-blobs.js';
export {handOver} from './hand-over.js';
export {runUpload} from './run.js';
export {takeTicket} from './take-ticket.js';
