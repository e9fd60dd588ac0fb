/** Every link of the manual leads to a page, and to a heading that is there. */
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {test} from 'node:test';

const pages = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md', 'demo/local-cos/README.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync('docs/zh-CN').map((name) => `docs/zh-CN/${name}`),
];

const proseOf = (page: string): string => readFileSync(page, 'utf8').replace(/^```[^]*?^```/gm, '');

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );

for (const page of pages)
  test(page, () => {
    const dead: string[] = [];
    for (const [, address = ''] of proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:|^\.\.\/security\//.test(address)) continue;
      const [path = '', anchor] = address.split('#');
      const target = path ? normalize(join(dirname(page), path)) : page;
      if (!existsSync(target)) dead.push(address);
      else if (anchor && !anchorsOf(target).includes(anchor)) dead.push(address);
    }
    assert.deepEqual(dead, []);
  });
