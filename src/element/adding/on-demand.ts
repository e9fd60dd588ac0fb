/** What folders, handles, pickers, pastes and many files take beyond a list of some, loaded with the first of them. */
export {nextTask} from '../../next-task.js';
export {withoutLitter} from './litter.js';
export {pickFolderWithHandle, pickWithHandles} from './pick.js';
export {stamp} from './stamp.js';
export {nodeOfEntry, nodeOfHandle, openHandles, readFolders, unreadable} from './walk.js';
