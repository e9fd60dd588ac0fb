// What an upload does not need, loaded when one of it is called.
export {appendObject} from './append.js';
export {uploadPartCopy} from './copy.js';
export {presign} from './presign.js';
