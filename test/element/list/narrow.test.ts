import {expect} from 'chai';
import {CorsError, NetworkError} from '../../../src/index.js';
import {mountFake, part, parts, settle, text, unmount} from '../../support/element.js';
import {useOneFont} from '../../support/font.js';
import {until} from '../../support/until.js';
import type {CosUploaderElement} from '../../../src/element.js';

beforeEach(useOneFont);
afterEach(() => {
  unmount();
  document.body.style.inlineSize = '';
  document.documentElement.style.cssText = '';
});

const MB = 2 ** 20;
const tags = ['en', 'zh-CN', 'zh-TW', 'ja', 'ko', 'id', 'vi', 'th', 'de', 'fr', 'es', 'pt-BR', 'nb', 'ar'];

async function full(): Promise<CosUploaderElement> {
  const {element, fake} = await mountFake({look: 'rows'});
  fake.pace = {bytesPerSecond: 4 * MB, secondsLeft: 130};
  const names = [
    'Interview with the harbour master – take 3.mp4',
    '2026年10月 销售报表（最终版）.xlsx',
    'c.zip',
    'd.jpg',
  ];
  const [film, table, archive, photo] = names.map((name) => fake.put({name, size: 80 * MB}));
  fake.advance(film!, 0.4, {bytesPerSecond: 4 * MB, secondsLeft: 130});
  fake.fail(table!, new NetworkError('x'));
  fake.advance(archive!, 0.3);
  fake.pause(archive);
  fake.succeed(photo!);
  fake.put({name: 'old.mov', size: MB}, {status: 'suspended', needs: 'file', sent: 1});
  await settle(element);
  return element;
}

const box = (element: Element): DOMRect => element.getBoundingClientRect();

