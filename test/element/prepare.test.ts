import {expect} from 'chai';
import type {CosUploaderElement} from '../../src/element.js';
import {clearFaults, download, makeFile} from '../support/cos.js';
import {
  choose,
  mountFake,
  mountReal,
  once,
  parts,
  press,
  record,
  settle,
  text,
  unmount,
} from '../support/element.js';
import {until} from '../support/until.js';

afterEach(async () => {
  unmount();
  await clearFaults();
});

const spoken = (element: CosUploaderElement): string =>
  parts(element, '[role=status], [role=alert], [aria-live]')
    .map(({textContent}) => textContent)
    .join(' ');

const status = (element: CosUploaderElement): string =>
  parts(element, '[part~=status]')
    .map(({textContent}) => textContent)
    .join(' ');

describe('prepare of the element', () => {
  it('is shown and spoken while it works, and the start is told after it', async () => {
    const element = await mountReal();
    let go: () => void = () => undefined;
    let tell: (share: number) => void = () => undefined;
    element.prepare = (file, {onProgress}) =>
      new Promise((resolve) => {
        tell = onProgress;
        go = () => resolve(new File([file, file], 'b.txt', {type: 'text/plain'}));
      });
    await settle(element);
    const starts = record(element, 'cos-upload-start');
    choose(element, makeFile(10, 'a.bin'));
    await until(() => parts(element, '[part~=status]').length > 0, 'a row');
    expect(status(element)).to.include('Getting ready…');
    await until(() => spoken(element).includes('Getting ready…'), 'the words');
    tell(0.5);
    await until(() => status(element).includes('50%'), 'the progress');
    expect(starts).to.deep.equal([]);
    const idle = once(element, 'cos-idle');
    go();
    await idle;
    expect(starts.map(({task}) => task.key.split('/').at(-1))).to.deep.equal(['b.txt']);
    const [task] = element.tasks;
    expect(task).to.include({name: 'b.txt', size: 20});
    expect((await download(task!.key))!.size).to.equal(20);
    expect(element.totals).to.include({bytes: 20, sent: 20});
    await settle(element);
    expect(text(element, '[part~=name]')).to.include('b.txt');
  });

  it('does not let the same file in twice', async () => {
    const element = await mountReal();
    element.prepare = (file) => new File([file, file], 'b.txt', {type: 'text/plain'});
    await settle(element);
    const file = makeFile(10, 'a.bin');
    const [task] = await element.addFiles([file]);
    await task!.settled();
    const rejects = record(element, 'cos-file-reject');
    await element.addFiles([file]);
    expect(rejects.map(({code}) => code)).to.deep.equal(['duplicate']);
    expect(element.tasks).to.have.length(1);
  });

  it('that fails says so in the row, and a retry goes on', async () => {
    const element = await mountReal();
    let broken = true;
    element.prepare = (file) => {
      if (broken) throw new Error('a bug of the page');
      return file;
    };
    await settle(element);
    const failed = once(element, 'cos-upload-error');
    choose(element, makeFile(10, 'a.bin'));
    expect((await failed).error).to.have.nested.property('cause.message', 'a bug of the page');
    await until(() => status(element).includes('could not be prepared'), 'the words');
    broken = false;
    const idle = once(element, 'cos-idle');
    press(element, '[part~=retry-button]');
    expect((await idle).totals).to.include({done: 1, failed: 0});
  });

  it('of a file that is canceled meanwhile stops, and that file is gone', async () => {
    const element = await mountReal();
    const signals: AbortSignal[] = [];
    element.prepare = (_file, context) => {
      signals.push(context.signal);
      return new Promise(() => undefined);
    };
    await settle(element);
    choose(element, makeFile(10, 'a.bin'));
    await until(() => signals.length > 0, 'the work');
    element.remove(element.tasks[0]);
    expect(signals.map(({aborted}) => aborted)).to.deep.equal([true]);
    expect(element.tasks).to.deep.equal([]);
  });

  it('chooses the file that was added, where it has to be chosen again', async () => {
    const {element, fake} = await mountFake();
    const task = fake.put(
      {name: 'b.txt', size: 20, file: makeFile(10, 'a.bin')},
      {status: 'suspended', sent: 0, needs: 'file'},
    );
    task.provide({
      name: 'a.bin',
      path: 'a.bin',
      size: 10,
      lastModified: 5,
      prepared: {file: undefined, name: 'b.txt', path: 'b.txt', size: 20, type: ''},
    });
    await settle(element);
    await element.addFiles([new File([new Uint8Array(10)], 'a.bin', {lastModified: 5})]);
    expect(element.tasks.filter((each) => each !== task).map(({key}) => key)).to.deep.equal([task.key]);
  });
});
