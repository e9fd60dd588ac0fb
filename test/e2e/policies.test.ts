/** The one-file bundle in pages with strict rules: what is lost there is what docs/embedding.md says, and nothing else. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import type * as library from '../../src/bundle.js';
import type {UploadError} from '../../src/index.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';

/** What a page sees of an upload. */
interface Seen {
  status: string;
  hashing: string;
  /** The picture of a row is a picture, not an icon. */
  thumbnail: boolean;
  /** The element has its styles. */
  styled: boolean;
  /** How often each directive was violated. */
  violations: Record<string, number>;
}

const full: Seen = {status: 'done', hashing: 'worker-wasm', thumbnail: true, styled: true, violations: {}};

/** The headers of a page, and what differs from a page without any. */
interface Row {
  readonly policy?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The tag of the script that brings the bundle. */
  readonly script?: string;
  readonly worker?: string;
  readonly seen?: Partial<Seen>;
}

const script = '<script type="module" src="/page.js"></script>';
/** The pixel of this picture takes 68 bytes. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

const required = "require-trusted-types-for 'script'";
/** `COS` stands for the origin of the store. */
const usual =
  "default-src 'self'; connect-src 'self' COS; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; img-src 'none'; style-src 'none'";

const rows: Record<string, Row> = {
  'no policy': {},
  'the directives of the documents alone, no styles and no pictures': {policy: usual},
  'no worker from blob:': {
    policy: usual.replace('worker-src blob:', "worker-src 'self'"),
    seen: {hashing: 'page-wasm', violations: {'worker-src': 1}},
  },
  'no worker from blob:, and worker-url': {
    policy: usual.replace('worker-src blob:', "worker-src 'self'"),
    worker: '/hash.worker.js',
  },
  'no workers at all': {
    policy: usual.replace('worker-src blob:', "worker-src 'none'"),
    seen: {hashing: 'page-wasm', violations: {'worker-src': 1}},
  },
  "no 'wasm-unsafe-eval'": {
    policy: usual.replace(" 'wasm-unsafe-eval'", ''),
    seen: {hashing: 'worker-js'},
  },
  'no worker, and no WebAssembly': {
    policy: usual.replace(" 'wasm-unsafe-eval'", '').replace('worker-src blob:', "worker-src 'none'"),
    seen: {hashing: 'page-js', violations: {'worker-src': 1, 'script-src': 2}},
  },
  "a nonce and 'strict-dynamic'": {
    policy: usual.replace("script-src 'self'", "script-src 'nonce-abc' 'strict-dynamic'"),
    script: script.replace('<script', '<script nonce="abc"'),
  },
  'Trusted Types': {policy: required},
  'Trusted Types with a list': {policy: `${required}; trusted-types lit-html cos-uploader`},
  'Trusted Types with a list, and all the rest': {
    policy: `${usual}; ${required}; trusted-types lit-html cos-uploader`,
  },
  'Trusted Types without our policy': {
    policy: `${required}; trusted-types lit-html`,
    seen: {hashing: 'page-wasm', violations: {'trusted-types': 1, 'require-trusted-types-for': 1}},
  },
  'a Permissions-Policy that forbids what can be forbidden': {
    headers: {
      'permissions-policy':
        'screen-wake-lock=(), clipboard-read=(), clipboard-write=(), camera=(), cross-origin-isolated=(), storage-access=(), web-share=()',
    },
  },
  // Nor has it a place for what the next visit would go on with.
  'a sandbox with an origin of its own': {
    headers: {'content-security-policy': 'sandbox allow-scripts'},
    seen: {hashing: 'page-wasm'},
  },
  'a report of a connect-src without the store, which forbids nothing': {
    headers: {'content-security-policy-report-only': "connect-src 'self'"},
  },
};

