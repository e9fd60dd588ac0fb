import {faultTable} from './fault-table.js';

faultTable(['HeadObject', 'PutObject']);
