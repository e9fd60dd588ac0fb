import {expect} from 'chai';
import {NetworkError} from '../../src/index.js';
import type {CosUploaderElement} from '../../src/element.js';
import {FakeUploader} from '../support/fake-uploader.js';
import {listen, mount, parts, press, settle, text, unmount} from '../support/element.js';
import {until} from '../support/until.js';

afterEach(unmount);

describe('two elements on one engine', () => {
  let fake: FakeUploader;
  let [first, second]: CosUploaderElement[] = [];

  const mountTwo = async (): Promise<[CosUploaderElement, CosUploaderElement]> => {
    fake = new FakeUploader();
    first = await mount({}, fake);
    second = await mount({}, fake);
    // What tells is loaded with the first file.
    fake.put({name: 'old.bin', size: 1e6}, {status: 'canceled', sent: 0});
    await settle(first);
    await settle(second);
    return [first, second];
  };

  it('tell everything once', async () => {
    const heard = listen(...(await mountTwo()));
    const task = fake.put({name: 'a.bin', size: 1e6});
    const told = (count: number): Promise<void> => until(() => heard.length >= count, `news ${count}`);
    fake.advance(task, 0.3);
    await told(1);
    fake.pause(task);
    await told(2);
    fake.resume(task);
    fake.fail(task, new NetworkError('gone'));
    await told(4);
    // Both would tell within the same task.
    for (const element of [first!, second!]) await settle(element);
    expect(heard).to.deep.equal([
      'Upload started',
      'a.bin: Paused at 30%',
      'Upload resumed',
      'a.bin: The connection was lost.',
    ]);
  });

  it('go on telling when the one that spoke is gone or out of sight', async () => {
    const [first, second] = await mountTwo();
    const heard = listen(first, second);
    first.style.display = 'none';
    fake.advance(fake.put({name: 'a.bin', size: 1e6}), 0.3);
    await until(() => heard.length > 0, 'the start');
    first.style.display = '';
    first.parentNode?.removeChild(first);
    fake.pause();
    await until(() => heard.length > 1, 'the pause');
    await settle(second);
    expect(heard).to.deep.equal(['Upload started', 'a.bin: Paused at 30%']);
  });

  it('know both what was canceled and can come back', async () => {
    const [first, second] = await mountTwo();
    const heard = listen(first, second);
    fake.advance(fake.put({name: 'a.bin', size: 1e6}), 0.3);
    await settle(second);
    const paused: string[] = [];
    second.addEventListener('cos-upload-pause', ({task}) => paused.push(task.name));
    press(second, '.row-uploading [data-action=cancel]');
    await until(() => heard.some((words) => words.includes('a.bin')), 'the cancel');
    await settle(second);
    expect(heard.filter((words) => words.includes('a.bin'))).to.deep.equal(['a.bin: Canceled']);
    expect(paused).to.deep.equal([]);
    for (const element of [first, second]) {
      await settle(element);
      expect(text(element, '.row-paused .words')).to.equal('Canceled');
    }
    press(first, '[data-action=undo]');
    await settle(second);
    expect(parts(second, '.row-uploading, .row-preparing, .row-queued')).to.have.lengthOf(1);
  });
});
