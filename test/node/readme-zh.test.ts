/** README.zh-CN.md says what README.md says: the same headings, code, tables, pictures and links; only words and comments differ. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const english = readFileSync('README.md', 'utf8');
const chinese = readFileSync('README.zh-CN.md', 'utf8');

const codeOf = (page: string): string[] =>
  [...page.matchAll(/^```(.*)\n([^]*?)^```/gm)].map(
    ([, language = '', code = '']) => `${language}\n${code.replace(/(^|\s)\/\/.*$/gm, '$1//')}`,
  );
const withoutCode = (page: string): string => page.replace(/^```[^]*?^```/gm, '');

const same: Record<string, (page: string) => unknown[]> = {
  'blocks of code': codeOf,
  'levels of headings': (page) => [...withoutCode(page).matchAll(/^(#+) /gm)].map(([, level]) => level),
  'first cells of tables': (page) =>
    [...withoutCode(page).matchAll(/^\| (`.+?`) \|/gm)].map(([, cell]) => cell),
  pictures: (page) =>
    // A film is in its own language.
    [...page.matchAll(/(?:src|srcset)="([^"]+)"|!\[.*?\]\((.+?)\)/g)].map(([, a, b]) =>
      (a ?? b)?.replace('-zh-cn', ''),
    ),
  // The two pages lead to each other; words change their order in a sentence, and links with them.
  links: (page) =>
    [...page.matchAll(/\]\((.+?)\)/g)]
      .map(([, address = '']) => address)
      .filter((address) => !address.startsWith('README'))
      .sort(),
  'names in bullets': (page) => [...page.matchAll(/^- \*\*/gm)].map(() => '-'),
};

for (const [what, of] of Object.entries(same))
  test(what, () => {
    assert.ok(of(english).length > 0);
    assert.deepEqual(of(chinese), of(english));
  });

test('the two lead to each other', () => {
  assert.match(english, /\]\(README\.zh-CN\.md\)/);
  assert.match(chinese, /\]\(README\.md\)/);
});