describe('at every width', () => {
  for (const width of [260, 320, 390, 768, 1280])
    it(`a row has two lines and the totals one, with all buttons whole and apart, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const element = await full();
      for (const row of parts(element, '.row')) {
        expect(box(row).height, row.className).to.be.at.most(82);
        expect(row.scrollWidth, row.className).to.be.at.most(row.clientWidth);
        const buttons = [...row.querySelectorAll('button')].map(box);
        for (const {width: wide, height} of buttons) expect(Math.min(wide, height)).to.be.at.least(31.9);
        buttons.slice(1).forEach((button, i) => expect(button.left).to.be.at.least(buttons[i]!.right));
        expect(new Set(buttons.map(({top}) => Math.round(top))).size, 'in one line').to.equal(1);
        expect(row.querySelector('.text')!.clientWidth, 'room for words').to.be.at.least(80);
      }
      const totals = part(element, '.totals');
      // Below 18em the buttons for all files have a line of their own, with their words.
      expect(box(totals).height).to.be.at.most(width < 300 ? 100 : 56);
      expect(totals.scrollWidth).to.be.at.most(totals.clientWidth);
    });

  for (const width of [260, 320, 390, 768])
    it(`a row's words stay where they are from the start to the end, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const {element, fake} = await mountFake();
      const task = fake.put({name: 'a.zip', size: 80 * MB});
      const places = async (): Promise<number[]> => {
        await settle(element);
        const {top} = box(part(element, '.row'));
        return ['.name', '.words > span'].map((selector) => box(part(element, selector)).top - top);
      };
      const waiting = await places();
      for (const act of [
        (): void => fake.advance(task, 0.4, {bytesPerSecond: 4 * MB}),
        (): void => fake.succeed(task),
      ]) {
        act();
        expect(await places(), task.state.status).to.deep.equal(waiting);
      }
    });

  for (const width of [260, 320, 366, 410])
    it(`the time that is left is told whole in every language, beside buttons for fingers, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const {element, fake} = await mountFake();
      element.style.setProperty('--_target', '44px');
      for (const secondsLeft of [30, 130, 16_000, 90_000])
        fake.advance(fake.put({name: 'a.zip', size: 80 * MB}), 0.43, {
          bytesPerSecond: 4 * MB,
          secondsLeft,
        });
      for (const tag of tags) {
        element.locale = tag;
        await until(() => part(element, '.base').lang === tag, tag);
        await settle(element);
        expect(parts(element, '[data-brief]')).to.have.length(4);
        for (const words of parts(element, '.words > span')) {
          expect(words.innerText).to.match(/\d|[٠-٩]/);
          expect(words.scrollWidth, `${tag} ${words.innerText}`).to.be.at.most(words.clientWidth);
        }
      }
    });

  for (const width of [260, 320, 390, 768])
    it(`a control that the page puts into a row leaves the words their place, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const {element, fake} = await mountFake();
      const task = fake.put({name: 'Interview with the harbour master.mp4', size: 80 * MB});
      fake.advance(task, 0.43, {bytesPerSecond: 4 * MB, secondsLeft: 130});
      const input = document.createElement('input');
      input.slot = `row-${task.id}`;
      input.style.inlineSize = '10em';
      element.append(input);
      await settle(element);
      const [row, words, control, bar] = ['.row', '.text', '', '.bar'].map((selector) =>
        box(selector ? part(element, selector) : input),
      ) as [DOMRect, DOMRect, DOMRect, DOMRect];
      expect(words.width).to.be.at.least(80);
      expect(control.left).to.be.at.least(row.left);
      expect(control.right).to.be.at.most(row.right);
      expect(control.bottom).to.be.at.most(bar.top);
      expect(control.top >= words.bottom || control.left >= words.right, 'beside or below').to.equal(true);
    });

  it('a failed row says its whole sentence, and the end has a button in words, in 260 px', async () => {
    document.body.style.inlineSize = '260px';
    const {element, fake} = await mountFake();
    fake.fail(
      fake.put({name: 'Interview with the harbour master.mp4', size: 9}),
      new CorsError('x', {rule: ''}),
    );
    await settle(element);
    expect(text(element, '.words')).to.equal('Uploads are not set up correctly on this page.');
    const words = part(element, '.words > span');
    expect(words.scrollHeight).to.be.at.most(words.clientHeight);
    expect(words.scrollWidth).to.be.at.most(words.clientWidth);
    for (const {left} of parts(element, '.row button').map(box))
      expect(left).to.be.at.least(box(part(element, '.filename')).right);
    fake.remove(element.tasks[0]!);
    for (const name of ['a', 'b']) fake.succeed(fake.put({name, size: 1}));
    await settle(element);
    expect(part(element, '[data-action=clear]').innerText.trim()).to.equal('Clear finished');
  });

  for (const width of [260, 320, 390])
    it(`the end is told in one line, with a button in words, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const {element, fake} = await mountFake();
      for (const name of ['a', 'b', 'c', 'd']) fake.succeed(fake.put({name, size: MB}));
      await settle(element);
      const head = part(element, '.summary strong');
      expect(head.innerText).to.equal('All 4 files are uploaded');
      expect(head.getClientRects()).to.have.length(1);
      expect(part(element, '[data-action=clear]').innerText.trim()).to.equal('Clear finished');
    });

  for (const width of [260, 320, 390, 768])
    it(`the line of the whole leaves out whole what does not fit, in every language, in ${width.toString()} px`, async () => {
      document.body.style.inlineSize = `${width.toString()}px`;
      const {element, fake} = await mountFake();
      fake.pace = {bytesPerSecond: 4 * MB, secondsLeft: 130};
      for (const name of ['a', 'b']) fake.advance(fake.put({name, size: 2222 * MB}), 0.9);
      for (const tag of tags) {
        element.locale = tag;
        await until(() => part(element, '.base').lang === tag, tag);
        await settle(element);
        const line = part(element, '.sums');
        const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode() as Text;
        expect(line.innerText, 'one text').to.equal(text.data.replace('\n', ' ').replace('\n', ' '));
        const frame = box(line);
        const range = document.createRange();
        let at = 0;
        const shown = text.data.split('\n').map((words) => {
          range.setStart(text, at);
          range.setEnd(text, (at += words.length));
          at += 1;
          const {top, bottom, left, right} = range.getBoundingClientRect();
          if (top > frame.bottom - 2) return false;
          // Browsers break Thai by a dictionary, which no style forbids.
          if (tag !== 'th') expect(bottom - top, `${tag} ${words}: one line`).to.be.at.most(frame.height + 2);
          expect(left, `${tag} ${words}`).to.be.at.least(frame.left - 1);
          expect(right, `${tag} ${words}`).to.be.at.most(frame.right + 1);
          return true;
        });
        expect(shown.length).to.equal(3);
        expect(shown[0], tag).to.equal(true);
        if (width > 700) expect(shown, tag).to.deep.equal([true, true, true]);
      }
    });

  it('icons and pictures grow with the text', async () => {
    document.body.style.inlineSize = '1280px';
    const element = await full();
    const size = (selector: string): number => Math.round(box(part(element, selector)).width);
    const before = ['.thumb', '.action .icon', '.action button'].map(size);
    document.documentElement.style.fontSize = '200%';
    await settle(element);
    expect(['.thumb', '.action .icon', '.action button'].map(size)).to.deep.equal(before.map((n) => n * 2));
  });
});

describe('what has to be seen to use it', () => {
  const context = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true})!;
  const luminance = (color: string): number => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string): number => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light! + 0.05) / (dark! + 0.05);
  };

  for (const scheme of ['light', 'dark'])
    it(`has 3:1 in ${scheme}`, async () => {
      document.documentElement.style.colorScheme = scheme;
      const element = await full();
      const style = (selector: string): CSSStyleDeclaration => getComputedStyle(part(element, selector));
      const surface = style('.base').backgroundColor;
      const edges = {
        zone: style('.zone').borderTopColor,
        button: style('.zone button').borderTopColor,
        track: /^(.*?\)) /.exec(style('.bar').boxShadow)?.[1] ?? '',
        ring: style('.ring .track').stroke,
      };
      for (const [what, color] of Object.entries(edges))
        expect(contrast(color, surface), what).to.be.at.least(3);
      expect(
        contrast(style('.bar .sent').backgroundColor, style('.bar').backgroundColor),
        'bar',
      ).to.be.at.least(3);
    });
});
