/** docs/security.md: each promise names a test that is there. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const page = readFileSync('docs/security.md', 'utf8');
const rows = [...page.matchAll(/^\| (?<promise>.+) \| (?<proof>`test\/.+) \|$/gm)].map(({groups}) => groups!);

test('the page has promises', () => assert.ok(rows.length > 25));

for (const {promise = '', proof = ''} of rows) {
  test(promise, () => {
    const {path = '', title = ''} = /^`(?<path>[^`]+)` "(?<title>.+)"$/.exec(proof)?.groups ?? {};
    assert.ok(title, `not \`file\` "title": ${proof}`);
    const titles = [...readFileSync(path, 'utf8').matchAll(/\b(?:it|describe)\(\s*(['"`])(.+?)\1/gs)];
    assert.ok(
      titles.some(([, , text = '']) => text.includes(title)),
      `${path} has no test with the title ${title}`,
    );
  });
}