describe('a page with', {timeout: 300_000}, () => {
  let cos: LocalCos;
  let site: Listening;
  let elsewhere: Listening;
  let browser: Browser;
  let row: Row = {};
  const files = new Map<string, Buffer>();

  before(async () => {
    cos = await startLocalCos();
    for (const name of ['cos-uploader.bundle.js', 'hash.worker.js', 'integrity.json'])
      files.set(`/${name}`, await readFile(`dist/${name}`));
    files.set('/sts', Buffer.from(await (await fetch(`${cos.origin}/-/sts`)).arrayBuffer()));
    files.set(
      '/page.js',
      Buffer.from("import * as api from '/cos-uploader.bundle.js';\nwindow.api = api;\n"),
    );
    const serve = (headers: () => Record<string, string>) =>
      listen(({url = '/'}, response) => {
        const file = files.get(url);
        response.writeHead(file || url === '/' ? 200 : 404, {
          'content-type': file ? 'text/javascript' : 'text/html',
          ...headers(),
        });
        response.end(file ?? `<!doctype html><title>guarded</title>${row.script ?? script}`);
      });
    site = await serve(() => ({
      // A script of a page without an origin is from another one.
      'access-control-allow-origin': '*',
      ...(row.policy === undefined ? {} : {'content-security-policy': row.policy.replace('COS', cos.origin)}),
      ...row.headers,
    }));
    elsewhere = await serve(() => ({'access-control-allow-origin': '*'}));
    browser = await puppeteer.launch({
      executablePath: ensureChromium(),
      args: [...chromiumArgs, '--host-resolver-rules=MAP plain.test 127.0.0.1'],
    });
  });
  after(async () => {
    await browser.close();
    await Promise.all([site.close(), elsewhere.close(), cos.close()]);
  });

  const open = async (of: Row, origin = site.origin): Promise<Page> => {
    row = of;
    const page = await browser.newPage();
    // What the compiler of these tests puts around functions with a name.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    await page.evaluateOnNewDocument(() => {
      const counted: Record<string, number> = {};
      Object.assign(window, {counted});
      addEventListener('securitypolicyviolation', ({effectiveDirective, disposition}) => {
        if (disposition === 'enforce') counted[effectiveDirective] = (counted[effectiveDirective] ?? 0) + 1;
      });
    });
    await page.goto(origin);
    await page.waitForFunction(() => 'api' in window, {timeout: 20_000});
    return page;
  };

  /** Uploads a picture and a file in parts, through the element. */
  const look = (page: Page, workerUrl?: string): Promise<Seen> =>
    page.evaluate(
      async (png, workerUrl, place) => {
        const {api, counted} = window as unknown as {api: typeof library; counted: Record<string, number>};
        const element = document.createElement('cos-uploader');
        Object.assign(
          element,
          {...place, multiple: true, partSize: '1MB', multipartThreshold: '1MB'},
          workerUrl && {workerUrl},
        );
        document.body.append(element);
        await element.updateComplete;
        const picture = new File([Uint8Array.from(atob(png), (char) => char.charCodeAt(0))], 'a.png', {
          type: 'image/png',
        });
        const tasks = await element.addFiles([picture, new File([new Uint8Array(3e6)], 'b.bin')]);
        await Promise.allSettled(tasks.map((task) => task.settled()));
        const state =
          tasks.map((task) => task.state).find(({status}) => status !== 'done') ?? tasks[0]!.state;
        const violations = {...counted};
        const hasher = api.createHasher({workerUrl});
        await hasher.hash(new Blob(['x']), {crc64: true});
        const found = (): boolean => Boolean(element.shadowRoot!.querySelector('.thumb canvas'));
        for (let frames = 0; frames < 200 && !found(); frames++)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        const zone = element.shadowRoot!.querySelector('.zone');
        return {
          status: state.status,
          hashing: hasher.path ?? '',
          thumbnail: found(),
          styled: zone !== null && getComputedStyle(zone).display === 'flex',
          violations,
        };
      },
      png,
      workerUrl,
      {bucket: cos.bucket, region: cos.region, endpoint: cos.origin, credentialsUrl: `${cos.origin}/-/sts`},
    );

  for (const [name, row] of Object.entries(rows))
    it(name, async () => {
      const page = await open(row);
      try {
        assert.deepEqual(await look(page, row.worker), {...full, ...row.seen});
      } finally {
        await page.close();
      }
    });

  it('the bundle from another origin, under its integrity', async () => {
    const {'cos-uploader.bundle.js': hash} = JSON.parse(files.get('/integrity.json')!.toString()) as Record<
      string,
      string
    >;
    const tag = (integrity: string): string =>
      `<script type="module" src="${elsewhere.origin}/cos-uploader.bundle.js" integrity="${integrity}" crossorigin></script>` +
      `<script type="module" src="/page.js"></script>`;
    const defined = async (integrity: string): Promise<boolean> => {
      row = {script: tag(integrity).replace(/<script[^>]*page\.js.*$/, '')};
      const page = await browser.newPage();
      await page.goto(site.origin);
      const is = await page.evaluate(() => customElements.get('cos-uploader') !== undefined);
      await page.close();
      return is;
    };
    assert.equal(await defined(hash!), true);
    assert.equal(await defined(hash!.replace(/.{8}$/, 'AAAAAAAA')), false);
  });

  it("a list of policies without lit's: the import works, the console tells, and what draws nothing uploads", async () => {
    const said: string[] = [];
    row = {policy: `${required}; trusted-types cos-uploader`};
    const page = await browser.newPage();
    page.on('console', (message) => said.push(message.text()));
    await page.goto(site.origin);
    await page.waitForFunction(() => 'api' in window, {timeout: 20_000});
    const size = await page.evaluate(
      async (options) => {
        const {createCosClient, uploadFile} = window.api;
        return (await uploadFile(createCosClient(options), new Blob(['hello']), {key: 'undrawn'})).size;
      },
      {bucket: cos.bucket, region: cos.region, endpoint: cos.origin, credentialsUrl: `${cos.origin}/-/sts`},
    );
    await page.close();
    assert.equal(size, 5);
    assert.equal(said.filter((text) => text.includes('does not list "lit-html"')).length, 1, said.join('\n'));
  });

  it('plain http under another name, where there are no locks and no crypto.subtle', async () => {
    const page = await open({}, site.origin.replace('127.0.0.1', 'plain.test'));
    try {
      assert.equal(await page.evaluate(() => isSecureContext || 'locks' in navigator), false);
      assert.deepEqual(await look(page), full);
    } finally {
      await page.close();
    }
  });

  for (const [what, policy, forbidden] of [
    ['the store', "connect-src 'self'", (): string => cos.origin],
    ['the keys', 'connect-src COS', (): string => site.origin],
  ] as const)
    it(`a connect-src without ${what}, which is told at once`, async () => {
      const page = await open({policy});
      const {code, message} = await page.evaluate(
        async (options) => {
          const {createCosClient, uploadFile} = window.api;
          // A second try would come after an hour.
          const upload = uploadFile(createCosClient(options), new Blob(['hello']), {
            key: 'k',
            retry: ({retryable}) => (retryable ? 3.6e6 : undefined),
          });
          return upload.then(
            () => ({code: 'done', message: ''}),
            // A message is not copied with its error.
            (error: unknown) => ({
              code: (error as UploadError).code,
              message: (error as UploadError).message,
            }),
          );
        },
        {bucket: cos.bucket, region: cos.region, endpoint: cos.origin, credentialsUrl: '/sts'},
      );
      await page.close();
      assert.equal(code, 'policy', message);
      assert.ok(message.includes(forbidden()), message);
    });
});
