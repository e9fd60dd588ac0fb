import {expect} from 'chai';
import {fetchTransport, type Transport} from '../../../src/cos/wire/transport.js';
import {xhrTransport} from '../../../src/cos/wire/xhr-transport.js';
import {createAutoTransport} from '../../../src/cos/wire/auto-transport.ts';
import {until} from '../../support/until.js';
import {addFaults, freshKey, localClient, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

const transports: [name: string, transport: Transport][] = [
  ['fetchTransport', fetchTransport],
  ['xhrTransport', xhrTransport],
  ['the transport of a page by default', createAutoTransport()],
];

for (const [name, transport] of transports) {
  describe(name, () => {
    const send = (path: string, extra: Partial<Parameters<Transport>[0]> = {}) =>
      transport({method: 'GET', url: cosOrigin + path, headers: {}, ...extra});

    it('resolves for every status', async () => {
      const response = await send('/nothing-here');
      expect(response.status).to.equal(403);
      expect(response.header('Content-Type')).to.equal('application/xml');
      expect(response.header('x-not-there')).to.equal(null);
      expect(Object.fromEntries(response.headers())).to.have.property('content-type', 'application/xml');
      expect(await response.text()).to.include('<Error>');
    });

    for (const method of ['GET', 'PUT']) {
      const here = (path: string) =>
        send('', {method, url: location.origin + path, ...(method === 'PUT' && {body: 'x'})});

      it(`${method} does not take what a redirect leads to for the answer`, async () => {
        const {status} = await here('/moved');
        expect(status).to.equal(302);
      });

      for (const [status, bytes] of [
        [200, 8 * 1024 ** 2],
        [500, 64 * 1024],
      ] as const)
        it(`${method} reads no more than ${bytes} bytes of an answer of ${status}`, async () => {
          const text = await (await here(`/long?${status}`)).text();
          expect(text).to.have.length(bytes);
        });
    }

    it('tells the bytes of the answer', async () => {
      const seen: number[] = [];
      const put = {method: 'PUT', body: 'x', onReceived: (bytes: number) => void seen.push(bytes)};
      await (await send('', {...put, url: `${location.origin}/long?200`})).text();
      expect(seen.length).to.be.greaterThan(1);
      expect(seen.at(-1)).to.be.greaterThan(8_000_000);
    });

    it('rejects with a NetworkError without an answer', async () => {
      const error = await rejection(send('', {url: 'http://127.0.0.1:1/'}));
      expect(error).to.include({name: 'NetworkError', code: 'network', retryable: true});
    });

    it('rejects with a NetworkError when the answer is cut', async () => {
      const key = freshKey();
      await addFaults({match: {key}, effect: {reset: 'mid-body'}});
      const error = await rejection(
        send(`/${key}`, {method: 'PUT', body: new Blob([new Uint8Array(300_000)])}),
      );
      expect(error).to.include({name: 'NetworkError'});
    });

    for (const method of ['GET', 'PUT'])
      it(`${method} rejects with the signal's reason, before and during`, async () => {
        const reason = new Error('mine');
        const body = method === 'PUT' ? {body: new Blob(['x'])} : {};
        const aborted = send('/x', {method, ...body, signal: AbortSignal.abort(reason)});
        expect(await rejection(aborted)).to.equal(reason);

        const key = freshKey();
        await addFaults({match: {key}, effect: {hang: true}});
        const controller = new AbortController();
        const sent = rejection(send(`/${key}`, {method, ...body, signal: controller.signal}));
        await until(async () => (await requestsFor(key)).some((one) => one.method === method), 'the request');
        controller.abort(reason);
        expect(await sent).to.equal(reason);
      });

    it('an abort is a DOMException when no reason is given', async () =>
      expect(await rejection(send('/x', {signal: AbortSignal.abort()}))).to.include({name: 'AbortError'}));

    it('tells the bytes sent, up to all of them', async () => {
      const client = localClient({transport});
      const seen: number[] = [];
      await client.putObject(freshKey(), new Blob([new Uint8Array(3_000_000)]), {
        onProgress: ({sent, total}) => {
          expect(total).to.equal(3_000_000);
          seen.push(sent);
        },
      });
      expect(seen.at(-1)).to.equal(3_000_000);
      expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
    });

    it('asks COS itself what an object is, whatever the browser has kept of it', async () => {
      const client = localClient({transport});
      const key = freshKey();
      await client.putObject(key, 'old', {acl: 'public-read', cacheControl: 'max-age=600'});
      const shown = await fetch(client.locationOf(key));
      expect(await shown.text()).to.equal('old');
      // Under another URL, as from another device: a PUT to the same one empties the cache.
      await fetch(await client.presign('PUT', key), {method: 'PUT', body: 'newer'});
      expect((await client.headObject(key))?.size).to.equal(5);
    });

    it('a progress function that throws is a fault of the page, not of the request', async () => {
      const own = new Error('thrown by onProgress');
      const reported: unknown[] = [];
      const {onerror} = window;
      window.onerror = (_event, _source, _line, _column, error) => reported.push(error) > 0;
      try {
        const onProgress = (): never => {
          throw own;
        };
        const {etag} = await localClient({transport}).putObject(freshKey(), 'hello', {onProgress});
        expect(etag).to.equal('"5d41402abc4b2a76b9719d911017c592"');
        await new Promise((resolve) => setTimeout(resolve, 0));
        expect(new Set(reported)).to.deep.equal(new Set([own]));
      } finally {
        window.onerror = onerror;
      }
    });

    it('sends every kind of body, and no header of its own that COS would store', async () => {
      const bytes = new TextEncoder().encode('hello');
      for (const body of [
        'hello',
        bytes,
        bytes.buffer,
        new Blob(['hello']),
        new File(['hello'], 'x'),
        new DataView(bytes.buffer),
      ]) {
        const key = freshKey();
        const {etag} = await localClient({transport}).putObject(key, body);
        expect(etag).to.equal('"5d41402abc4b2a76b9719d911017c592"');
        const headers = (await requestsFor(key)).find(({method}) => method === 'PUT')?.headers ?? {};
        expect(headers).not.to.have.any.keys('cache-control', 'pragma', 'content-type', 'cookie');
      }
    });
  });
}

/** How the requests of `work` went, in order: by fetch or by XMLHttpRequest. */
async function meansOf(work: () => Promise<unknown>): Promise<string[]> {
  const means: string[] = [];
  const {fetch, XMLHttpRequest} = globalThis;
  globalThis.fetch = (input, init) => {
    if (init?.method) means.push(`${init.method} by fetch`);
    return fetch(input, init);
  };
  globalThis.XMLHttpRequest = class extends XMLHttpRequest {
    override open(method: string, url: string | URL): void {
      means.push(`${method} by xhr`);
      super.open(method, url);
    }
  };
  try {
    await work();
  } finally {
    Object.assign(globalThis, {fetch, XMLHttpRequest});
  }
  return means;
}

describe('transport: auto', () => {
  it('sends whole objects by XMLHttpRequest, anything else by fetch', async () => {
    const client = localClient();
    const key = freshKey();
    const part = new Blob([new Uint8Array(2 ** 20)]);
    const means = await meansOf(async () => {
      await client.putObject(key, new File(['x'], 'x'));
      await client.headObject(key);
      const {uploadId} = await client.createMultipartUpload(key);
      const sent = [
        await client.uploadPart(key, uploadId, 1, part),
        await client.uploadPart(key, uploadId, 2, new Blob(['last'])),
      ];
      await client.completeMultipartUpload(key, uploadId, sent);
    });
    expect(means.filter((one) => !one.startsWith('GET'))).to.deep.equal([
      'PUT by xhr',
      'HEAD by fetch',
      'POST by fetch',
      'PUT by fetch',
      'PUT by fetch',
      'POST by fetch',
    ]);
  });

  it('shows the bytes inside a part where the one before took long', async () => {
    const url = `${location.origin}/test?partNumber=1`;
    const part = {method: 'PUT', url, headers: {}, body: new Blob(['x'])};
    const now = performance.now.bind(performance);
    let passed = 0;
    performance.now = () => now() + passed;
    try {
      const auto = createAutoTransport();
      const lasting = async (ms: number): Promise<void> => {
        const answer = auto(part);
        passed += ms;
        await answer;
      };
      const means = await meansOf(async () => {
        await lasting(8000);
        await lasting(8000);
        await lasting(0);
        await lasting(0);
      });
      expect(means).to.deep.equal(['PUT by fetch', 'PUT by xhr', 'PUT by xhr', 'PUT by fetch']);
    } finally {
      performance.now = now;
    }
  });

  it('uses fetch alone where there is no page', async () => {
    const put = {method: 'PUT', url: `${location.origin}/long?200`, headers: {}};
    const script = `
      const work = async () => {
        const {createAutoTransport} = await import('${location.origin}/src/cos/wire/auto-transport.ts');
        let opened = 0;
        const {open} = XMLHttpRequest.prototype;
        XMLHttpRequest.prototype.open = function (...args) { opened++; open.apply(this, args); };
        const {status} = await createAutoTransport()({...${JSON.stringify(put)}, body: new Blob(['x'])});
        return {status, opened};
      };
      work().then(postMessage, (error) => postMessage(String(error)));
    `;
    const url = URL.createObjectURL(new Blob([script], {type: 'text/javascript'}));
    const worker = new Worker(url, {type: 'module'});
    const answer = await new Promise((resolve) => {
      worker.onmessage = ({data}) => resolve(data);
    });
    worker.terminate();
    URL.revokeObjectURL(url);
    expect(answer).to.deep.equal({status: 200, opened: 0});
  });
});

describe('a request that is aborted', () => {
  for (const [name, transport] of transports)
    it(`is cut on the wire too, by ${name}`, async () => {
      const key = freshKey();
      await addFaults({match: {key}, effect: {hang: true}});
      const controller = new AbortController();
      const sent = rejection(localClient({transport}).putObject(key, 'hello', {signal: controller.signal}));
      await until(async () => (await putOf(key)) !== undefined, 'the body');
      expect((await putOf(key))!.aborted).to.equal(false);
      controller.abort();
      await sent;
      await until(async () => (await putOf(key))!.aborted, 'the cut');
    });
});

const putOf = async (key: string) => (await requestsFor(key)).find(({method}) => method === 'PUT');

describe('xhrTransport', () => {
  it('tells the progress inside a body', async () => {
    const key = freshKey();
    await addFaults({match: {key}, effect: {delay: 300}});
    const seen: number[] = [];
    await localClient({transport: 'xhr'}).putObject(key, new Blob([new Uint8Array(8_000_000)]), {
      onProgress: ({sent}) => seen.push(sent),
    });
    expect(seen.length).to.be.greaterThan(1);
  });

  it('is refused under another name', () =>
    expect(() => localClient({transport: 'beacon' as never})).to.throw('transport'));
});

describe('a transport of the app', () => {
  for (const [bytes, kind] of [
    [128 * 1024, ArrayBuffer],
    [128 * 1024 + 1, Blob],
  ] as const)
    it(`gets ${bytes} bytes in memory as ${kind.name}`, async () => {
      let body: unknown;
      const transport: Transport = (request) => {
        ({body} = request);
        return fetchTransport(request);
      };
      await localClient({transport}).putObject(freshKey(), new ArrayBuffer(bytes));
      expect(body).to.be.instanceOf(kind);
    });

  it('that does not look at its signal is not waited for', async () => {
    const reason = new Error('mine');
    const controller = new AbortController();
    const silent = localClient({
      transport: () => {
        queueMicrotask(() => controller.abort(reason));
        return new Promise(() => undefined);
      },
    });
    expect(await rejection(silent.headObject(freshKey(), {signal: controller.signal}))).to.equal(reason);
  });
});
