import {faultTable} from './fault-table.js';

// The other files use the default, which sends whole objects by XMLHttpRequest and the rest by fetch.
faultTable(['PutObject'], 'fetch');
faultTable(['Initiate', 'UploadPart', 'Complete', 'Abort', 'PutObject'], 'xhr');
