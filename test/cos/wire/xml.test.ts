import {expect} from 'chai';
import {completeXml} from '../../../src/cos/operations/multipart.js';
import {
  booleanOf,
  dateOf,
  decoderOf,
  numberOf,
  ownerOf,
  storageClassOf,
} from '../../../src/cos/wire/values.js';
import {childOf, childrenOf, escapeXml, loadXml, textOf, type XmlElement} from '../../../src/cos/wire/xml.js';

const read = async (text: string): Promise<XmlElement> => (await loadXml())(text);

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
    it(name, async () => expect(textOf(await read(xml), 'A')).to.equal(text));
  }

  it('takes a declaration and blanks before the document', async () =>
    expect(
      textOf(
        childOf(await read(`   \n<?xml version='1.0' encoding='utf-8' ?>\n<R>\n\t<A>x</A>\n</R>`), 'R'),
        'A',
      ),
    ).to.equal('x'));

  it('one child, several and none are all lists', async () => {
    const two = childOf(await read('<R><P><A>1</A></P><P><A>2</A></P></R>'), 'R');
    expect(childrenOf(two, 'P').map((part) => textOf(part, 'A'))).to.deep.equal(['1', '2']);
    expect(childrenOf(childOf(await read('<R><P><A>1</A></P></R>'), 'R'), 'P')).to.have.length(1);
    expect(childrenOf(childOf(await read('<R><P/></R>'), 'R'), 'P')).to.have.length(0);
    expect(childrenOf(undefined, 'P')).to.have.length(0);
  });

  for (const text of ['', 'hello', '   ', '{"json": true}']) {
    it(`finds no element in ${JSON.stringify(text)}`, async () =>
      expect(childOf(await read(text), 'Error')).to.equal(undefined));
  }
});

describe('values of COS', () => {
  it('words and numbers', async () => {
    const element = await read(
      '<A>TRUE</A><B>true</B><C>false</C><D>12</D><StorageClass>Standard</StorageClass>',
    );
    expect(['A', 'B', 'C', 'X'].map((name) => booleanOf(element, name))).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(numberOf(element, 'D', 1)).to.equal(12);
    expect(numberOf(element, 'X', 1000)).to.equal(1000);
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
    it(text, async () => expect(dateOf(await read(`<A>${text}</A>`), 'A')?.toISOString()).to.equal(iso));
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
