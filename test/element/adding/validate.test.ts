import {expect} from 'chai';
import type {CosUploaderElement, Validate} from '../../../src/element.js';
import {choose, file, mountFake, press, record, settle, text, unmount} from '../../support/element.js';
import {pulse} from '../../support/pulse.js';
import {until} from '../../support/until.js';

afterEach(unmount);

async function judging(validate: Validate | undefined, attributes = {}): Promise<CosUploaderElement> {
  const {element} = await mountFake(attributes);
  element.validate = validate;
  await settle(element);
  return element;
}

const names = (element: CosUploaderElement): string[] => element.tasks.map(({path}) => path);
const has = (element: CosUploaderElement, selector: string): boolean =>
  element.shadowRoot?.querySelector(selector) !== null;

describe('validate', () => {
  for (const [name, validate] of [
    ['at once', (file) => (file.name === 'b.txt' ? 'Not on a Sunday' : undefined)],
    ['later', (file) => Promise.resolve(file.name === 'b.txt' ? 'Not on a Sunday' : undefined)],
  ] as [string, Validate][])
    it(`refuses with the page's own words, ${name}; the others go on`, async () => {
      const element = await judging(validate);
      const rejects = record(element, 'cos-file-reject');
      const adds = record(element, 'cos-files-add');
      choose(element, file('a.txt'), file('b.txt'), file('c.txt'));
      await until(() => element.tasks.length === 2 && has(element, '[part~=rejections]'), 'the judgement');
      expect(names(element)).to.deep.equal(['a.txt', 'c.txt']);
      expect(rejects.map(({code, message, file}) => [file.name, code, message])).to.deep.equal([
        ['b.txt', 'custom', 'Not on a Sunday'],
      ]);
      expect(adds.flatMap(({files}) => files.map((each) => each.name))).to.deep.equal(['a.txt', 'c.txt']);
      expect(text(element, '[part~=rejections]')).to.include('b.txt – Not on a Sunday');
      const spoken = (): string =>
        [...(element.shadowRoot?.querySelectorAll('[role=status], [role=alert], [aria-live]') ?? [])]
          .map(({textContent}) => textContent)
          .join(' ');
      await until(() => spoken().includes('Not on a Sunday'), 'the judgement');
    });

  it('is told the path, the language and a signal, and only of files that keep the limits', async () => {
    const asked: unknown[][] = [];
    const element = await judging(
      (file, {path, locale, signal}) => void asked.push([file.name, path, locale, signal.aborted]),
      {accept: '.txt', 'max-file-size': '10', locale: 'de'},
    );
    await element.addFiles([
      {file: file('a.txt'), path: 'folder/a.txt'},
      file('b.png'),
      file('large.txt', 11),
    ]);
    expect(asked).to.deep.equal([['a.txt', 'folder/a.txt', 'de', false]]);
    expect(names(element)).to.deep.equal(['folder/a.txt']);
  });

  it('that is refused takes no room of those that are not', async () => {
    const element = await judging((file) => (file.name.startsWith('no') ? 'No' : undefined), {
      'max-files': '2',
    });
    await element.addFiles([file('no1.txt'), file('no2.txt'), file('a.txt'), file('b.txt'), file('c.txt')]);
    expect(names(element)).to.deep.equal(['a.txt', 'b.txt']);
  });

  for (const [what, validate] of [
    [
      'throws',
      () => {
        throw new Error('a bug of the page');
      },
    ],
    ['rejects', () => Promise.reject(new Error('a bug of the page'))],
    ['answers true', () => true as never],
  ] as [string, Validate][])
    it(`that ${what} refuses with a general text, and the console has the error`, async () => {
      const element = await judging(validate);
      const rejects = record(element, 'cos-file-reject');
      const {error} = console;
      const said: unknown[][] = [];
      console.error = (...words) => void said.push(words);
      try {
        await element.addFiles([file('a.txt')]);
      } finally {
        console.error = error;
      }
      expect(rejects.map(({code, message}) => [code, message])).to.deep.equal([
        ['custom', 'The file could not be checked'],
      ]);
      expect(names(element)).to.deep.equal([]);
      expect(said[0]?.[1]).to.be.instanceOf(Error);
    });

  it('that takes its time is shown, and can be stopped: what is not judged stays out', async () => {
    let signal: AbortSignal | undefined;
    const element = await judging((_file, context) => {
      ({signal} = context);
      return new Promise(() => undefined);
    });
    const added = element.addFiles([file('a.txt'), file('b.txt')]);
    await until(() => has(element, '[part~=reading]'), 'the judgement');
    expect(text(element, '[part~=reading]')).to.include('Checking 2 files…');
    press(element, '[part~=reading] button');
    expect(await added).to.deep.equal([]);
    expect(signal?.aborted).to.equal(true);
    await settle(element);
    expect(has(element, '[part~=reading]')).to.equal(false);
    element.validate = undefined;
    await element.addFiles([file('c.txt')]);
    expect(names(element)).to.deep.equal(['c.txt']);
  });

  it('ends with a reset of the form', async () => {
    const element = await judging(() => new Promise(() => undefined));
    const added = element.addFiles([file('a.txt')]);
    await until(() => has(element, '[part~=reading]'), 'the judgement');
    element.formResetCallback();
    expect(await added).to.deep.equal([]);
    expect(names(element)).to.deep.equal([]);
  });

  it('of 2,000 files lets the page live between them, and keeps their order', async () => {
    let asked = 0;
    const element = await judging((file) => {
      asked++;
      // As long as a careful look at a file takes.
      for (const end = performance.now() + 0.3; performance.now() < end;);
      return file.name.endsWith('7.txt') ? 'No sevens' : undefined;
    });
    const turns: number[] = [];
    const stop = pulse(() => turns.push(asked), 'person');
    const files = Array.from({length: 2000}, (_, index) => file(`${String(index)}.txt`));
    await element.addFiles(files);
    stop();
    turns.push(asked);
    expect(asked).to.equal(2000);
    expect(names(element)).to.deep.equal(
      files.map(({name}) => name).filter((name) => !name.endsWith('7.txt')),
    );
    const most = Math.max(...turns.map((count, index) => count - (turns[index - 1] ?? 0)));
    expect(most, 'files in one go').to.be.below(200);
  });

  it('has to be a function: nothing is added without a judgement', async () => {
    const element = await judging('yes' as never);
    const error = await element.addFiles([file('a.txt')]).catch((error: unknown) => error);
    expect(error).to.include({name: 'ConfigurationError', attribute: 'validate'});
    expect(names(element)).to.deep.equal([]);
  });
});
