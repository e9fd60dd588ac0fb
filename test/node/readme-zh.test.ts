/** README.zh-CN.md says what README.md says: the same headings, code, tables, pictures and links; only words and comments differ. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {same} from '../support/translated.js';

// The two pages lead to each other, by links of which the other has none.
const ownLink = /\[[^\]]*\]\(README(\.zh-CN)?\.md\)/;
const english = readFileSync('README.md', 'utf8');
const chinese = readFileSync('README.zh-CN.md', 'utf8');

for (const [what, of] of Object.entries(same))
  test(what, () => {
    assert.ok(of(english).length > 0);
    assert.deepEqual(of(chinese.replace(ownLink, '')), of(english.replace(ownLink, '')));
  });

test('the two lead to each other', () => {
  assert.match(english, /\]\(README\.zh-CN\.md\)/);
  assert.match(chinese, /\]\(README\.md\)/);
});
