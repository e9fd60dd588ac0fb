import {expect} from 'chai';
import {completeXml} from '../../../src/cos/operations/multipart.js';
import {booleanOf, dateOf, decoderOf, ownerOf, storageClassOf} from '../../../src/cos/wire/values.js';
import {parseXml} from '../../../src/cos/wire/xml-parser.js';
import {childOf, childrenOf, escapeXml, readError, textOf} from '../../../src/cos/wire/xml.js';

/** 2 MB each. */
const rubbishes = [
  '<'.repeat(2e6),
  '<a'.repeat(1e6),
  '<a>'.repeat(7e5),
  `<${'a'.repeat(2e6)}`,
  `<a${' '.repeat(2e6)}`,
  '<a b="'.repeat(3e5),
  '<!--'.repeat(5e5),
];

describe('XML of COS', () => {
  const texts: [name: string, xml: string, text: string | undefined][] = [
    ['digits stay text', '<A>0123</A>', '0123'],
    ['20 digits stay exact', '<A>11177612005948864433</A>', '11177612005948864433'],
    ['the entities of XML', '<A>&quot;x&quot; &amp;lt; &apos;</A>', `"x" &lt; '`],
    ['numeric references', '<A>&#x4e2d;&#25991;&#x1F600;</A>', '中文😀'],
    ['a reference beyond Unicode', '<A>&#x110000;</A>', '&#x110000;'],
    ['blanks around a key', '<A> a </A>', ' a '],
    ['an empty element', '<A/>', undefined],
    ['an attribute', '<A xmlns="http://www.qcloud.com">x</A>', 'x'],
    ['a control character', '<A>a\u0001b</A>', 'a\u0001b'],
    ['a document type is none of COS', '<!DOCTYPE R [<!ENTITY e "eeee">]><A>&e;</A>', undefined],
  ];
  for (const [name, xml, text] of texts) {
    it(name, () => expect(textOf(parseXml(xml), 'A')).to.equal(text));
  }

  it('takes a declaration and blanks before the document', () =>
    expect(
      textOf(
        childOf(parseXml(`   \n<?xml version='1.0' encoding='utf-8' ?>\n<R>\n\t<A>x</A>\n</R>`), 'R'),
        'A',
      ),
    ).to.equal('x'));

  it('one child, several and none are all lists', () => {
    const two = childOf(parseXml('<R><P><A>1</A></P><P><A>2</A></P></R>'), 'R');
    expect(childrenOf(two, 'P').map((part) => textOf(part, 'A'))).to.deep.equal(['1', '2']);
    expect(childrenOf(childOf(parseXml('<R><P><A>1</A></P></R>'), 'R'), 'P')).to.have.length(1);
    expect(childrenOf(childOf(parseXml('<R><P/></R>'), 'R'), 'P')).to.have.length(0);
    expect(childrenOf(undefined, 'P')).to.have.length(0);
  });

  it('takes a name that every object has for any other', () => {
    const root = childOf(parseXml('<R><__proto__><A>1</A></__proto__></R>'), 'R');
    expect(textOf(root, 'A')).to.equal(undefined);
    expect(Object.getPrototypeOf(root)).to.equal(Object.prototype);
  });

  const torn: [name: string, xml: string][] = [
    ['what breaks off', '<R><A>1</A><B>The spec'],
    ['a tree that breaks off', '<R><A>1</A><Owner><ID>1</R>'],
    ['tags that do not match', '<R><A>1</A><B></C></R>'],
    ['a tag too many', '</R><R><A>1</A></R>'],
    ['two documents', '<R><A>1</A></R><R/>'],
    ['a document and words', '<R><A>1</A></R>and so on'],
    ['a tree that is too deep', `${'<R>'.repeat(300)}${'</R>'.repeat(300)}`],
    ['JSON', '{"json": true}'],
    ['words', 'hello'],
    ['blanks', '   '],
    ['nothing', ''],
  ];
  for (const [name, xml] of torn) it(`is not ${name}`, () => expect(parseXml(xml)).to.equal(undefined));

  it('may have an & that stands for itself', () =>
    expect(textOf(parseXml('<A>http://h/a&b &amp;lt;</A>'), 'A')).to.equal('http://h/a&b &lt;'));

  it('reads any tree as the browser does', () => {
    let state = 7;
    const random = (below: number): number =>
      (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
    const pick = <T>(...of: T[]): T => of[(random(256 * of.length) / 256) | 0]!;
    const tree = (depth: number): string => {
      const name = pick('Part', 'ETag', 'Key', 'Owner', 'Upload-Id');
      if (depth === 0) return `<${name}>${pick('', ' a ', '&lt;&amp;&#20013;', '中 文', '"x"-1')}</${name}>`;
      const inside = Array.from({length: random(4)}, () => tree(random(depth))).join(pick('', '\n  '));
      return inside ? `<${name}${pick('', ' a="b"')}>${inside}</${name}>` : `<${name} />`;
    };
    const told = (element: Element): unknown => {
      if (!element.firstElementChild) return element.textContent;
      const children: Record<string, unknown[]> = {};
      for (const child of element.children) (children[child.tagName] ??= []).push(told(child));
      return Object.fromEntries(
        Object.entries(children).map(([name, list]) => [name, list.length > 1 ? list : list[0]]),
      );
    };
    /** Without the blanks between elements. */
    const plain = (node: unknown): unknown =>
      JSON.parse(JSON.stringify(node, (name, value: unknown) => (name === '#text' ? undefined : value)));
    for (let times = 0; times < 300; times++) {
      const xml = `<R>${tree(4)}${tree(3)}</R>`;
      const {documentElement} = new DOMParser().parseFromString(xml, 'text/xml');
      expect(plain(parseXml(xml)), xml).to.deep.equal({R: told(documentElement)});
    }
  });

  for (const rubbish of rubbishes)
    it(`is not ${rubbish.slice(0, 8)}…`, () => expect(parseXml(`<R>${rubbish}</R>`)).to.equal(undefined));
});

describe('an error of COS', () => {
  const errors: [name: string, xml: string, code: string | undefined][] = [
    [
      'begins as XML does',
      ` \n<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>A</Code>\n</Error>\n`,
      'A',
    ],
    ['has attributes', '<Error xmlns="http://www.qcloud.com"><Code>A</Code></Error>', 'A'],
    ['may break off', '<Error><Message>a</Message><Code>NoSuchKey</Code><Resource>The spec', 'NoSuchKey'],
    ['may break off in its code', '<Error><Message>a</Message><Code>NoSuch', undefined],
    ['may have blanks around its code', '<Error><Code>\n\tA\n</Code></Error>', 'A'],
    ['has an empty code', '<Error><Code></Code></Error>', undefined],
    ['has no code', '<Error><Code/><Message>a</Message></Error>', undefined],
    ['has a code of entities', '<Error><Code>&lt;A&gt; &amp;lt;</Code></Error>', '<A> &lt;'],
    ['has names that every object has', '<Error><__proto__>x</__proto__><Code>A</Code></Error>', 'A'],
    ['does not hold another document', '<R><Error><Code>A</Code></Error></R>', undefined],
    ['is XML', '{"Code": "A"}', undefined],
    ['is not empty', '', undefined],
  ];
  for (const [name, xml, code] of errors)
    it(name, () => expect(textOf(readError(xml), 'Code')).to.equal(code));

  for (const rubbish of rubbishes)
    it(`has no code in ${rubbish.slice(0, 8)}…`, () =>
      expect(textOf(readError(`<Error>${rubbish}</Error>`), 'Code')).to.equal(undefined));
});

describe('values of COS', () => {
  it('words and numbers', () => {
    const element = {A: 'TRUE', B: 'true', C: 'false', StorageClass: 'Standard'};
    expect(['A', 'B', 'C', 'X'].map((name) => booleanOf(element, name))).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(storageClassOf(element)).to.equal('STANDARD');
    expect(ownerOf(element, 'Owner')).to.deep.equal({id: '', displayName: ''});
  });

  const dates: [text: string, iso: string | undefined][] = [
    ['2026-11-22T08:00:01.000Z', '2026-11-22T08:00:01.000Z'],
    ['2026-11-22T08:00:00', '2026-11-22T08:00:00.000Z'],
    ['Wed Jan 18 16:04:17 2017', '2017-01-18T16:04:17.000Z'],
    ['2026-11-22T16:00:00+08:00', '2026-11-22T08:00:00.000Z'],
    ['yesterday', undefined],
  ];
  for (const [text, iso] of dates) {
    it(text, () => expect(dateOf({A: text}, 'A')?.toISOString()).to.equal(iso));
  }

  it('decodes only what is encoded', () => {
    expect(decoderOf('url')('%E4%B8%AD%2F+a')).to.equal('中/+a');
    expect(decoderOf('url')('100%')).to.equal('100%');
    expect(decoderOf(undefined)('%41')).to.equal('%41');
  });
});

describe('the body of Complete', () => {
  it('is byte for byte what cos-js-sdk-v5 sends', () => {
    const parts = [
      {partNumber: 2, etag: '"d899fbd1e06109ea2e4550f5751c88d6"'},
      {partNumber: 1, etag: '"39270a968a357d24207e9911162507eb"'},
    ];
    const xml = completeXml(parts, 'a');
    expect(xml).to.equal(
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;39270a968a357d24207e9911162507eb&quot;</ETag></Part>' +
        '<Part><PartNumber>2</PartNumber><ETag>&quot;d899fbd1e06109ea2e4550f5751c88d6&quot;</ETag></Part></CompleteMultipartUpload>',
    );
    expect(xml).to.have.length(243);
  });

  it('escapes', () =>
    expect(escapeXml(`<a b='c' d="e">&`)).to.equal('&lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp;'));
});
