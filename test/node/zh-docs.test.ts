/** Each page of docs/zh-CN says what the page of the same name in docs/ says: headings, code, rows of tables, pictures, links, lists. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {same} from '../support/translated.js';

const pages = readdirSync('docs/zh-CN');

describe('pages in Chinese', () => {
  it('are those of the guide', () =>
    assert.deepEqual(pages.toSorted(), [
      'credentials.md',
      'element.md',
      'errors.md',
      'examples.md',
      'faq.md',
      'own-layout.md',
      'preparing.md',
      'quick-start.md',
    ]));

  for (const page of pages) {
    const english = readFileSync(`docs/${page}`, 'utf8');
    const chinese = readFileSync(`docs/zh-CN/${page}`, 'utf8');
    describe(page, () => {
      for (const [what, of] of Object.entries(same))
        it(what, () => assert.deepEqual(of(chinese), of(english)));

      it('is in Chinese', () => {
        const paragraphs = chinese
          .replace(/^```[^]*?^```/gm, '')
          .replace(/`[^`]*`/g, '')
          .split('\n')
          .filter((line) => /[a-z]{4,} [a-z]{4,} [a-z]{3,}/.test(line.replace(/\(.*?\)|<[^>]*>/g, '')));
        assert.deepEqual(paragraphs, []);
      });
    });
  }

  it('would be found to differ', () => {
    const page = '# A\n\n## B\n\n```js\na(); // one\n```\n\n| `x` | text |\n\n[there](b.md#c)\n';
    const other: Record<string, string> = {
      'blocks of code': page.replace('a();', 'b();'),
      'levels of headings': page.replace('## B', '### B'),
      'names in tables': page.replace('`x`', '`y`'),
      links: page.replace('b.md', 'c.md'),
      pictures: `${page}![](a.webp)\n`,
      'items of lists': `${page}- one\n`,
    };
    for (const [what, of] of Object.entries(same)) assert.notDeepEqual(of(other[what]!), of(page), what);
    assert.deepEqual(same['blocks of code']!(page.replace('one', '一')), same['blocks of code']!(page));
    assert.deepEqual(same['links']!(page.replace('b.md#c', '../b.md#丙')), same['links']!(page));
  });
});
