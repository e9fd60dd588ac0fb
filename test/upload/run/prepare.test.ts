import {expect} from 'chai';
import {
  createCosClient,
  createMemoryStore,
  type Prepare,
  type ResumeStore,
  type Uploader,
  type UploaderOptions,
  type UploadTask,
} from '../../../src/index.js';
import {
  addFaults,
  bucket,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  region,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {application} from '../../support/tickets.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';
import {freshName, freshStore, leave, leaveHalfway, MB, privateFile, visit} from './visits.js';

/** Each byte another one; a File with another ending. */
const turned: Prepare = async (file) =>
  new File(
    [new Uint8Array(await file.arrayBuffer()).map((byte) => byte ^ 255)],
    file.name.replace(/\.\w+$/, '.neg'),
    {type: 'image/x-negative'},
  );
const turn = (file: File): Promise<Blob> =>
  Promise.resolve(turned(file, {path: '', signal: AbortSignal.any([]), onProgress: () => undefined}));

async function expectStored(task: UploadTask, sent: Blob): Promise<void> {
  expect(task.state.status, task.path).to.equal('done');
  expect(await sha256((await download(task.key))!)).to.equal(await sha256(sent));
}

const listed = (store: ResumeStore): Promise<unknown[]> => store.list(localClient().origin);

const expectForgotten = (store: ResumeStore): Promise<void> =>
  until(async () => (await listed(store)).length === 0, 'an empty journal');

const parts = async (key: string): Promise<number> =>
  (await requestsFor(key)).filter(({operation, status}) => operation === 'UploadPart' && status === 200)
    .length;

const statuses = (uploader: Uploader): string[] => {
  const seen: string[] = [];
  uploader.addEventListener('change', ({task: {state}}) => {
    const ready = state.status === 'preparing' && state.prepared !== undefined;
    const now = ready ? `ready ${String(state.prepared)}` : state.status;
    if (seen.at(-1) !== now) seen.push(now);
  });
  return seen;
};

/** A prepare whose work ends when the test says so. */
function held(): {
  prepare: Prepare;
  under: Map<string, (answer: Blob) => void>;
  aborted: string[];
  most: number;
} {
  const state = {
    under: new Map<string, (answer: Blob) => void>(),
    aborted: [] as string[],
    most: 0,
    prepare: ((file, {signal}) =>
      new Promise((resolve) => {
        const end = (answer: Blob): void => {
          state.under.delete(file.name);
          resolve(answer);
        };
        state.under.set(file.name, end);
        state.most = Math.max(state.most, state.under.size);
        signal.addEventListener('abort', () => {
          state.aborted.push(file.name);
          state.under.delete(file.name);
        });
      })) satisfies Prepare,
  };
  return state;
}

describe('prepare', () => {
  afterEach(leave);

  const inFolder = (options: Partial<UploaderOptions> = {}): {prefix: string; uploader: Uploader} => {
    const prefix = freshKey('');
    return {prefix, uploader: visit({store: freshStore(), keyPrefix: prefix, prepare: turned, ...options})};
  };

  it('makes what is sent: its type, size and name count, and the key is made of it', async () => {
    const {prefix, uploader} = inFolder({
      prepare: async (file, context) =>
        new File([await turned(file, context), 'end'], 'b.neg', {type: 'x/neg'}),
    });
    const file = makeFile(100, 'a.heic');
    const task = uploader.add(file, {path: 'folder/a.heic'});
    expect(task.key).to.equal('');
    expect(uploader.totals.bytes).to.equal(100);
    const result = await task.settled();
    expect(task.key).to.equal(`${prefix}folder/b.neg`);
    expect(result).to.include({key: task.key, size: 103, proof: 'crc64'});
    expect(task).to.include({name: 'b.neg', path: 'folder/b.neg', size: 103, type: 'x/neg', file});
    expect(task.source).to.include({name: 'a.heic', path: 'folder/a.heic', size: 100});
    expect(uploader.totals).to.include({files: 1, done: 1, bytes: 103, sent: 103});
    await expectStored(task, new Blob([await turn(file), 'end']));
    const put = (await requestsFor(task.key)).find(({method}) => method === 'PUT');
    expect(put!.headers['content-type']).to.equal('x/neg');
  });

  it('gives the key function, the options and the ticket what it has made', async () => {
    const asked: unknown[] = [];
    const key = freshKey();
    const tell = (blob: Blob, path: string): void =>
      void asked.push([(blob as File).name, blob.type, blob.size, path]);
    const {uploader} = inFolder({
      keyPrefix: undefined,
      key: (blob, path) => {
        tell(blob, path);
        return Promise.resolve(key);
      },
      objectOptions: (blob, path) => {
        tell(blob, path);
        return {metadata: {kind: blob.type}};
      },
    });
    const task = uploader.add(makeFile(10, 'a.jpg'));
    await task.settled();
    expect(task.key).to.equal(key);
    const told = ['a.neg', 'image/x-negative', 10, 'a.neg'];
    expect(asked.slice(0, 2)).to.deep.equal([told, told]);

    const app = application();
    const client = createCosClient({bucket, region, endpoint: cosOrigin, ticket: app.ticket});
    const named = visit({client, store: freshStore(), prepare: turned}).add(makeFile(10, 'a.jpg'));
    await named.settled();
    const {name, path, type, size} = app.asked[0]!;
    expect([name, type, size, path]).to.deep.equal(told);
    await expectStored(named, await turn(makeFile(10, 'a.jpg')));
  });

  it('leaves a file as it is by answering it: nothing is kept or copied, and its name makes the key', async () => {
    const {prefix, uploader} = inFolder({prepare: (file) => file});
    const file = makeFile(100, 'a.jpg');
    const task = uploader.add(file);
    await task.settled();
    expect(task.key).to.equal(`${prefix}a.jpg`);
    expect(task.input.prepared).to.equal(undefined);
    await expectStored(task, file);
  });

  it('tells its progress in its state, whatever the page says, and requests begin after it', async () => {
    const {uploader} = inFolder({
      prepare: async (file, {onProgress}) => {
        for (const share of [0.25, Number.NaN, 0.1, 0.255, 0.5, 7]) onProgress(share);
        await Promise.resolve();
        setTimeout(onProgress, 1, 0.9);
        return file;
      },
    });
    const seen = statuses(uploader);
    await uploader.add(makeFile(10, 'a.jpg')).settled();
    expect(seen).to.deep.equal([
      'ready 0',
      'ready 0.25',
      'ready 0.5',
      'ready 1',
      'preparing',
      'uploading',
      'done',
    ]);
  });

  it('has two files at a time, and goes on with the next while others are sent', async () => {
    const app = held();
    const {prefix, uploader} = inFolder({prepare: app.prepare, concurrency: 1});
    await addFaults({match: {operation: 'PutObject', key: `${prefix}0`}, effect: {hang: true}, times: 1});
    const files = Array.from({length: 6}, (_, index) => makeFile(10, String(index)));
    uploader.addAll(files);
    await until(() => app.under.size === 2, 'two of them');
    expect([...app.under.keys()]).to.deep.equal(['0', '1']);
    app.under.get('0')!(files[0]!);
    // The first is on its way and does not arrive.
    await until(async () => (await requestsFor(`${prefix}0`)).length > 0, 'the first on its way');
    app.under.get('1')!(files[1]!);
    await until(() => app.under.has('2') && app.under.has('3'), 'the next two');
    expect(app.most).to.equal(2);
  });

  it('that is never done with some files holds up no others once these are canceled, paused or removed', async () => {
    const app = held();
    const {uploader} = inFolder({prepare: app.prepare});
    const files = Array.from({length: 4}, (_, index) => makeFile(10, String(index)));
    const [first, second, third, fourth] = uploader.addAll(files) as [UploadTask, ...UploadTask[]];
    await until(() => app.under.size === 2, 'two of them');
    first.cancel();
    second!.pause();
    await until(() => app.under.size === 2 && app.aborted.length === 2, 'the others');
    uploader.remove(third!);
    app.under.get('3')!(files[3]!);
    await fourth!.settled();
    expect(app.aborted.sort()).to.deep.equal(['0', '1', '2']);
    expect(first.state.status).to.equal('canceled');
    expect(second!.state.status).to.equal('paused');
    second!.resume();
    await until(() => app.under.size === 1, 'it once more');
    app.under.get('1')!(files[1]!);
    await second!.settled();
    await expectStored(second!, files[1]!);
  });

  const bad: [what: string, prepare: () => unknown, said: RegExp][] = [
    [
      'answers no Blob',
      () => 'text',
      /"in\/bad\.jpg" was not sent: prepare answered text\. It has to answer a Blob/,
    ],
    ['answers nothing', () => undefined, /"in\/bad\.jpg" .* prepare answered undefined/],
    [
      'throws',
      () => raise(new Error('a bug')),
      /"in\/bad\.jpg" was not sent: prepare has failed; see the cause/,
    ],
    ['rejects', () => Promise.reject(new Error('a bug')), /"in\/bad\.jpg" .* prepare has failed/],
    [
      'takes longer than the page lets it',
      () =>
        new Promise((_, reject) => {
          const late = AbortSignal.timeout(10);
          late.addEventListener('abort', () => reject(late.reason as Error));
        }),
      /"in\/bad\.jpg" .* prepare has failed/,
    ],
    ['answers 0 bytes of some', () => new Blob([]), /"in\/bad\.jpg" .* 0 bytes of a file of 10 bytes/],
  ];
  for (const [what, prepare, said] of bad)
    it(`that ${what} fails that file alone, and a retry prepares it again`, async () => {
      let broken = true;
      const {uploader} = inFolder({
        prepare: (file) => (broken && file.name === 'bad.jpg' ? (prepare() as Blob) : file),
      });
      const seen = statuses(uploader);
      const task = uploader.add(makeFile(10, 'bad.jpg'), {path: 'in/bad.jpg'});
      const other = uploader.add(makeFile(10, 'good.jpg'));
      await uploader.settled();
      expect(other.state.status).to.equal('done');
      expect(task.state).to.have.nested.property('error.code', 'prepare');
      expect(String(task.state.status === 'failed' && task.state.error.message)).to.match(said);
      expect(seen).to.not.include('waiting');
      broken = false;
      uploader.retry(task);
      await task.settled();
      await expectStored(task, makeFile(10, 'bad.jpg'));
    });

  it('may answer 0 bytes of an empty file', async () => {
    const task = inFolder({prepare: () => new Blob([])}).uploader.add(makeFile(0, 'a.txt'));
    expect((await task.settled()).size).to.equal(0);
  });

  it('has to be a function', () => {
    expect(() => visit({prepare: 'shrink' as never}))
      .to.throw(Error)
      .with.property('attribute', 'prepare');
  });

  it('that gives two files one name makes them two keys', async () => {
    const {prefix, uploader} = inFolder();
    const tasks = uploader.addAll([makeFile(10, 'a.jpg', 1), makeFile(11, 'a.png', 2)]);
    await uploader.settled();
    expect(tasks.map(({key}) => key).sort()).to.deep.equal([`${prefix}a (2).neg`, `${prefix}a.neg`]);
    for (const task of tasks) await expectStored(task, await turn(task.file as File));
  });

  it('lets the bytes go when an upload ends, whichever way', async () => {
    const {uploader, prefix} = inFolder({retries: 0});
    await addFaults({match: {key: `${prefix}b.neg`}, effect: {status: 403, code: 'AccessDenied'}, times: 9});
    const [done, failed, canceled] = uploader.addAll(
      ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => makeFile(10, name)),
    ) as [UploadTask, UploadTask, UploadTask];
    uploader.addEventListener('change', ({task, action}) => {
      if (task === canceled && action.type === 'upload') canceled.cancel();
    });
    await uploader.settled();
    expect([done, failed, canceled].map(({state}) => state.status)).to.deep.equal([
      'done',
      'failed',
      'canceled',
    ]);
    await until(
      () => [done, failed, canceled].every(({input}) => input.prepared && !input.prepared.file),
      'nothing is held',
    );
  });

  it('is asked once for an upload in parts that is paused and goes on', async () => {
    let calls = 0;
    const {uploader, prefix} = inFolder({
      partSize: MB,
      multipartThreshold: MB,
      concurrency: 1,
      prepare: (file, context) => {
        calls++;
        return turned(file, context);
      },
    });
    const file = makeFile(4 * MB, 'a.jpg');
    const task = uploader.add(file);
    let paused = false;
    uploader.addEventListener('change', ({action}) => {
      if (action.type !== 'part' || paused) return;
      paused = true;
      task.pause();
    });
    await until(() => task.state.status === 'paused', 'the pause');
    task.resume();
    await task.settled();
    expect(calls).to.equal(1);
    expect(await parts(`${prefix}a.neg`)).to.be.at.most(5);
    await expectStored(task, await turn(file));
    expect(task.input.prepared!.file).to.equal(undefined);
  });

  describe('at the next visit', () => {
    const options = {partSize: MB, multipartThreshold: MB, concurrency: 1};

    async function halfway(
      prepare: Prepare,
    ): Promise<{store: ResumeStore; keyPrefix: string; key: string; file: File}> {
      const keyPrefix = freshKey('');
      const key = `${keyPrefix}a.neg`;
      const store = freshStore();
      const handle = await privateFile(freshName(), makeFile(4 * MB));
      const {lastModified} = await handle.getFile();
      const file = new File([await handle.getFile()], 'a.jpg', {lastModified});
      const begin = (uploader: Uploader): UploadTask => uploader.add(file, {handle});
      await leaveHalfway(begin, {...options, keyPrefix, prepare, store, parts: 2, key});
      return {store, keyPrefix, key, file};
    }

    it('the same bytes go on where they were', async () => {
      const {store, keyPrefix, key, file} = await halfway(turned);
      const uploader = visit({...options, store, keyPrefix, prepare: turned});
      const [task] = (await uploader.restore()) as [UploadTask];
      expect(task).to.include({key, name: 'a.neg', size: 4 * MB});
      expect(task.source.name).to.equal('a.jpg');
      const result = await task.settled();
      expect(result.resumedBytes).to.equal(2 * MB);
      expect(await parts(key)).to.equal(4);
      await expectStored(task, await turn(file));
      expect(await openUploads(key)).to.deep.equal([]);
      await expectForgotten(store);
    });

    it('other bytes begin anew, and the parts of before are removed', async () => {
      let salt = 0;
      const salted: Prepare = async (file, context) =>
        new File([String(salt++), await turned(file, context)], 'a.neg', {type: 'x/y'});
      const {store, keyPrefix, key, file} = await halfway(salted);
      const uploader = visit({...options, store, keyPrefix, prepare: salted});
      const [task] = (await uploader.restore()) as [UploadTask];
      const result = await task.settled();
      expect(result.resumedBytes).to.equal(0);
      await expectStored(task, new Blob(['1', await turn(file)]));
      await until(async () => (await openUploads(key)).length === 0, 'nothing left on the server');
      await expectForgotten(store);
    });

    it('the same file, chosen again, goes on', async () => {
      const {store, keyPrefix, key, file} = await halfway(turned);
      const uploader = visit({...options, store, keyPrefix, prepare: turned, resume: 'ask'});
      const [found] = (await uploader.restore()) as [UploadTask];
      const task = uploader.add(file);
      expect(task).to.equal(found);
      const result = await task.settled();
      expect(result).to.include({key, resumedBytes: 2 * MB});
      expect(uploader.tasks).to.have.length(1);
    });

    it('what was prepared waits until the page says how, and goes on then', async () => {
      const {store, keyPrefix, key, file} = await halfway(turned);
      const uploader = visit({...options, store, keyPrefix});
      const [task] = (await uploader.restore()) as [UploadTask];
      expect(task.state.status).to.equal('suspended');
      uploader.configure({prepare: turned});
      expect((await task.settled()).resumedBytes).to.equal(2 * MB);
      expect(task.key).to.equal(key);
      await expectStored(task, await turn(file));
    });

    it('what was prepared stays with the next page once this one has closed its uploader', async () => {
      const {store, keyPrefix} = await halfway(turned);
      const uploader = visit({...options, store, keyPrefix});
      const [task] = (await uploader.restore()) as [UploadTask];
      uploader.close();
      uploader.configure({prepare: turned});
      expect(task.state.status).to.equal('suspended');
      const [next] = await visit({...options, store, keyPrefix, prepare: turned, resume: 'ask'}).restore();
      expect(next).to.include({key: task.key});
    });

    it('a page that prepares nothing any more sends the file as it is, once it is resumed', async () => {
      const {store, keyPrefix, file} = await halfway(turned);
      const uploader = visit({...options, store, keyPrefix});
      const [task] = (await uploader.restore()) as [UploadTask];
      uploader.resume(task);
      await task.settled();
      await expectStored(task, file);
      expect(task.name).to.equal('a.jpg');
    });

    it('a file that was being prepared is prepared then, and leaves one upload', async () => {
      const keyPrefix = freshKey('');
      const store = freshStore();
      const name = freshName();
      const handle = await privateFile(`${name}.jpg`, makeFile(10));
      const file = await handle.getFile();
      const app = held();
      const before = visit({store, keyPrefix, prepare: app.prepare});
      const left = before.add(file, {handle});
      await until(async () => app.under.size === 1 && (await listed(store)).length === 1, 'the record');
      expect(before.resumability(left)).to.equal('permission');
      before.close();

      const uploader = visit({store, keyPrefix, prepare: turned});
      const [task, ...others] = (await uploader.restore()) as [UploadTask];
      expect(others).to.deep.equal([]);
      expect(task.key).to.equal('');
      await task.settled();
      expect(task.key).to.equal(`${keyPrefix}${name}.neg`);
      await expectStored(task, await turn(file));
      await expectForgotten(store);
    });

    it('a file that waits to be handed over is not prepared again', async () => {
      const keyPrefix = freshKey('');
      const store = freshStore();
      const before = visit({store, keyPrefix, prepare: turned, commit: () => new Promise(() => undefined)});
      const task = before.add(makeFile(10, 'a.jpg'));
      await until(() => task.state.status === 'committing', 'the hand-over');
      before.close();
      const prepare: Prepare = () => raise(new Error('not again'));
      const uploader = visit({store, keyPrefix, prepare, commit: ({key}) => key});
      const [again] = (await uploader.restore()) as [UploadTask];
      expect((await again.settled()).committed).to.equal(`${keyPrefix}a.neg`);
      expect(again.name).to.equal('a.neg');
    });
  });

  it('without a journal that lasts, ends as any upload', async () => {
    const store = createMemoryStore();
    const {uploader} = inFolder({store});
    const tasks = uploader.addAll(Array.from({length: 20}, (_, index) => makeFile(10, `${index}.jpg`)));
    await uploader.settled();
    expect(tasks.every(({state}) => ended(state))).to.equal(true);
    await expectForgotten(store);
  });
});

function raise(error: Error): never {
  throw error;
}
