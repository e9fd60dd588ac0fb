/** Where keys and signatures must never be seen: storage, console, events, errors, addresses, the page itself, news between tabs. */
import {expect} from 'chai';
import type {CosUploaderElement} from '../../src/element.js';
import {addFaults, bucket, clearFaults, freshKey, makeFile, region} from '../support/cos.js';
import {mount, record, settle, unmount} from '../support/element.js';
import {until} from '../support/until.js';

const MB = 2 ** 20;

/** All that can be read of a value: own fields, getters of its classes, what is inside, and texts of errors. */
function textOf(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'function' || value instanceof Node || value instanceof Window) return '';
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  const names = new Set<PropertyKey>(Reflect.ownKeys(value));
  const above = (object: object): object | null => Object.getPrototypeOf(object) as object | null;
  for (let type = above(value); type && type !== Object.prototype; type = above(type)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(type)))
      if ('get' in descriptor) names.add(name);
  }
  const fields = [...names].map((name) => {
    try {
      return `${String(name)}=${textOf(Reflect.get(value, name), seen)}`;
    } catch {
      return '';
    }
  });
  return value instanceof Error ? `${String(value)} ${value.stack ?? ''} ${fields.join()}` : fields.join();
}

/** Everything in IndexedDB, keys and values. */
async function databases(): Promise<string> {
  const texts: string[] = [];
  for (const {name = ''} of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    for (const store of database.objectStoreNames) {
      const reading = database.transaction(store).objectStore(store);
      for (const request of [reading.getAllKeys(), reading.getAll()]) {
        await new Promise((resolve) => (request.onsuccess = resolve));
        texts.push(textOf(request.result));
      }
    }
    database.close();
  }
  return texts.join('\n');
}

const page = (root: ParentNode): string =>
  [...root.querySelectorAll('*')]
    .map((element) => element.outerHTML + (element.shadowRoot ? page(element.shadowRoot) : ''))
    .join('\n');

describe('secrets', () => {
  const consoleMethods = ['log', 'info', 'debug', 'warn', 'error'] as const;
  const original = {...console};
  afterEach(async () => {
    Object.assign(console, original);
    unmount();
    await clearFaults();
  });

  it('are nowhere but in the headers of requests, whatever happens', async () => {
    const secrets = new Set<string>();
    const told: string[] = [];
    for (const name of consoleMethods)
      console[name] = (...words: unknown[]) => void told.push(words.map((word) => textOf(word)).join(' '));
    const prefix = freshKey('');
    const news = new BroadcastChannel('cos-uploader');
    news.onmessage = ({data}) => told.push(textOf(data));
    const element: CosUploaderElement = await mount({
      bucket,
      region,
      endpoint: cosOrigin,
      'key-prefix': prefix,
      multiple: true,
      'multipart-threshold': '1MB',
      'part-size': '1MB',
      retries: '0',
    });
    const events = record(
      element,
      'cos-upload-start',
      'cos-upload-progress',
      'cos-part-done',
      'cos-upload-pause',
      'cos-upload-success',
      'cos-upload-error',
    );
    const parts = record(element, 'cos-part-done');
    // Heard as any event, so that a page that does not have it stays typed.
    element.addEventListener('cos-request', (event) => told.push(textOf(event)));
    element.credentials = async () => {
      const answer = (await (await fetch(`${cosOrigin}/-/sts`)).json()) as {
        credentials: Record<string, string>;
      };
      for (const secret of Object.values(answer.credentials)) secrets.add(secret);
      return answer as never;
    };
    await addFaults(
      {match: {key: `${prefix}refused.bin`}, effect: {status: 403, code: 'AccessDenied'}},
      {match: {key: `${prefix}broken.bin`}, effect: {status: 400, code: 'InvalidRequest'}},
      {match: {key: `${prefix}paused.bin`, partNumber: 3}, effect: {hang: true}},
    );
    const [, , , paused] = await element.addFiles([
      makeFile(3 * MB, 'refused.bin'),
      makeFile(10, 'broken.bin'),
      makeFile(2 * MB + 1, 'done.bin'),
      makeFile(4 * MB, 'paused.bin'),
    ]);
    await until(() => parts.filter(({task}) => task === paused).length === 3, 'three parts', 20_000);
    element.pause(paused);
    await until(
      () => element.tasks.every(({state}) => ['done', 'failed', 'paused'].includes(state.status)),
      'the end of the others',
      20_000,
    );
    await settle(element);
    const statuses = element.tasks.map(({state}) => state.status).sort();
    expect(statuses).to.deep.equal(['done', 'failed', 'failed', 'paused']);
    expect(secrets.size, 'keys were handed out').to.be.greaterThan(2);

    const stored = await databases();
    expect(stored, 'the journal has been read').to.include('paused.bin');
    const places = {
      stored,
      kept: JSON.stringify([localStorage, sessionStorage, document.cookie]),
      told: told.join('\n'),
      events: events.map((event) => textOf(event)).join('\n'),
      tasks: textOf([...element.tasks]),
      page: page(document),
      addresses: performance
        .getEntriesByType('resource')
        .map(({name}) => name)
        .filter((name) => !name.includes('/-/'))
        .join('\n'),
    };
    news.close();
    for (const [place, text] of Object.entries(places)) {
      for (const secret of secrets) expect(text.includes(secret), `a key in ${place}`).to.equal(false);
      expect(/q-signature=|q-ak=/.test(text), `a signature in ${place}`).to.equal(false);
    }
  });
});
