/** llms.txt names every page of the manual, by its own title. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

const links = [...readFileSync('llms.txt', 'utf8').matchAll(/^- \[(.+?)\]\((.+?)\)/gm)].map(
  ([, title = '', page = '']) => ({title, page}),
);

test('every page of docs/ is there', () => {
  const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
  assert.ok(pages.length > 5);
  assert.deepEqual(
    pages.filter((name) => !links.some(({page}) => page === `docs/${name}`)),
    [],
  );
});

for (const {title, page} of links.filter((link) => link.page.startsWith('docs/')))
  test(page, () => assert.equal(readFileSync(page, 'utf8').split('\n')[0], `# ${title}`));

test('every page is in the package', () => {
  const {files} = JSON.parse(readFileSync('package.json', 'utf8')) as {files: string[]};
  const always = ['README.md', 'README.zh-CN.md'];
  const packed = (page: string): boolean =>
    always.includes(page) ||
    files.includes(page) ||
    (page.startsWith('docs/') && files.includes('docs/*.md'));
  assert.deepEqual(
    links.filter(({page}) => !packed(page)),
    [],
  );
  assert.ok(files.includes('llms.txt'));
});
