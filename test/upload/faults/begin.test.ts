import {faultTable} from './fault-table.js';

faultTable(['sts', 'Initiate']);
