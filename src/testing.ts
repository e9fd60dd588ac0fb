/** For unit tests, stories and examples on a static site: `cos-uploader/testing`. A COS inside the page, or inside Node. */
export type {MemoryEffect, MemoryFault, MemoryFaultRule} from './testing/faults.js';
export {memoryCos} from './testing/memory-cos.js';
export type {MemoryCos, MemoryCosOptions, MemoryLine, MemoryRequest} from './testing/memory-cos.js';
export type {MemoryObject, MemoryPart, MemoryUpload} from './testing/state.js';
