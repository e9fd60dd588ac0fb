/** The second half of `npm run set-version`, after `changeset version` has given package.json its number. */
import {readFileSync, writeFileSync} from 'node:fs';
import {orderedChangelog} from './release/changelog.js';

const read = (file: string): {version: string} => JSON.parse(readFileSync(file, 'utf8')) as {version: string};
const {version} = read('package.json');

// Both packages have one number.
const local = 'demo/local-cos/package.json';
writeFileSync(local, `${JSON.stringify({...read(local), version}, null, 2)}\n`);

const today = new Date().toISOString().slice(0, 10);
writeFileSync('CHANGELOG.md', orderedChangelog(readFileSync('CHANGELOG.md', 'utf8'), version, today));
