/** docs/security.md and docs/accessibility.md: each promise names a test that is there. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

for (const file of ['docs/security.md', 'docs/accessibility.md'])
  describe(file, () => {
    const page = readFileSync(file, 'utf8');
    const rows = [...page.matchAll(/^\| (?<promise>.+) \| (?<proof>`test\/.+) \|$/gm)].map(
      ({groups}) => groups!,
    );

    it('has promises', () => assert.ok(rows.length > 25));

    for (const {promise = '', proof = ''} of rows) {
      it(promise, () => {
        const {path = '', title = ''} = /^`(?<path>[^`]+)` "(?<title>.+)"$/.exec(proof)?.groups ?? {};
        assert.ok(title, `not \`file\` "title": ${proof}`);
        const titles = [...readFileSync(path, 'utf8').matchAll(/\b(?:it|describe)\(\s*(['"`])(.+?)\1/gs)];
        assert.ok(
          titles.some(([, , text = '']) => text.includes(title)),
          `${path} has no test with the title ${title}`,
        );
      });
    }
  });

/** Of WCAG 2.2, levels A and AA; 4.1.1 is obsolete. */
const criteria =
  '1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 ' +
  '2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 ' +
  '3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3';

it('docs/accessibility.md says something of each criterion', () => {
  const page = readFileSync('docs/accessibility.md', 'utf8');
  const isNamed = (name: string): boolean =>
    new RegExp(`(?<![\\d.])${name.replaceAll('.', '\\.')}(?![\\d.]*\\d)`).test(page);
  const silent = criteria
    .split(' ')
    .filter((name) => !isNamed(name) && !(name.startsWith('1.2.') && isNamed('1.2')));
  assert.deepEqual(silent, []);
});
