import {writeFileSync} from 'node:fs';

// Loaded before a test in Node: which places of its sources were reached.
const hits = new Set();
globalThis.hit = (id) => hits.add(id);
process.on('exit', () => writeFileSync(process.env.MUTANTS_ANSWER, JSON.stringify([...hits])));
