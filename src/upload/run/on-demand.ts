/** A page shows its uploader before it sends or discards anything, so what that takes is loaded on demand, in one go. */
export {discardUpload} from './discard.js';
export {discardUnwanted, setCanceled} from './discard-unwanted.js';
export {equip} from './equip.js';
export {makeRoom} from './kept-blobs.js';
export {takeTurn} from './take-turn.js';
