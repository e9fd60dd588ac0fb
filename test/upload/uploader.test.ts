import {expect} from 'chai';
import {fetchTransport} from '../../src/cos/wire/transport.js';
import {
  ConfigurationError,
  createMemoryStore,
  type Status,
  type Transport,
  Uploader,
  type UploaderOptions,
} from '../../src/index.js';
import {
  addFaults,
  clearFaults,
  download,
  freshKey,
  localClient,
  makeFile,
  openUploads,
  requestsFor,
  sha256,
} from '../support/cos.js';
import {FakeTime} from '../support/fake-time.js';
import {until} from '../support/until.js';

const MB = 2 ** 20;
const small: Partial<UploaderOptions> = {multipartThreshold: MB, partSize: MB};

describe('Uploader', () => {
  const uploaders: Uploader[] = [];
  const make = (options: Partial<UploaderOptions> = {}): Uploader => {
    const uploader = new Uploader({client: localClient(), ...options});
    uploaders.push(uploader);
    return uploader;
  };
  afterEach(async () => {
    for (const uploader of uploaders.splice(0)) uploader.close();
    await clearFaults();
  });

  it('begins a file with what the one before has found out about the link, and spares those that share it many parts', async () => {
    const prefix = freshKey('');
    // The link is as fast as can be: what a busy machine needs takes no time.
    const uploader = make({keyPrefix: prefix, multipartThreshold: MB, environment: new FakeTime()});
    const sizes = async (name: string): Promise<(number | undefined)[]> =>
      (await requestsFor(`${prefix}${name}`))
        .filter(({operation}) => operation === 'UploadPart')
        .sort((a, b) => Number(a.query['partNumber']) - Number(b.query['partNumber']))
        .map(({bytesIn}) => bytesIn);
    await uploader.add(makeFile(12 * MB, 'first', 1)).settled();
    expect((await sizes('first'))[0]).to.equal(MB);
    const names = Array.from({length: 6}, (_, i) => `file ${i.toString()}`);
    uploader.addAll(names.map((name, i) => makeFile(24 * MB, name, i + 2)));
    await uploader.settled();
    const all = await Promise.all(names.map(sizes));
    for (const [first] of all) expect(first).to.be.greaterThan(MB);
    expect(all.flat().length).to.be.below(60);
  });

  it('shows the bytes of a whole file moving, and the last of them when the answer is there', async () => {
    const prefix = freshKey('');
    const uploader = make({keyPrefix: prefix});
    const seen: number[] = [];
    uploader.addEventListener('change', ({action}) => {
      if (action.type === 'progress') seen.push(action.sent);
    });
    // The kernel takes some megabytes at once, the rest only when the server reads.
    await addFaults({match: {operation: 'PutObject', key: `${prefix}photo`}, effect: {delay: 1000}});
    const size = 19 * MB;
    await uploader.add(makeFile(size, 'photo')).settled();
    const inside = seen.filter((sent) => sent > 0 && sent < size);
    expect(inside.length, 'steps inside the file').to.be.greaterThan(0);
    expect(seen.slice(0, -1)).not.to.include(size);
  });

  it('takes keys from paths, and sums up what became of a folder', async () => {
    const prefix = freshKey('');
    const uploader = make({keyPrefix: prefix});
    await addFaults({
      match: {operation: 'PutObject', key: `${prefix}folder/bad.txt`},
      effect: {status: 403, code: 'AccessDenied'},
    });
    const tasks = uploader.addAll([
      makeFile(10, 'top.txt'),
      {file: makeFile(20, 'a.txt'), path: 'folder/a.txt'},
      {file: makeFile(30, 'bad.txt'), path: 'folder/bad.txt'},
      {file: new Blob(['blob']), key: `${prefix}own key`},
    ]);
    const {done, failed, canceled} = await uploader.settled();
    expect(done.map(({key}) => key)).to.have.members([
      `${prefix}top.txt`,
      `${prefix}folder/a.txt`,
      `${prefix}own key`,
    ]);
    expect(failed).to.deep.equal([tasks[2]]);
    expect(canceled).to.deep.equal([]);
    expect(uploader.totals).to.include({files: 4, done: 3, failed: 1, bytes: 64, sent: 34});
    expect(await (await download(`${prefix}own key`))!.text()).to.equal('blob');
  });

  it('sends parts of many files within one limit', async () => {
    const prefix = freshKey('');
    let bodies = 0;
    let most = 0;
    const counting: Transport = async (request) => {
      const body = request.url.includes('partNumber=') ? 1 : 0;
      most = Math.max(most, (bodies += body));
      return fetchTransport(request).finally(() => (bodies -= body));
    };
    const client = localClient({transport: counting});
    const uploader = make({...small, client, keyPrefix: prefix, concurrency: 3});
    await addFaults({match: {operation: 'UploadPart'}, effect: {delay: 30}});
    uploader.addAll(Array.from({length: 4}, (_, index) => makeFile(4 * MB, `file-${index}.bin`)));
    expect((await uploader.settled()).done).to.have.length(4);
    expect(most).to.equal(3);
  });

  it('begins three files more than there are slots, so that none rests', () => {
    const client = localClient({transport: () => new Promise(() => undefined)});
    const uploader = make({client, concurrency: 2, keyPrefix: freshKey('')});
    const tasks = uploader.addAll(Array.from({length: 10}, (_, index) => makeFile(10, `${index}`)));
    const begun = (): number => tasks.filter(({state}) => state.status === 'preparing').length;
    expect(begun()).to.equal(5);
    uploader.configure({concurrency: 4});
    expect(begun()).to.equal(7);
  });

  it('pauses, resumes without sending a part twice, and arrives whole', async () => {
    const key = freshKey();
    const uploader = make({...small, concurrency: 2});
    await addFaults({match: {operation: 'UploadPart', key}, effect: {delay: 20}});
    const file = makeFile(12 * MB);
    const task = uploader.add(file, {key});
    await new Promise<void>((resolve) => {
      uploader.addEventListener('change', () => task.state.sent >= 5 * MB && resolve());
    });
    task.pause();
    expect(task.state.status).to.equal('paused');
    const {sent} = task.state;
    // Longer than a part needs.
    await uploader.add(makeFile(3 * MB, 'another'), {key: freshKey()}).settled();
    expect(task.state).to.deep.equal({status: 'paused', sent});
    task.resume();
    const result = await task.settled();
    expect(result.resumedBytes).to.be.at.least(sent);
    const stored = (await requestsFor(key)).filter(
      ({operation, status, aborted}) => operation === 'UploadPart' && status === 200 && !aborted,
    );
    expect(stored.map(({query}) => query['partNumber'])).to.have.length(
      new Set(stored.map(({query}) => query['partNumber'])).size,
    );
    expect(await sha256((await download(key))!)).to.equal(await sha256(file));
  });

  it('says of a file that it is ready where other bodies have the line', async () => {
    const keyPrefix = freshKey('');
    await addFaults({match: {operation: 'PutObject', key: `${keyPrefix}stuck`}, effect: {hang: true}});
    const uploader = make({keyPrefix, concurrency: 1});
    uploader.add(makeFile(10, 'stuck'));
    const task = uploader.add(makeFile(10, 'next'));
    await until(() => 'ready' in task.state, 'its turn');
    expect(task.state).to.include({status: 'preparing', ready: true});
  });

  it('is as fast as what goes over the line; what is there already is no speed', async () => {
    const environment = new FakeTime();
    const keyPrefix = freshKey('');
    await addFaults({match: {operation: 'PutObject', key: `${keyPrefix}stuck`}, effect: {hang: true}});
    const there = makeFile(MB, 'there', 2);
    await localClient().putObject(`${keyPrefix}there`, there);
    const uploader = make({environment, keyPrefix, skipExisting: true, store: createMemoryStore()});
    uploader.add(makeFile(10, 'stuck'));
    await uploader.add(makeFile(10, 'first')).settled();
    await environment.pass(2000);
    expect((await uploader.add(there).settled()).skipped).to.equal(true);
    expect(uploader.totals.bytesPerSecond).to.equal(undefined);
    await uploader.add(makeFile(MB / 2, 'new', 3)).settled();
    expect(uploader.totals.bytesPerSecond).to.equal(MB / 4);
  });

  it('asks for the key again when that is what failed', async () => {
    const prefix = freshKey('');
    let asked = 0;
    const key = (_file: Blob, path: string): Promise<string> =>
      ++asked === 1 ? Promise.reject(new Error('not now')) : Promise.resolve(prefix + path);
    const uploader = make({key});
    const task = uploader.add(makeFile(10, 'a.txt'));
    await task.settled().catch(() => undefined);
    expect(task.state.status).to.equal('failed');
    uploader.retry(task);
    expect((await task.settled()).key).to.equal(`${prefix}a.txt`);
  });

  it('starts what is held back when manual is turned off', async () => {
    const uploader = make({manual: true});
    const task = uploader.add(makeFile(10, 'a.txt'), {key: freshKey()});
    uploader.configure({manual: false});
    await task.settled();
  });

  it('remembers what it was made to remember', () => {
    const uploader = make({resume: 'off'});
    uploader.configure({resume: 'auto'});
    expect(uploader.remembers, 'this page has no journal').to.equal(false);
    expect(make().remembers).to.equal(true);
  });

  it('cancels on the server too', async () => {
    const key = freshKey();
    const uploader = make(small);
    // It must not be done before it is looked at.
    await addFaults({match: {operation: 'UploadPart', key, partNumber: 10}, effect: {hang: true}});
    const task = uploader.add(makeFile(10 * MB), {key});
    await new Promise<void>((resolve) => {
      uploader.addEventListener('change', () => task.state.sent >= 2 * MB && resolve());
    });
    expect(await openUploads(key)).to.have.length(1);
    task.cancel();
    expect(task.state).to.deep.equal({status: 'canceled', sent: 0});
    let reason: unknown;
    await task.settled().catch((error: unknown) => (reason = error));
    expect(reason).to.have.property('name', 'AbortError');
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    expect(uploader.totals).to.include({files: 0, bytes: 0, sent: 0});
  });

  it('a failed upload can be tried again, from where it was', async () => {
    const key = freshKey();
    const uploader = make({...small, concurrency: 1, retries: 0, giveUpAfter: 0});
    await addFaults({match: {operation: 'UploadPart', key, partNumber: 3}, times: 1, effect: {status: 500}});
    const task = uploader.add(makeFile(5 * MB), {key});
    let reason: unknown;
    await task.settled().catch((error: unknown) => (reason = error));
    expect(reason).to.include({status: 500});
    expect(task.state.status).to.equal('failed');
    uploader.retry();
    expect(await task.settled()).to.include({key, resumedBytes: 2 * MB});
  });

  it('holds files back until start() under manual', async () => {
    const key = freshKey();
    const uploader = make({manual: true});
    const task = uploader.add(makeFile(10), {key});
    // Whole, while that one is held back.
    await make()
      .add(makeFile(3 * MB), {key: freshKey()})
      .settled();
    expect(task.state.status).to.equal('queued');
    expect(await requestsFor(key)).to.have.length(0);
    uploader.start();
    await task.settled();
  });

  it('tells each step once, and idle at the end', async () => {
    const key = freshKey();
    const uploader = make();
    const statuses: Status[] = [];
    uploader.addEventListener('change', ({task}) => {
      if (statuses.at(-1) !== task.state.status) statuses.push(task.state.status);
    });
    let idle = 0;
    uploader.addEventListener('idle', ({totals}) => {
      idle++;
      expect(totals).to.include({files: 1, done: 1});
    });
    await uploader.add(makeFile(1000), {key}).settled();
    expect(statuses).to.deep.equal(['preparing', 'uploading', 'done']);
    expect(idle).to.equal(1);
  });

  it('asks an asynchronous key function, and fails the task when it fails', async () => {
    const key = freshKey();
    const uploader = make({
      key: (_file, path) => (path === 'bad' ? Promise.reject(new Error('no key')) : Promise.resolve(key)),
    });
    const good = uploader.add(makeFile(10, 'good'));
    expect(good.key).to.equal('');
    expect((await good.settled()).key).to.equal(key);
    const bad = uploader.add(makeFile(10, 'bad'));
    await bad.settled().catch(() => undefined);
    expect(bad.state)
      .to.have.nested.property('error.message')
      .that.matches(/no key/);
  });

  for (const [name, key] of [
    ['slashes alone', '//'],
    ['a .. segment', 'a/../b'],
    ['a . segment', './a'],
    ['more than 850 bytes', 'é'.repeat(426)],
  ] as const) {
    it(`a key with ${name} fails with a clear error and no request`, async () => {
      const uploader = make();
      const task = uploader.add(makeFile(10), {key});
      let reason: unknown;
      await task.settled().catch((error: unknown) => (reason = error));
      expect(reason).to.be.instanceOf(ConfigurationError);
      expect(reason).to.have.property('attribute', 'key');
      expect(await requestsFor(key)).to.have.length(0);
    });
  }

  for (const size of [10, 2 * 2 ** 20])
    it(`a key that begins with slashes is kept as it is, for ${String(size)} bytes`, async () => {
      const key = `//${freshKey('a b.bin')}`;
      const file = makeFile(size);
      const {location} = await make({multipartThreshold: '1MB'}).add(file, {key}).settled();
      expect(location).to.equal(`${cosOrigin}/${key.replace(' ', '%20')}`);
      expect(await sha256((await download(key))!)).to.equal(await sha256(file));
      const client = localClient();
      const pages = await client.listMultipartUploads({prefix: '//'});
      expect(pages.uploads).to.deep.equal([]);
      await client.deleteObject(key);
      expect(await client.headObject(key)).to.equal(undefined);
    });

  for (const [name, options] of [
    ['key-prefix', {keyPrefix: '/users/'}],
    ['key-template', {keyTemplate: '/{uuid}'}],
  ] as const)
    it(`a ${name} that begins with a slash is refused, for it is a slip`, () => {
      expect(() => make(options)).to.throw(ConfigurationError, name);
    });

  it('a Blob without a key is refused at once', () => {
    expect(() => make().add(new Blob(['x']))).to.throw(ConfigurationError, /^key/);
  });

  it('makes one key of the names that macOS and others write in two ways, unless it is told to keep them', () => {
    const file = new File(['x'], 'résumé.txt'.normalize('NFD'));
    const keyIn = (options: Partial<UploaderOptions>): string =>
      make({manual: true, keyPrefix: 'u/', ...options}).add(file).key;
    expect(keyIn({})).to.equal('u/résumé.txt'.normalize('NFC'));
    expect(keyIn({keyForm: 'as-is'})).to.equal('u/résumé.txt'.normalize('NFD'));
    expect(keyIn({key: (_, path) => path}), 'the page knows').to.equal(file.name);
    expect(() => make({keyForm: 'nfd' as 'nfc'})).to.throw(ConfigurationError, /key-form/);
  });

  it('applies the options of the uploader and of the file to the object', async () => {
    const key = freshKey('photo.jpg');
    const uploader = make({
      objectOptions: (_file, path) => ({metadata: {path}, cacheControl: 'max-age=60'}),
      trafficLimit: 838_860_800,
    });
    await uploader
      .add(new File(['x'], 'photo.jpg', {type: 'image/jpeg'}), {
        key,
        objectOptions: {storageClass: 'STANDARD_IA'},
      })
      .settled();
    const [request] = (await requestsFor(key)).filter(({operation}) => operation === 'PutObject');
    expect(request?.headers).to.include({
      'content-type': 'image/jpeg',
      'cache-control': 'max-age=60',
      'x-cos-meta-path': 'photo.jpg',
      'x-cos-storage-class': 'STANDARD_IA',
      'x-cos-traffic-limit': '838860800',
    });
  });

  it('takes new options for what starts next', async () => {
    const uploader = make();
    expect(() => uploader.configure({concurrency: 99})).to.throw(ConfigurationError);
    const key = freshKey();
    uploader.configure({multipartThreshold: MB, partSize: MB});
    expect((await uploader.add(makeFile(3 * MB), {key}).settled()).parts).to.equal(3);
  });
});
