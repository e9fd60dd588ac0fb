import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import {choose, file, mountFake, part, parts, record, settle, unmount, wait} from '../../support/element.js';
import type {FakeUploader} from '../../support/fake-uploader.js';
import {until} from '../../support/until.js';

afterEach(() => {
  unmount();
  document.body.style.inlineSize = '';
});

const MB = 2 ** 20;

async function withFiles(
  width: number,
  names: readonly string[],
  attributes: Record<string, string> = {},
): Promise<{element: CosUploaderElement; fake: FakeUploader}> {
  document.body.style.inlineSize = `${width}px`;
  const {element, fake} = await mountFake(attributes);
  for (const name of names) fake.put({name, size: 10 * MB});
  await settle(element);
  // It is loaded when cards are first wanted.
  await import('../../../src/element/views/card.js');
  await settle(element);
  return {element, fake};
}

const album = ['a.jpg', 'b.png', 'c.mp4', 'd.pdf'];
const numbered = (count: number): string[] => Array.from({length: count}, (_, i) => `${i}.jpg`);
const box = (element: Element): DOMRect => element.getBoundingClientRect();

describe('cards', () => {
  const looks: [what: string, width: number, names: string[], look: string, cards: boolean][] = [
    ['where most are pictures and films', 768, album, 'auto', true],
    ['not where most are not', 768, ['a.jpg', 'b.pdf', 'c.zip'], 'auto', false],
    ['not for one picture', 768, ['a.jpg'], 'auto', false],
    ['not where there is no room', 320, album, 'auto', false],
    ['never with look="rows"', 768, album, 'rows', false],
    ['everywhere with look="cards"', 260, ['d.pdf'], 'cards', true],
  ];
  for (const [what, width, names, look, cards] of looks)
    it(`come ${what}`, async () => {
      const {element} = await withFiles(width, names, {look});
      expect(parts(element, '.card').length).to.equal(cards ? names.length : 0);
      expect(parts(element, '.row').length).to.equal(cards ? 0 : names.length);
    });

  for (const width of [260, 320, 390, 768, 1280])
    it(`are square pictures of 110 to 170 px that fill the line, in ${width} px`, async () => {
      const {element} = await withFiles(width, numbered(24), {look: 'cards'});
      const list = box(part(element, '.rows'));
      const [first, ...others] = parts(element, '.picture').map(box);
      expect(first!.width).to.be.within(105, 170);
      expect(first!.height).to.be.closeTo(first!.width, 1);
      const line = [first!, ...others.filter(({top}) => Math.abs(top - first!.top) < 1)];
      expect(line.length).to.be.at.least(2);
      expect(line.at(-1)!.right).to.be.closeTo(list.right, 1.5);
      for (const card of parts(element, '.card')) expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    });

  it('show progress as a ring, the end as a badge, and their actions with the focus', async () => {
    const {element, fake} = await withFiles(768, album);
    fake.advance(element.tasks[0]!, 0.5);
    fake.succeed(element.tasks[1]!);
    await settle(element);
    const [running, done] = parts(element, '.card');
    expect(running!.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).to.equal('50');
    expect(done!.querySelector('.badge .icon-check')).to.not.equal(null);
    done!.querySelector<HTMLElement>('.info')!.focus();
    await settle(element);
    for (const fading of done!.getAnimations({subtree: true})) fading.finish();
    expect(getComputedStyle(done!.querySelector('.action')!).opacity).to.equal('1');
  });

  it('are walked by arrows in both directions; Tab goes to the buttons of one', async () => {
    const {element} = await withFiles(768, numbered(24));
    const columns = new Set(parts(element, '.card').map((card) => Math.round(box(card).left))).size;
    const at = (): string =>
      element.shadowRoot!.activeElement!.closest('.card')!.querySelector('.name')!.getAttribute('title')!;
    part(element, '.card .info').focus();
    const press = async (key: string): Promise<string> => {
      element.shadowRoot!.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true}),
      );
      await settle(element);
      return at();
    };
    expect(await press('ArrowRight')).to.equal('1.jpg');
    expect(await press('ArrowDown')).to.equal(`${1 + columns}.jpg`);
    expect(await press('ArrowLeft')).to.equal(`${columns}.jpg`);
    expect(await press('ArrowUp')).to.equal('0.jpg');
    expect(await press('End')).to.equal('23.jpg');
    const stops = parts(element, '.list [tabindex="0"]');
    expect(
      stops.map((stop) => stop.closest('.card')?.querySelector('.name')?.getAttribute('title')),
    ).to.deep.equal(stops.map(() => '23.jpg'));
    expect(stops).to.have.length(3);
  });

  it('of a long list exist where they are looked at, none over another', async () => {
    const {element} = await withFiles(768, numbered(2000));
    const list = part(element, '.list');
    expect(parts(element, '.card').length).to.be.within(20, 120);
    list.scrollTop = 30_000;
    const view = box(list);
    const seen = (): DOMRect[] =>
      parts(element, '.card')
        .map(box)
        .filter(({bottom, top}) => bottom > view.top && top < view.bottom);
    await until(() => seen().length >= 10, 'the cards there');
    await settle(element);
    const cards = seen();
    cards.forEach((card, i) => {
      for (const other of cards.slice(i + 1))
        expect(
          other.left >= card.right ||
            other.right <= card.left ||
            other.top >= card.bottom ||
            other.bottom <= card.top,
        ).to.equal(true);
    });
  });

  it('and rows show a frame of a film', async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 48];
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(30), {mimeType: 'video/webm'});
    const chunks: Blob[] = [];
    recorder.addEventListener('dataavailable', ({data}) => void chunks.push(data));
    recorder.start();
    for (const end = performance.now() + 500; performance.now() < end;) {
      context.fillStyle = `hsl(0 100% ${40 + (performance.now() % 10)}%)`;
      context.fillRect(0, 0, 64, 48);
      await wait(20);
    }
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.stop();
    await stopped;
    const {element, fake} = await mountFake();
    const file = new File(chunks, 'film.webm', {type: 'video/webm'});
    fake.put({name: 'film.webm', size: file.size, type: 'video/webm', file});
    await until(() => parts(element, '.thumb canvas').length === 1, 'a frame');
    const [red, green] = (part(element, '.thumb canvas') as HTMLCanvasElement)
      .getContext('2d')!
      .getImageData(5, 5, 1, 1).data;
    expect(red).to.be.above(150);
    expect(green).to.be.below(90);
  });

  it('are no other word: what is none is told', async () => {
    const {element} = await mountFake();
    const errors = record(element, 'cos-upload-error');
    element.look = 'grid' as 'cards';
    await until(() => errors.length > 0, 'the error');
    expect(errors.map(({error}) => error.message).join()).to.match(/look: "grid".*auto, rows, cards/s);
  });
});

