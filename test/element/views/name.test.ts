import {expect} from 'chai';
import {visibleName} from '../../../src/element/language/visible-name.js';
import {splitName} from '../../../src/element/views/name.js';
import {UploadError} from '../../../src/index.js';
import {file, mountFake, part, parts, press, settle, text, unmount} from '../../support/element.js';

afterEach(unmount);

/** The letters of a box from left to right, as they are seen. */
function seen(box: Element): string {
  const found: [left: number, letter: string][] = [];
  const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode() as Text | null; node; node = texts.nextNode() as Text | null) {
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const {left, width} = range.getBoundingClientRect();
      if (width > 0.5) found.push([Math.round(left * 2), node.data.charAt(i)]);
    }
  }
  return found
    .sort(([a], [b]) => a - b)
    .map(([, letter]) => letter)
    .join('');
}

const mixed = [
  'مرحبا report.pdf',
  'تقرير المبيعات.pdf',
  'تقرير 2026 final v2.docx',
  'تقرير-2026-11-29_v2.docx',
  'עברית english mixed.txt',
  'report تقرير.pdf',
  'report (تقرير 12) final.pdf',
  'صورة IMG_1234.jpg',
  'عربي one two عربي three.txt',
  'a عربي 2026.txt',
  'naive\u0308 caf.txt',
  'नमस्ते दुनिया.txt',
];

describe('a name', () => {
  it('has its letters in the order of the whole name, whatever its scripts', async () => {
    const {element, fake} = await mountFake();
    element.style.cssText = 'display: block; inline-size: 900px';
    for (const name of mixed) fake.put({name, size: 1});
    await settle(element);
    const orders = parts(element, '.filename').map((cut) => {
      const whole = document.createElement('bdi');
      whole.textContent = cut.textContent;
      whole.style.cssText = `font: ${getComputedStyle(cut).font}; white-space: pre; position: absolute`;
      document.body.append(whole);
      const pair = [cut, whole].map(seen);
      whole.remove();
      return pair;
    });
    expect(orders).to.have.length(mixed.length);
    expect(orders.map(([cut]) => cut)).to.deep.equal(orders.map(([, whole]) => whole));
  });

  const splits: [name: string, tail: string][] = [
    ['a.txt', ''],
    ['Interview with the harbour master – take 3.mp4', 'take 3.mp4'],
    // A gap after the ellipsis would look like an empty word.
    ['Interview with the master a 32456.mp4', '32456.mp4'],
    ['👨‍👩‍👧‍👦'.repeat(12), '👨‍👩‍👧‍👦'.repeat(5)],
    ['第三季度销售报告最终版.pdf', '最终版.pdf'],
    ['تقرير المبيعات.pdf', '.pdf'],
    ['عربي a-long-english-ending.pdf', ''],
    ['a long english name عربي.pdf', 'e عربي.pdf'],
  ];
  for (const [name, tail] of splits) {
    it(`keeps "${tail}" of "${name}"`, () => {
      expect(splitName(name)).to.deep.equal([name.slice(0, name.length - tail.length), tail]);
    });
  }

  for (const [name, side] of [
    ['Interview with the harbour master – take 3.mp4', 'left'],
    ['تقرير المبيعات النهائي للربع الثالث من السنة المالية.pdf', 'right'],
  ] as const)
    it(`has no hole after the ellipsis: the rest of "${name}" moves letter by letter`, async () => {
      const {element, fake} = await mountFake();
      fake.put({name, size: 1});
      const places = new Set<number>();
      for (let width = 250; width < 290; width++) {
        element.style.cssText = `display: block; inline-size: ${width}px`;
        await settle(element);
        const distance =
          part(element, '.tail').getBoundingClientRect()[side] -
          part(element, '.head').getBoundingClientRect()[side];
        places.add(Math.round(distance));
      }
      // A letter is wider than three pixels.
      expect(places.size).to.be.within(3, 16);
    });

  it('takes a second line in 360 px where it cannot be shortened in its middle, and keeps its ending', async () => {
    const {element, fake} = await mountFake();
    element.style.cssText = 'display: block; inline-size: 360px';
    fake.put({name: 'تقرير Q3 2026 final approved v2.docx', size: 1});
    fake.put({name: 'Interview with the harbour master – take 3, the whole of it.mp4', size: 1});
    await settle(element);
    const [mixed, latin] = parts(element, '.filename');
    expect(mixed!.querySelector('.tail')!.textContent).to.equal('');
    const box = mixed!.querySelector('.head')!;
    expect(box.scrollHeight, 'nothing is cut').to.be.at.most(box.clientHeight + 1);
    const range = document.createRange();
    const letters = [...box.childNodes].find((node) => node instanceof Text)!;
    range.setStart(letters, letters.length - 5);
    range.setEnd(letters, letters.length);
    const [ending, shown] = [range.getBoundingClientRect(), mixed!.getBoundingClientRect()];
    expect(ending.bottom).to.be.at.most(shown.bottom + 1);
    expect(ending.left).to.be.at.least(shown.left - 1);
    expect(ending.right).to.be.at.most(shown.right + 1);
    expect(latin!.clientHeight, 'others keep to one').to.be.lessThan(shown.height * 0.7);
  });

  it('is shown with marks for what would reorder it, signs for what would break it, without what does nothing', () => {
    expect(
      [
        'invoice\u202Efdp.exe',
        '\u2066a\u2069.txt',
        'new\nline\t\x7f.txt',
        'a\u200e\ufeff\u00ad.txt',
        'نمی‌خواهم.txt',
      ].map(visibleName),
    ).to.deep.equal([
      'invoice\ufffdfdp.exe',
      '\ufffda\ufffd.txt',
      'new␊line␉␡.txt',
      'a.txt',
      'نمی‌خواهم.txt',
    ]);
  });

  it('does so in the row, its tooltip, its buttons, its details, among refusals and aloud', async () => {
    const {element, fake} = await mountFake({'max-file-size': '1KB'});
    const name = 'invoice\u202Efdp.exe';
    await element.addFiles([file(name, 2048)]);
    const task = fake.put({name, path: `\u202Ea/${name}`, size: 1});
    fake.put({name, size: 1}, {status: 'suspended', needs: 'file', sent: 0});
    fake.fail(task, new UploadError('no', {code: 'test', retryable: false}));
    await settle(element);
    press(element, '[data-action=details]');
    await settle(element);
    for (let i = 0; i < 300 && !text(element, '[role=alert]'); i++) await new Promise(requestAnimationFrame);
    expect(part(element, '.base').outerHTML.replace(/<!--.*?-->/gs, ''))
      .to.include('invoice\ufffdfdp.exe')
      .and.not.include('\u202e');
    expect(text(element, '#rejections')).to.include('invoice\ufffdfdp.exe');
    expect(text(element, '[role=alert]')).to.include('invoice\ufffdfdp.exe');
    expect(part(element, '.name').title).to.equal('\ufffda/invoice\ufffdfdp.exe');
    expect(element.tasks[0]?.name, 'the name itself stays').to.equal(name);
  });
});
