import {expect} from 'chai';
import type {CosUploaderElement} from '../../src/element.js';
import {createCosClient, createIdbStore, createMemoryStore, Uploader} from '../../src/index.js';
import {
  addFaults,
  bucket,
  clearFaults,
  download,
  freshKey,
  makeFile,
  openUploads,
  region,
  requestsFor,
  sha256,
} from '../support/cos.js';
import {choose, mount, mountReal, once, parts, record, settle, text, unmount} from '../support/element.js';
import {FakeUploader} from '../support/fake-uploader.js';
import {application} from '../support/tickets.js';
import {until} from '../support/until.js';

const MB = 2 ** 20;

afterEach(async () => {
  unmount();
  await clearFaults();
});

describe('with a real store', () => {
  it('sends what is chosen, small and large', async () => {
    const element = await mountReal({'multipart-threshold': '1MB', 'part-size': '1MB'});
    const files = [makeFile(0, 'empty.bin'), makeFile(10, 'small.bin'), makeFile(3 * MB + 1, 'large.bin')];
    const parts = record(element, 'cos-part-done');
    const done = record(element, 'cos-upload-success');
    const idle = once(element, 'cos-idle');
    choose(element, ...files);
    expect((await idle).totals).to.include({files: 3, done: 3, failed: 0});
    for (const {task} of done) {
      const stored = await download(task.key);
      const file = files.find(({name}) => name === task.name);
      expect(stored && (await sha256(stored)), task.name).to.equal(file && (await sha256(file)));
    }
    expect(parts.map(({partNumber}) => partNumber).sort()).to.deep.equal([1, 2, 3, 4]);
    await settle(element);
    expect(element.matches(':state(complete)')).to.equal(true);
    expect(text(element, '.summary strong')).to.equal('All 3 files are uploaded');
  });

  it('tells the person where it is the name that cannot be stored', async () => {
    const element = await mountReal({'key-prefix': freshKey('')});
    await element.addFiles([new File(['x'], `${'很长的文件名'.repeat(60)}.txt`)]);
    await until(() => element.tasks[0]?.state.status === 'failed', 'the failure');
    await settle(element);
    expect(text(element, '.words')).to.contain('The name or folder of this file cannot be used here.');
  });

  it('keeps a form from being sent until the application has taken the file over', async () => {
    const element = await mountReal({name: 'files'});
    const form = document.createElement('form');
    form.append(element);
    document.body.append(form);
    const states: [string, boolean, FormDataEntryValue[]][] = [];
    let answers = [(): unknown => Promise.reject(new Error('no database')), (): unknown => ({id: 1})];
    element.retries = 0;
    element.commit = async () => {
      await settle(element);
      const [task] = element.tasks;
      states.push([task!.state.status, element.checkValidity(), new FormData(form).getAll('files')]);
      const [first, ...others] = answers;
      answers = others;
      return first!();
    };
    await element.updateComplete;
    const [task] = await element.addFiles([makeFile(10, 'a.bin')]);
    const error = await task!.settled().catch((reason: unknown) => reason);
    expect(error).to.include({name: 'CommitError'});
    await settle(element);
    expect(element.checkValidity()).to.equal(false);
    element.retry(task);
    const {key} = await task!.settled();
    await settle(element);
    expect(element.checkValidity()).to.equal(true);
    expect(new FormData(form).getAll('files')).to.deep.equal([key]);
    expect(states).to.deep.equal([
      ['committing', false, []],
      ['committing', false, []],
    ]);
    form.parentNode?.removeChild(form);
  });

  it('asks for new keys when another person has signed in', async () => {
    const asked: string[] = [];
    const keysOf = (user: string) => async () => {
      asked.push(user);
      return (await fetch(`${cosOrigin}/-/sts`)).json() as Promise<never>;
    };
    const element = await mountReal({'credentials-url': false, 'key-prefix': freshKey('1/')});
    element.credentials = keysOf('1');
    const send = async (name: string): Promise<void> => {
      await element.updateComplete;
      const [task] = await element.addFiles([makeFile(10, name)]);
      await task!.settled();
    };
    await send('a.bin');
    element.keyPrefix = freshKey('2/');
    await send('b.bin');
    await send('c.bin');
    element.credentials = keysOf('2');
    await send('d.bin');
    element.uploadScope = '2';
    await send('e.bin');
    element.maxFiles = 10;
    await send('f.bin');
    expect(asked).to.deep.equal(['1', '1', '2', '2']);
  });

  it('signs nothing with the keys of an earlier ticket function, also of a file under way', async () => {
    const user = application();
    const next = application();
    const element = await mountReal({
      'credentials-url': false,
      'key-prefix': false,
      'multipart-threshold': '1MB',
      'part-size': '1MB',
      concurrency: '1',
    });
    element.ticket = user.ticket;
    await element.updateComplete;
    const paused = once(element, 'cos-upload-pause');
    element.addEventListener('cos-part-done', ({task}) => element.pause(task), {once: true});
    const [task] = await element.addFiles([makeFile(3 * MB, 'a.bin')]);
    await paused;
    element.ticket = next.ticket;
    await element.updateComplete;
    element.resume();
    await task!.settled();
    expect(user.asked.map(({key}) => key)).to.deep.equal([undefined]);
    expect(next.asked.map(({key}) => key)).to.deep.equal([task!.key]);
  });

  for (const later of [false, true])
    it(`tells of a file whose key another one has, made ${later ? 'later' : 'at once'}, and does not list it`, async () => {
      const prefix = freshKey('');
      const element = await mountReal({'key-prefix': false});
      element.key = () => (later ? Promise.resolve(`${prefix}same`) : `${prefix}same`);
      const rejects = record(element, 'cos-file-reject');
      const others = record(element, 'cos-upload-error', 'cos-upload-cancel');
      const idle = once(element, 'cos-idle');
      choose(element, makeFile(10, 'a.bin', 1), makeFile(11, 'b.bin', 2));
      await idle;
      await until(async () => (await settle(element), parts(element, '.row').length === 1), 'one row');
      expect(rejects.map(({code, file}) => [code, file.name])).to.deep.equal([['duplicate-key', 'b.bin']]);
      expect(text(element, '#rejections')).to.include('b.bin').and.include('Another file in the list');
      expect(others).to.deep.equal([]);
      expect((await download(`${prefix}same`))?.size).to.equal(10);
    });

  it('leaves nothing when a person signs out', async () => {
    const store = createMemoryStore();
    const element = await mount({multiple: true});
    const client = createCosClient({
      bucket,
      region,
      endpoint: cosOrigin,
      credentialsUrl: `${cosOrigin}/-/sts`,
    });
    element.uploader = new Uploader({client, store, manual: true});
    const [task] = await element.addFiles([makeFile(10, 'secret.bin')]);
    await until(async () => (await settle(element), parts(element, '.row').length === 1), 'the row');
    await element.forget();
    await settle(element);
    expect(parts(element, '.row')).to.have.length(0);
    expect([element.tasks.length, task!.state.status]).to.deep.equal([0, 'canceled']);
  });

  it('puts options of the object on its requests, also as a function of the file', async () => {
    const element = await mountReal({'cache-control': 'max-age=60', 'storage-class': 'STANDARD_IA'});
    element.objectOptions = (file) => ({metadata: {size: String(file.size)}});
    const success = once(element, 'cos-upload-success');
    await element.addFiles([makeFile(10, 'a.bin')]);
    const {result} = await success;
    const put = (await requestsFor(result.key)).find(({method}) => method === 'PUT');
    expect(put?.headers).to.include({
      'cache-control': 'max-age=60',
      'x-cos-storage-class': 'STANDARD_IA',
      'x-cos-meta-size': '10',
    });
  });

  it('says plainly what went wrong, and tries again', async () => {
    const element = await mountReal({retries: '0', 'key-prefix': freshKey('')});
    await addFaults({
      match: {operation: 'PutObject', key: `${element.keyPrefix ?? ''}a.bin`},
      times: 1,
      effect: {status: 403, code: 'AccessDenied'},
    });
    const failed = once(element, 'cos-upload-error');
    await element.addFiles([makeFile(10, 'a.bin')]);
    const {task, error} = await failed;
    await settle(element);
    expect([error.name, error.code]).to.deep.equal(['CosError', 'AccessDenied']);
    expect(text(element, '.words')).to.equal('You may not upload here.');
    const success = once(element, 'cos-upload-success');
    element.retry(task);
    await success;
  });

  it('pauses, resumes and cancels on the server', async () => {
    const element = await mountReal({'multipart-threshold': '1MB', 'part-size': '1MB', concurrency: '1'});
    const started = once(element, 'cos-part-done');
    const [task] = await element.addFiles([makeFile(5 * MB, 'a.bin')]);
    if (!task) throw new Error('one');
    await started;
    element.pause(task);
    expect(task.state.status).to.equal('paused');
    const success = once(element, 'cos-upload-success');
    element.resume(task);
    const {result} = await success;
    expect(result.size).to.equal(5 * MB);
    await addFaults({
      match: {operation: 'UploadPart', key: `${element.keyPrefix ?? ''}b.bin`, partNumber: 3},
      effect: {hang: true},
    });
    const again = once(element, 'cos-part-done');
    const [other] = await element.addFiles([makeFile(5 * MB, 'b.bin')]);
    await again;
    expect(await openUploads(other!.key)).to.have.length(1);
    element.cancel(other);
    await until(async () => (await openUploads(other!.key)).length === 0, 'the abort');
  });

  it('sends what was added before to the old bucket, and what comes after a change to the new one', async () => {
    const element = await mountReal({'multipart-threshold': '1MB', 'part-size': '1MB', concurrency: '1'});
    const [first] = await element.addFiles([makeFile(4 * MB, 'first.bin')]);
    const before = element.uploader;
    element.bucket = 'other-1250000000';
    await settle(element);
    expect(element.uploader).to.not.equal(before);
    expect(element.uploader).to.have.nested.property('client.bucket', 'other-1250000000');
    expect(element.tasks).to.deep.equal([first]);
    expect(element.totals.files).to.equal(1);
    const result = await first?.settled();
    expect(result?.size).to.equal(4 * MB);
    expect(await download(first?.key ?? '')).to.have.property('size', 4 * MB);
    await element.addFiles([makeFile(1, 'second.bin')]);
    expect(element.tasks.map(({name}) => name)).to.deep.equal(['first.bin', 'second.bin']);
  });

  /** The next visit can find the first file of an element. */
  async function remembered(element: CosUploaderElement): Promise<void> {
    await until(async () => {
      const kept = await createIdbStore().list(new URL(cosOrigin).origin);
      return kept.some(({key}) => key === element.tasks[0]?.key);
    }, 'the record');
  }

  function paste(): void {
    const data = new DataTransfer();
    data.items.add(makeFile(100, 'image.png'));
    document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
  }

  it('looks for earlier uploads again when it could not and the network is back', async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
    const {restore} = Uploader.prototype;
    let asked = 0;
    Uploader.prototype.restore = function () {
      if (asked++ === 0) return Promise.reject(new Error('not loaded'));
      const found = restore.call(this);
      looked = found;
      return found;
    };
    let looked: Promise<unknown> | undefined;
    try {
      const element = await mountReal({'key-prefix': freshKey(''), resume: 'auto'});
      await until(() => asked === 1, 'the first look');
      await until(() => (dispatchEvent(new Event('online')), asked === 2), 'the second');
      await looked;
      await settle(element);
      dispatchEvent(new Event('online'));
      await settle(element);
      expect(asked).to.equal(2);
    } finally {
      Uploader.prototype.restore = restore;
    }
  });

  it('shows and restores the same uploads however its attributes come and go', async () => {
    const visit = {'key-prefix': freshKey(''), resume: 'auto', manual: true};
    const first = await mountReal(visit);
    paste();
    await remembered(first);
    first.uploader?.close();
    unmount();
    const second = await mountReal({...visit, endpoint: 'https://elsewhere.example'});
    expect(await second.uploader!.restore()).to.deep.equal([]);
    expect(second.tasks).to.have.length(0);
    second.endpoint = cosOrigin;
    await second.updateComplete;
    second.transport = 'xhr'; // while the journal is being read
    await until(() => second.tasks.length > 0, 'the restored upload');
    expect(second.tasks).to.deep.equal(second.uploader?.tasks);
    const {uploader} = second;
    second.transport = 'fetch';
    await until(() => second.uploader !== uploader, 'another uploader');
    await second.uploader!.restore();
    expect(second.tasks, 'once').to.have.length(1);
    second.cancel();
    first.cancel();
  });

  it('says that uploads of an earlier visit were found before they go on', async () => {
    const visit = {'key-prefix': freshKey(''), resume: 'auto'};
    const first = await mountReal({...visit, manual: true});
    paste();
    await remembered(first);
    first.uploader?.close();
    unmount();
    const events = record(document.body, 'cos-restore', 'cos-upload-resume', 'cos-upload-start');
    let status: string | undefined;
    document.body.addEventListener('cos-restore', (event) => (status = event.tasks[0]?.state.status), {
      once: true,
    });
    const second = await mountReal(visit);
    await until(() => second.totals.done === 1, 'the restored upload');
    expect(events.map(({type}) => type)).to.deep.equal([
      'cos-restore',
      'cos-upload-resume',
      'cos-upload-start',
    ]);
    expect(status).to.equal('suspended');
    first.cancel();
  });

  describe('removed and made anew, as a router does', () => {
    const inParts = {'multipart-threshold': '1MB', 'part-size': '1MB', concurrency: '1', resume: 'auto'};
    const leave = async (attributes: Record<string, string | boolean>) => {
      const element = await mountReal({...inParts, ...attributes});
      const finished = once(element, 'cos-upload-success');
      await element.addFiles([makeFile(1, 'small.bin')]);
      await finished;
      const begun = once(element, 'cos-part-done');
      const [task] = await element.addFiles([makeFile(4 * MB, 'film.bin')]);
      await begun;
      element.pause(task);
      element.remove();
      return {element, task: task!};
    };

    it('shows what is under way and takes it to its end, without what had ended', async () => {
      const attributes = {'key-prefix': freshKey(''), name: 'film'};
      const {element: before, task} = await leave(attributes);
      const after = await mountReal({...inParts, ...attributes});
      await settle(after);
      expect(after.tasks).to.deep.equal([task]);
      expect(text(after, '.name .sr')).to.equal('film.bin');
      expect(before.tasks, 'one row for one upload').to.deep.equal([]);
      const success = once(after, 'cos-upload-success');
      after.resume();
      expect((await success).result.size).to.equal(4 * MB);
      const begun = (await requestsFor(task.key)).filter(
        ({operation}) => operation === 'InitiateMultipartUpload',
      );
      expect(begun).to.have.length(1);
      // It can still be used, too.
      document.body.append(before);
      await settle(before);
      const own = once(before, 'cos-upload-success');
      await before.addFiles([makeFile(1, 'other.bin')]);
      await own;
      expect([before.tasks.length, after.tasks.length]).to.deep.equal([1, 1]);
      before.remove();
    });

    for (const [other, attributes] of Object.entries({
      'another field': {name: 'b'},
      'another prefix': {'key-prefix': freshKey('')},
    }))
      it(`leaves it alone in ${other}`, async () => {
        const same = {'key-prefix': freshKey(''), name: 'a'};
        const {element, task} = await leave(same);
        const next = await mountReal({...inParts, ...same, ...attributes});
        await settle(next);
        expect(next.tasks).to.not.include(task);
        expect(element.tasks).to.include(task);
        element.cancel();
      });
  });

  it('shows what goes to its own uploader again after a shared one', async () => {
    const element = await mountReal({manual: true});
    const [task] = await element.addFiles([makeFile(1, 'a.bin')]);
    const own = element.uploader;
    element.uploader = new FakeUploader();
    if (task) element.remove(task);
    for (const shared of [undefined, own, undefined]) element.uploader = shared;
    await settle(element);
    const added = await element.addFiles([makeFile(1, 'b.bin')]);
    expect(element.tasks).to.deep.equal(added).and.have.length(1);
    element.cancel();
  });

  it('takes no files while its attributes make no sense', async () => {
    const element = await mountReal({manual: true});
    const before = await element.addFiles([makeFile(1, 'a.bin')]);
    const errors = record(element, 'cos-upload-error');
    element.bucket = 'wrong';
    expect(await element.addFiles([makeFile(1, 'b.bin')])).to.have.length(0);
    expect(errors.map(({task, error}) => [task, error.name])).to.deep.equal([
      [undefined, 'ConfigurationError'],
    ]);
    element.bucket = bucket;
    element.authorize = () => new Promise(() => undefined);
    await settle(element);
    expect(await element.addFiles([makeFile(1, 'b.bin')]), 'two ways to be authorized').to.have.length(0);
    expect(element.tasks).to.deep.equal(before);
    element.cancel();
  });

  it('keeps what was pasted for the next visit, which nobody could choose again', async () => {
    const visit = {'key-prefix': freshKey(''), resume: 'auto', manual: true};
    const first = await mountReal(visit);
    paste();
    await settle(first);
    await first.addFiles([makeFile(100, 'from-disk.bin')]);
    const [pasted] = first.tasks;
    await remembered(first);
    first.uploader?.close();
    unmount();

    const second = await mountReal(visit);
    await until(() => second.tasks.length > 0, 'the restored upload');
    await second.uploader!.restore();
    expect(second.tasks.map(({name}) => name)).to.deep.equal([pasted?.name]);
    expect(second.tasks[0]?.state.status, 'it waits as any other').to.equal('queued');
    const success = once(second, 'cos-upload-success');
    second.start();
    const {result} = await success;
    expect(await download(result.key)).to.have.property('size', 100);
    first.cancel();
  });

  it('goes on with a file of a folder that is chosen again by itself', async () => {
    const inParts = {'multipart-threshold': '1MB', 'part-size': '1MB', concurrency: '1'};
    const visit = {'key-prefix': freshKey(''), resume: 'auto', ...inParts};
    const first = await mountReal(visit);
    const content = makeFile(4 * MB, 'a.mov');
    const part = once(first, 'cos-part-done');
    await first.addFiles([{file: content, path: 'trip/a.mov'}]);
    await part;
    first.uploader?.close();
    unmount();

    const second = await mountReal(visit);
    await until(() => second.tasks.length > 0, 'the upload of the first visit');
    await settle(second);
    const success = once(second, 'cos-upload-success');
    second.shadowRoot?.querySelector<HTMLElement>('.row [data-action=choose]')?.click();
    choose(second, content);
    const {result} = await success;
    expect(second.tasks).to.have.length(1);
    expect(result.key).to.match(/trip\/a\.mov$/);
    expect(result.resumedBytes).to.be.at.least(MB);
    first.cancel(); // or its page asks before it is left
  });

  it('finds out what is wrong', async () => {
    const element = await mountReal();
    const lines = await element.diagnose();
    expect(lines.length).to.be.above(5);
    expect(lines.filter(({ok}) => !ok)).to.deep.equal([]);
    element.bucket = 'wrong';
    expect(await element.diagnose()).to.have.nested.property('[0].check', 'bucket');
  });

  it('takes other transfer options while it runs', async () => {
    const element = await mountReal();
    const uploader = element.uploader;
    element.concurrency = 2;
    element.keyPrefix = 'elsewhere/';
    await settle(element);
    expect(element.uploader).to.equal(uploader);
    const [task] = await element.addFiles([makeFile(1, 'a.bin')]);
    expect(task?.key).to.equal('elsewhere/a.bin');
    task?.cancel();
  });
});
