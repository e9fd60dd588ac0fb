/** Numbers of the manual are those that are measured, and those that the code has. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';

const pages = [
  ...['README.md', 'README.zh-CN.md', 'docs/site/home.md', 'docs/site/home.zh-CN.md'],
  ...['docs', 'docs/zh-CN'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
].map((page) => ({page, text: readFileSync(page, 'utf8')}));

test('the sizes of README are the limits that size-limit holds', async () => {
  const {default: limits} = (await import(pathToFileURL('.size-limit.js').href)) as {
    default: {name: string; limit: string}[];
  };
  const sizes = [
    'the element with lit, initially',
    'headless uploadFile, initially',
    'all that is loaded later, in one language',
  ].map((wanted) => Math.round(parseFloat(limits.find(({name}) => name === wanted)!.limit)));
  for (const {page, text} of pages.slice(0, 2)) {
    const item = text.split(/^- /m).find((each) => each.includes(' kB')) ?? '';
    const said = [...item.matchAll(/(\d+) kB/g)].map(([, size]) => Number(size));
    assert.deepEqual(said, sizes, page);
  }
});

test('there are as many languages as the pages say', () => {
  const locales = readdirSync('src/element/language/locales').filter(
    (name) => !['en-first.ts', 'english.ts'].includes(name),
  );
  const words: Readonly<Record<string, number>> = {fourteen: 14, fifteen: 15};
  const said = pages.flatMap(({page, text}) =>
    [...text.matchAll(/(\d+|[a-z]+teen) languages|(\d+) 种语言/gi)].map(([, english = '', chinese]) => ({
      page,
      languages: words[english.toLowerCase()] ?? Number(chinese ?? english),
    })),
  );
  assert.ok(said.length > 6);
  assert.deepEqual(
    said.filter(({languages}) => languages !== locales.length),
    [],
  );
});
