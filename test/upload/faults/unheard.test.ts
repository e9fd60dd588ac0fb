import {faultTable} from './fault-table.js';

faultTable(['Unheard']);
