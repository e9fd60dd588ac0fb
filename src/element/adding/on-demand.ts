/** What folders, handles, pickers and pastes take beyond a list of files, loaded with the first of them. */
export {withoutLitter} from './litter.js';
export {pickFolderWithHandle, pickWithHandles} from './pick.js';
export {stamp} from './stamp.js';
export {nodeOfEntry, nodeOfHandle, openHandles, readFolders, unreadable} from './walk.js';
