/** The elements for an own layout: a button, a drop zone, a list, totals and a dock; importing this registers nothing. */
export {CosUploadButtonElement} from './element/parts/button.js';
export {CosUploadDockElement} from './element/parts/dock.js';
export {CosUploadDropZoneElement} from './element/parts/drop-zone.js';
export {CosUploadListElement} from './element/parts/list.js';
export {CosUploadTotalsElement} from './element/parts/totals.js';
