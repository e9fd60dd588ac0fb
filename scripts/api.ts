/** Writes docs/api: what the types and the manifest say. Needs `npm run build`, which writes the manifest. */
import {writeApi} from './api/write-api.js';

await writeApi('docs/api');
