import {faultTable} from './fault-table.js';

faultTable(['Complete', 'Abort']);