describe('one file', () => {
  const one = async (attributes = {}): Promise<{element: CosUploaderElement; fake: FakeUploader}> => {
    document.body.style.inlineSize = '600px';
    return withFiles(600, ['portrait.jpg'], {'max-files': '1', ...attributes});
  };

  it('is a tile with its picture, its progress, Replace and Remove', async () => {
    const {element, fake} = await one();
    const [task] = element.tasks;
    fake.advance(task!, 0.5);
    await settle(element);
    const picture = box(part(element, '.picture'));
    const name = box(part(element, '.name'));
    expect(picture.width).to.be.within(120, 170);
    expect(name.left, 'beside it').to.be.above(picture.right);
    expect(parts(element, '.card [role=progressbar]')).to.have.length(1);
    expect(part(element, '[data-action=browse]').innerText.trim()).to.equal('Replace');
    choose(element, file('another.jpg'));
    await settle(element);
    expect(
      element.tasks.map(({name}) => name),
      'a drop never ends what runs',
    ).to.deep.equal(['portrait.jpg']);
    part(element, '[data-action=browse]').click();
    choose(element, file('another.jpg'));
    await settle(element);
    expect(element.tasks.map(({name}) => name)).to.deep.equal(['another.jpg']);
    fake.succeed(element.tasks[0]!);
    await settle(element);
    const buttons = parts(element, '.card button');
    expect(buttons.map((button) => button.dataset['action'])).to.deep.equal(['copy', 'remove']);
    for (const button of buttons) {
      const {left, top, bottom} = box(button);
      expect(left).to.be.at.least(box(part(element, '.picture')).right);
      expect(top).to.be.at.least(box(part(element, '.words')).bottom - 1);
      expect(bottom).to.be.at.most(box(part(element, '.card')).bottom);
    }
  });

  it('is round by a property', async () => {
    const {element} = await one();
    element.style.setProperty('--cos-tile-radius', '50%');
    expect(getComputedStyle(part(element, '.picture .thumb')).borderTopLeftRadius).to.equal('50%');
  });

  it('of an element that is flush with its page has no card around it', async () => {
    const {element} = await one({appearance: 'flush'});
    const {paddingLeft, borderLeftWidth, backgroundColor} = getComputedStyle(part(element, '.base'));
    expect([paddingLeft, borderLeftWidth, backgroundColor]).to.deep.equal(['0px', '0px', 'rgba(0, 0, 0, 0)']);
    expect(element.getAttribute('appearance')).to.equal('flush');
  });
});
