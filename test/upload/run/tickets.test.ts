import {expect} from 'chai';
import {
  type CosClient,
  createCosClient,
  CredentialsError,
  type GetTicket,
  type ResumeStore,
  type TicketFile,
  type Uploader,
  type UploadTask,
} from '../../../src/index.js';
import {
  addFaults,
  bucket,
  download,
  freshKey,
  makeFile,
  openUploads,
  region,
  requestsFor,
  sha256,
} from '../../support/cos.js';
import {application, keysFor} from '../../support/tickets.js';
import {thrownBy} from '../../support/thrown.js';
import {ended} from '../ended.js';
import {until} from '../../support/until.js';
import {freshStore, leave, leaveHalfway, MB, privateFile, visit} from './visits.js';

const clientOf = (ticket: GetTicket): CosClient =>
  createCosClient({bucket, region, endpoint: cosOrigin, ticket});

const facts = (file: File): TicketFile => {
  const {name, size, lastModified} = file;
  return {name, path: name, size, type: 'application/octet-stream', lastModified};
};

async function expectIntact(task: UploadTask, file: Blob): Promise<void> {
  expect(task.state.status).to.equal('done');
  expect(await sha256((await download(task.key))!)).to.equal(await sha256(file));
}

/** Leaves the page when two parts of a file are there; its handle stays. */
async function halfway(ticket: GetTicket, store: ResumeStore): Promise<{file: File; key: string}> {
  const key = freshKey();
  const handle = await privateFile(key.replaceAll('/', '-'), makeFile(9 * MB));
  const file = await handle.getFile();
  const client = clientOf((question, signal) => ticket({...question, key: question.key ?? key}, signal));
  const options = {client, store, scope: 'ann', partSize: MB, multipartThreshold: MB, concurrency: 1};
  await leaveHalfway((uploader) => uploader.add(file, {handle}), {parts: 2, key, ...options});
  return {file, key};
}

const restored = async (uploader: Uploader): Promise<UploadTask> => {
  const [task] = await uploader.restore();
  return task!;
};

