/**
 * What folders, handles, pickers, pastes, many files and the judgement of the page take beyond a list of some, loaded when files are about
 * to come.
 */
export {breathe} from './breathe.js';
export {judge} from './judge.js';
export {pickHandles} from './pick.js';
export {readFolders} from './read-folders.js';
export {stamp} from './stamp.js';
export {enterEntries, enterFolderFiles, enterHandles, openHandles} from './walk.js';
