/** What is kept in IndexedDB, loaded together: the journal, and the locks of browsers that have none. */
export {openIdbJournal} from './idb-journal.js';
export {acquireLease} from './lease.js';