describe('Uploads with tickets', () => {
  afterEach(leave);

  it('are asked for in order, when their turn comes, no more at a time than there are slots', async () => {
    const {asked, ticket} = application();
    let [open, most] = [0, 0];
    const counting: GetTicket = async (question, signal) => {
      most = Math.max(most, ++open);
      try {
        return await ticket(question, signal);
      } finally {
        open--;
      }
    };
    const uploader = visit({client: clientOf(counting), concurrency: 2});
    const files = Array.from({length: 20}, (_, index) => makeFile(100 + index, `${index}.bin`, index));
    let askedAtFirst: number | undefined;
    uploader.addEventListener('change', ({task}) => {
      if (task.state.status === 'done') askedAtFirst ??= asked.length;
    });
    const tasks = uploader.addAll(files);
    expect(tasks.map(({key}) => key)).to.deep.equal(files.map(() => ''));
    await uploader.settled();
    expect(most).to.equal(2);
    expect(askedAtFirst).to.be.lessThan(10);
    expect(asked).to.have.deep.members(files.map(facts));
    // Of two that are begun at once either may ask first.
    for (const [index, {name}] of asked.entries())
      expect(Math.abs(index - Number.parseInt(name)), name).to.be.below(3);
    for (const [index, file] of files.entries()) await expectIntact(tasks[index]!, file);
  });

  it('say the type that will be sent', async () => {
    const {asked, ticket} = application();
    const uploader = visit({client: clientOf(ticket)});
    uploader.add(new File(['x'], 'a.png'));
    uploader.add(new File(['x'], 'b.png'), {objectOptions: {contentType: 'image/webp'}});
    await uploader.settled();
    expect(asked.map(({name, type}) => [name, type])).to.have.deep.members([
      ['a.png', 'image/png'],
      ['b.png', 'image/webp'],
    ]);
  });

  it('go on after a reload: asked again with the key, and for the same object', async () => {
    const {asked, ticket} = application();
    const store = freshStore();
    const {file, key} = await halfway(ticket, store);
    asked.length = 0;
    const uploader = visit({
      client: clientOf(ticket),
      store,
      scope: 'ann',
      partSize: MB,
      multipartThreshold: MB,
    });
    const task = await restored(uploader);
    const result = await task.settled();
    expect(result).to.include({key, resumedBytes: 2 * MB});
    await expectIntact(task, file);
    expect(asked).to.deep.equal([{...facts(file), key}]);
  });

  it('are shown to nobody after a reload where the page does not say whose they are', async () => {
    const {ticket} = application();
    const store = freshStore();
    await halfway(ticket, store);
    expect(await visit({client: clientOf(ticket), store}).restore()).to.deep.equal([]);
    expect(await visit({client: clientOf(ticket), store, scope: 'bob'}).restore()).to.deep.equal([]);
  });

  it('fail where the application names another object for one that goes on', async () => {
    const {ticket} = application();
    const store = freshStore();
    await halfway(ticket, store);
    const other = application((given) => ({...given, key: freshKey()}));
    const uploader = visit({client: clientOf(other.ticket), store, scope: 'ann', retries: 0});
    const task = await restored(uploader);
    await until(() => ended(task.state), 'the end');
    expect(task.state).to.have.nested.property('error.code', 'malformed');
  });

  it('are removed from the server by a cancel, also by the next visit', async () => {
    const {asked, ticket} = application();
    const store = freshStore();
    const {file, key} = await halfway(ticket, store);
    asked.length = 0;
    const uploader = visit({client: clientOf(ticket), store, scope: 'ann', resume: 'ask'});
    (await restored(uploader)).cancel();
    await until(async () => (await openUploads(key)).length === 0, 'the abort');
    expect(asked).to.deep.equal([{...facts(file), key}]);
  });

  it('are renewed when COS finds them expired', async () => {
    const {asked, ticket} = application();
    const key = freshKey();
    await addFaults({match: {key, operation: 'UploadPart'}, times: 1, effect: {expiredToken: true}});
    const client = clientOf((question, signal) => ticket({...question, key}, signal));
    const uploader = visit({client, partSize: MB, multipartThreshold: MB, concurrency: 2});
    const file = makeFile(5 * MB);
    const task = uploader.add(file);
    await uploader.settled();
    await expectIntact(task, file);
    expect(asked).to.have.length(2);
    expect(asked[1]).to.deep.equal({...facts(file), key});
  });

  it('create the object as the ticket says, before what the page says', async () => {
    const objectOptions = {acl: 'public-read', metadata: {from: 'ticket'}};
    const {ticket} = application((given) => ({...given, objectOptions}));
    const uploader = visit({
      client: clientOf(ticket),
      objectOptions: {acl: 'private', storageClass: 'STANDARD_IA'},
    });
    const task = uploader.add(makeFile(100));
    await task.settled();
    const [put] = (await requestsFor(task.key)).filter(({method}) => method === 'PUT');
    expect(put!.headers).to.include({
      'x-cos-acl': 'public-read',
      'x-cos-meta-from': 'ticket',
      'x-cos-storage-class': 'STANDARD_IA',
    });
  });

  it('keep what the ticket says in the journal, but for secrets', async () => {
    const store = freshStore();
    const secret = 'MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=';
    for (const [objectOptions, kept] of [
      [{metadata: {a: 'b'}}, {metadata: {a: 'b'}}],
      [{sseCustomerKey: secret, sseCustomerKeyMD5: 'U5L61r7jcwdNvT7frmUG8g=='}, undefined],
    ] as const) {
      const {ticket} = application((given) => ({...given, objectOptions}));
      const {key} = await halfway(ticket, store);
      const record = (await store.list(cosOrigin)).find((each) => each.key === key)!;
      expect(record.objectOptions).to.deep.equal(kept);
      expect(JSON.stringify(record)).to.not.include(secret);
    }
  });

  it('end as skipped where the application has the object already', async () => {
    const key = freshKey();
    const uploader = visit({client: clientOf(() => Promise.resolve({key, stored: true}))});
    const file = makeFile(100);
    const result = await uploader.add(file).settled();
    expect(result).to.include({key, skipped: true, size: 100});
    expect(await requestsFor(key)).to.deep.equal([]);
  });

  it('fail alone where one is refused, and are asked for again by a retry', async () => {
    const {ticket} = application();
    let isClosed = true;
    const doorman: GetTicket = (question, signal) =>
      isClosed && question.name === 'b.bin'
        ? Promise.reject(new CredentialsError('No.', {code: 'refused'}))
        : ticket(question, signal);
    const uploader = visit({client: clientOf(doorman)});
    const [a, b] = uploader.addAll([makeFile(10, 'a.bin'), makeFile(20, 'b.bin')]) as [
      UploadTask,
      UploadTask,
    ];
    await uploader.settled();
    expect([a.state.status, b.state.status]).to.deep.equal(['done', 'failed']);
    isClosed = false;
    b.resume();
    expect((await b.settled()).key).to.match(/b\.bin$/);
  });

  it('wait for an application that is away', async () => {
    const {ticket} = application();
    let failures = 0;
    const uploader = visit({
      client: clientOf((question, signal) =>
        failures++ < 2 ? Promise.reject(new TypeError('Failed to fetch')) : ticket(question, signal),
      ),
    });
    const reasons = new Set<string>();
    uploader.addEventListener('change', ({task: {state}}) => {
      if (state.status === 'waiting') reasons.add(state.reason);
    });
    await uploader.add(makeFile(10)).settled();
    expect([...reasons]).to.deep.equal(['credentials']);
  });

  it('are not asked for twice by a pause', async () => {
    const {asked, ticket} = application();
    const key = freshKey();
    await addFaults({match: {key, method: 'PUT'}, times: 1, effect: {hang: true}});
    const uploader = visit({client: clientOf((question, signal) => ticket({...question, key}, signal))});
    const task = uploader.add(makeFile(10));
    await until(async () => (await requestsFor(key)).some(({method}) => method === 'PUT'), 'the body');
    task.pause();
    task.resume();
    await task.settled();
    expect(asked).to.have.length(1);
  });

  it('leave no choice of keys to the page', () =>
    expect(
      thrownBy(() => visit({client: clientOf(() => Promise.reject(new Error())), key: () => 'a'})),
    ).to.include({name: 'ConfigurationError', attribute: 'key'}));

  it('refuse what cannot be the key of an object', async () => {
    const client = clientOf(async () => ({...(await keysFor('a')), key: 'a/../b'}));
    const uploader = visit({client});
    const task = uploader.add(makeFile(10));
    await uploader.settled();
    expect(task.state).to.have.nested.property('error.name', 'ConfigurationError');
  });
});
