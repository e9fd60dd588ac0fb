import {expect} from 'chai';
import {completeXml} from '../../../src/cos/operations/multipart.js';
import {booleanOf, dateOf, decoderOf, ownerOf, storageClassOf} from '../../../src/cos/wire/values.js';
import {childOf, childrenOf, escapeXml, readXml, textOf} from '../../../src/cos/wire/xml.js';

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
    ['an entity of its own is not expanded', '<!DOCTYPE R [<!ENTITY e "eeee">]><A>&e;</A>', '&e;'],
  ];
  for (const [name, xml, text] of texts) {
    it(name, () => expect(textOf(readXml(xml), 'A')).to.equal(text));
  }

  it('takes a declaration and blanks before the document', () =>
    expect(
      textOf(
        childOf(readXml(`   \n<?xml version='1.0' encoding='utf-8' ?>\n<R>\n\t<A>x</A>\n</R>`), 'R'),
        'A',
      ),
    ).to.equal('x'));

  it('one child, several and none are all lists', () => {
    const two = childOf(readXml('<R><P><A>1</A></P><P><A>2</A></P></R>'), 'R');
    expect(childrenOf(two, 'P').map((part) => textOf(part, 'A'))).to.deep.equal(['1', '2']);
    expect(childrenOf(childOf(readXml('<R><P><A>1</A></P></R>'), 'R'), 'P')).to.have.length(1);
    expect(childrenOf(childOf(readXml('<R><P/></R>'), 'R'), 'P')).to.have.length(0);
    expect(childrenOf(undefined, 'P')).to.have.length(0);
  });

  const torn: [name: string, xml: string, code: string | undefined][] = [
    ['an error that breaks off', '<Error><Code>NoSuchKey</Code><Message>The spec', 'NoSuchKey'],
    ['a tree that breaks off', '<Error><Code>A</Code><Owner><ID>1', 'A'],
    ['tags that do not match', '<Error><Code>A</Code><Message></Resource></Error>', undefined],
    ['a tag too many', '</Error><Error><Code>A</Code></Error>', undefined],
    ['an element in a tree of the same name', '<Error><T><Code>B</Code></T><Code>A</Code></Error>', 'A'],
    ['names that every object has', '<Error><constructor>x</constructor><Code>A</Code></Error>', 'A'],
    ['a declaration of the document type', '<!DOCTYPE html><Error><Code>A</Code></Error>', 'A'],
  ];
  for (const [name, xml, code] of torn)
    it(name, () => expect(textOf(childOf(readXml(xml), 'Error'), 'Code')).to.equal(code));

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
    const plain = (node: unknown): unknown => JSON.parse(JSON.stringify(node));
    for (let times = 0; times < 300; times++) {
      const xml = `<R>${tree(4)}${tree(3)}</R>`;
      const {documentElement} = new DOMParser().parseFromString(xml, 'text/xml');
      expect(plain(readXml(xml)), xml).to.deep.equal({R: told(documentElement)});
    }
  });

  for (const rubbish of [
    '<'.repeat(2e6),
    '<a'.repeat(1e6),
    `<${'a'.repeat(2e6)}`,
    `<a${' '.repeat(2e6)}`,
    '<!--'.repeat(5e5),
  ])
    it(`is done with ${rubbish.slice(0, 8)}…`, () => expect(readXml(rubbish)).to.be.an('object'));

  for (const text of ['', 'hello', '   ', '{"json": true}']) {
    it(`finds no element in ${JSON.stringify(text)}`, () =>
      expect(childOf(readXml(text), 'Error')).to.equal(undefined));
  }
});

describe('values of COS', () => {
  it('words and numbers', () => {
    const element = readXml('<A>TRUE</A><B>true</B><C>false</C><StorageClass>Standard</StorageClass>');
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
    it(text, () => expect(dateOf(readXml(`<A>${text}</A>`), 'A')?.toISOString()).to.equal(iso));
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
