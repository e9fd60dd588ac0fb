import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import {NetworkError, type UploadTask} from '../../../src/index.js';
import {mountFake, mountReal, part, parts, press, settle, text, unmount} from '../../support/element.js';
import type {FakeUploader} from '../../support/fake-uploader.js';
import {PageTime} from '../../support/page-time.js';
import {until} from '../../support/until.js';

let time: PageTime | undefined;

afterEach(unmount);
afterEach(() => time?.end());

const name = (row: Element | undefined): string => row?.querySelector('.name')?.getAttribute('title') ?? '';
const names = (element: CosUploaderElement): string[] => parts(element, '.row').map(name);

async function long(
  count: number,
): Promise<{element: CosUploaderElement; fake: FakeUploader; tasks: UploadTask[]}> {
  const {element, fake} = await mountFake();
  const tasks = Array.from({length: count}, (_, i) => fake.put({name: `${i + 1}`, size: 100}));
  await settle(element);
  return {element, fake, tasks};
}

describe('a list of more than twenty files', () => {
  it('shows what runs and what has failed first, and folds what is uploaded', async () => {
    const {element, fake, tasks} = await long(25);
    for (const task of tasks.slice(0, 10)) fake.succeed(task);
    fake.fail(tasks[11]!, new NetworkError('x'));
    fake.advance(tasks[19]!, 0.5);
    await settle(element);
    expect(text(element, '.fold')).to.equal('10 uploaded');
    expect(names(element).slice(0, 4)).to.deep.equal(['12', '20', '11', '13']);
    const rows = parts(element, '.row').slice(0, 2);
    expect(
      rows.map((row) => row.getAttribute('aria-rowindex')),
      'their places in the whole list',
    ).to.deep.equal(['12', '20']);
    expect(part(element, '.list').getAttribute('aria-rowcount')).to.equal('25');

    press(element, '.fold');
    await settle(element);
    expect(names(element)).to.have.length(25);
    expect(names(element)[15]).to.equal('1');
    expect(part(element, '.fold').getAttribute('aria-expanded')).to.equal('true');
    press(element, '.fold');
    await settle(element);
    expect(names(element)).to.have.length(15);

    for (const task of tasks) fake.succeed(task);
    fake.retry(tasks[11]);
    fake.succeed(tasks[11]!);
    part(element, '.fold').focus();
    await settle(element);
    expect(part(element, 'slot[name=done]')).to.be.instanceOf(HTMLSlotElement);
    expect(text(element, '.summary strong')).to.equal('All 25 files are uploaded');
  });

  it('lets a file that is uploaded before the eyes of a person stay for a moment', async () => {
    const {element, fake, tasks} = await long(25);
    fake.advance(tasks[3]!, 0.5);
    await settle(element);
    fake.succeed(tasks[3]!);
    fake.succeed(tasks[4]!);
    await settle(element);
    expect(names(element)[0]).to.equal('4');
    expect(text(element, '.fold'), 'the other was not seen').to.equal('1 uploaded');
  });

  it('keeps what is being sent in sight, however many files are uploaded in a moment', async () => {
    const {element, fake, tasks} = await long(60);
    // The moment does not pass.
    time = new PageTime();
    for (const task of tasks.slice(0, 40)) fake.advance(task, 0.5);
    await settle(element);
    for (const task of tasks.slice(0, 30)) fake.succeed(task);
    await settle(element);
    expect(names(element).slice(0, 5)).to.deep.equal(['28', '29', '30', '31', '32']);
    expect(text(element, '.fold')).to.equal('27 uploaded');
  });

  it('leaves a slow machine as long without a picture as the last one took', async () => {
    const {element, fake, tasks} = await long(60);
    const words = (): string => text(element, '[data-id] .words');
    fake.advance(tasks[0]!, 0.2);
    await settle(element);
    // A machine under load may have taken long for the pictures before, and the rest after them is a second at most.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let isDrawn = false;
    // In the frame of the next picture, and longer than any frame takes by itself.
    requestAnimationFrame(() => {
      while (performance.now() < since + 300);
      isDrawn = true;
    });
    const since = performance.now();
    element.requestUpdate();
    await until(() => isDrawn, 'the slow picture');
    await new Promise((resolve) => setTimeout(resolve));
    const before = words();
    fake.advance(tasks[0]!, 0.7);
    element.requestUpdate();
    await until(() => words() !== before, 'the next picture');
    expect(performance.now() - since).to.be.above(600);
  });

  it('stays where a person has scrolled it when files above are folded', async () => {
    const {element, fake, tasks} = await long(300);
    const list = part(element, '.list');
    list.scrollTop = 4000;
    await settle(element);
    const {top} = list.getBoundingClientRect();
    const first = parts(element, '.row').find((row) => row.getBoundingClientRect().bottom > top + 1);
    const before = first?.getBoundingClientRect().top;
    for (const task of tasks.slice(0, 7)) fake.succeed(task);
    await until(() => list.scrollTop < 4000, 'the folding');
    await settle(element);
    const same = parts(element, '.row').find((row) => name(row) === name(first));
    expect(same?.getBoundingClientRect().top).to.be.closeTo(before ?? NaN, 1);
    expect(list.scrollTop).to.be.below(4000);
  });

  it('is drawn by and by: no picture has many rows more than the one before', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const steps: number[] = [];
    let rows = 0;
    let [inFrame, drawnInFrames] = [false, 0];
    let follow = (): void => {
      inFrame = true;
      void scheduler.postTask(() => (inFrame = false), {priority: 'user-blocking'});
      requestAnimationFrame(() => follow());
    };
    follow();
    // Called after each update, however many there are in a frame.
    const observer = new MutationObserver(() => {
      const now = parts(element, '.row').length;
      if (now > rows) steps.push(now - rows);
      if (now > rows && inFrame) drawnInFrames++;
      rows = now;
    });
    observer.observe(element.shadowRoot!, {childList: true, subtree: true});
    for (let i = 0; i < 36; i++) fake.put({name: `${i + 1}`, size: 100});
    await until(() => rows === 36, 'all rows');
    expect(Math.max(...steps)).to.equal(2);
    expect(drawnInFrames, 'none joins a frame that is under way').to.equal(0);
    press(element, '[data-action=fold]');
    await until(() => rows === 0, 'no row');
    steps.length = 0;
    press(element, '[data-action=fold]');
    await until(() => rows === 36, 'all rows again');
    expect(Math.max(...steps)).to.equal(2);
    observer.disconnect();
    follow = (): void => undefined;
    expect(part(element, '.list').classList.contains('windowed')).to.equal(false);
    expect(names(element)).to.deep.equal(Array.from({length: 36}, (_, i) => `${i + 1}`));
    for (let i = 36; i < 50; i++) fake.put({name: `${i + 1}`, size: 100});
    await until(() => parts(element, '.row').length < 36, 'only the rows in sight');
  });

  it('is drawn by and by where a person has jumped to, what is in sight first', async () => {
    const {element} = await long(300);
    const list = part(element, '.list');
    const steps: Element[][] = [];
    const observer = new MutationObserver((records) =>
      steps.push(
        records.flatMap(({addedNodes}) =>
          [...addedNodes].filter((node): node is Element => node instanceof Element && node.matches('.row')),
        ),
      ),
    );
    observer.observe(part(element, '.rows'), {childList: true});
    list.scrollTop = 12_000;
    await until(() => steps.length > 0, 'the first rows');
    const {top, bottom} = list.getBoundingClientRect();
    for (const row of steps[0]!) {
      expect(row.getBoundingClientRect().bottom).to.be.above(top);
      expect(row.getBoundingClientRect().top).to.be.below(bottom);
    }
    await settle(element);
    observer.disconnect();
    expect(Math.max(...steps.map(({length}) => length))).to.equal(2);
    expect(names(element).filter((each) => Number(each) > 140)).to.have.length.within(18, 20);
    const places = parts(element, '.row').map((row) => Number(row.getAttribute('aria-rowindex')));
    expect(places, 'in the order of the list').to.deep.equal(places.toSorted((a, b) => a - b));
  });

  it('of which few are left to send has no more rows than are in sight, until all of them are', async () => {
    const {element, fake, tasks} = await long(300);
    for (const task of tasks.slice(0, 240)) fake.succeed(task);
    await until(
      () => parts(element, '.fold').some(({textContent}) => textContent.includes('240')),
      'the folding',
    );
    await settle(element);
    expect(names(element)).to.have.length.within(10, 20);
    expect(names(element)[0]).to.equal('241');
    for (const task of tasks.slice(240, 275)) fake.succeed(task);
    await until(
      () => parts(element, '.fold').some(({textContent}) => textContent.includes('275')),
      'the folding',
    );
    await settle(element);
    expect(names(element)).to.deep.equal(Array.from({length: 25}, (_, i) => `${i + 276}`));
    expect(part(element, '.list').classList.contains('windowed')).to.equal(false);
  });

  it('that turns from cards to rows, because it has got narrow, makes no error of the page', async () => {
    const element = await mountReal({look: 'auto', manual: true});
    element.style.inlineSize = '600px';
    await element.addFiles(
      Array.from(
        {length: 100},
        (_, i) => new File([`${i}`], `a photo with a rather long name ${i}.png`, {type: 'image/png'}),
      ),
    );
    await until(() => element.shadowRoot!.querySelectorAll('.card').length > 8, 'cards');
    // Mocha fails where the page tells an error.
    for (const width of [260, 320, 500, 800, 1200, 600, 400, 261, 900, 600, 260]) {
      element.style.inlineSize = `${width}px`;
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    await settle(element);
    expect(parts(element, '.card')).to.have.length(0);
  });

  it('of twenty keeps its order', async () => {
    const {element, fake, tasks} = await long(20);
    for (const task of tasks.slice(0, 10)) fake.succeed(task);
    await settle(element);
    expect(names(element)[0]).to.equal('1');
    expect(parts(element, '.fold')).to.have.length(0);
  });
});

function pixel(color: string): number[] {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}

describe('the end of an upload', () => {
  it('is felt: the bar is green within 250 ms and goes, and the tick draws itself', async () => {
    const {element, fake} = await mountFake();
    const task = fake.put({name: 'a', size: 100});
    fake.advance(task, 0.9);
    await settle(element);
    fake.succeed(task);
    await settle(element);
    const bar = part(element, '.bar.ended');
    const [end] = bar.getAnimations();
    end!.currentTime = 250;
    const green = getComputedStyle(part(element, '.words .icon')).color;
    expect(pixel(getComputedStyle(bar).backgroundColor)).to.deep.equal(pixel(green));
    end!.finish();
    expect(getComputedStyle(bar).opacity).to.equal('0');
    expect(part(element, '.words .icon-check path').getAnimations()).to.have.length(1);
    expect(parts(element, '[role=progressbar]'), 'nothing is in progress').to.have.length(0);
  });

  it('is not felt again by one who sees the row later', async () => {
    const {element, fake} = await mountFake();
    fake.succeed(fake.put({name: 'a', size: 100}));
    await settle(element);
    expect(parts(element, '.bar')).to.have.length(0);
    expect(text(element, '.words')).to.match(/^Uploaded/);
  });
});
