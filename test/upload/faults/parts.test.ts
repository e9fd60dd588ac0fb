import {faultTable} from './fault-table.js';

faultTable(['UploadPart', 'ListParts']);
