/** The one-file bundle in pages with strict rules: what is lost there is what docs/embedding.md says, and nothing else. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Frame, type Page} from 'puppeteer-core';
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

const sandbox = {'content-security-policy': 'sandbox allow-scripts'};
const permissions = {
  'permissions-policy':
    'screen-wake-lock=(), clipboard-read=(), clipboard-write=(), camera=(), cross-origin-isolated=(), storage-access=(), web-share=()',
};

/** By the rows of docs/embedding.md. */
const pages: Record<string, Record<string, Row>> = {
  "`style-src 'none'`, `img-src 'none'`": {
    'no policy': {},
    'the directives of the documents alone': {policy: usual},
  },
  "a nonce and `'strict-dynamic'`": {
    both: {
      policy: usual.replace("script-src 'self'", "script-src 'nonce-abc' 'strict-dynamic'"),
      script: script.replace('<script', '<script nonce="abc"'),
    },
  },
  'no `worker-src blob:`': {
    'none at all': {
      policy: usual.replace('worker-src blob:', "worker-src 'none'"),
      seen: {hashing: 'page-wasm', violations: {'worker-src': 1}},
    },
    'its own': {
      policy: usual.replace('worker-src blob:', "worker-src 'self'"),
      seen: {hashing: 'page-wasm', violations: {'worker-src': 1}},
    },
    'its own, and worker-url': {
      policy: usual.replace('worker-src blob:', "worker-src 'self'"),
      worker: '/hash.worker.js',
    },
  },
  "no `'wasm-unsafe-eval'`": {
    'in a worker': {policy: usual.replace(" 'wasm-unsafe-eval'", ''), seen: {hashing: 'worker-js'}},
    'and no worker': {
      policy: usual.replace(" 'wasm-unsafe-eval'", '').replace('worker-src blob:', "worker-src 'none'"),
      seen: {hashing: 'page-js', violations: {'worker-src': 1, 'script-src': 2}},
    },
  },
  'Trusted Types, with or without a list of both names': {
    without: {policy: required},
    with: {policy: `${required}; trusted-types lit-html cos-uploader`},
    'with, and all the rest': {policy: `${usual}; ${required}; trusted-types lit-html cos-uploader`},
  },
  '… a list without `cos-uploader`': {
    'and no default policy': {
      policy: `${required}; trusted-types lit-html`,
      seen: {hashing: 'page-wasm', violations: {'trusted-types': 1, 'require-trusted-types-for': 1}},
    },
  },
  '`connect-src` without the store or the keys': {
    'as a report, which forbids nothing': {
      headers: {'content-security-policy-report-only': "connect-src 'self'"},
    },
  },
  'a frame without an origin (`<iframe sandbox="allow-scripts">`), or a policy with `sandbox allow-scripts`':
    {
      'by the policy': {headers: sandbox, seen: {hashing: 'page-wasm'}},
    },
  '`Permissions-Policy` without wake lock, clipboard': {
    'and without all else that can be forbidden': {headers: permissions},
  },
};

describe('a page with', {timeout: 300_000}, () => {
  let cos: LocalCos;
  let site: Listening;
  let elsewhere: Listening;
  let browser: Browser;
  let row: Row = {};
  const files = new Map<string, Buffer>();
  let place: {bucket: string; region: string; endpoint: string; credentialsUrl: string};
  /** The rows that are tested. */
  const told = new Set<string>();
  const pageWith = (row: string, tests: () => void): void => {
    told.add(row);
    describe(row, tests);
  };

  before(async () => {
    cos = await startLocalCos();
    const {bucket, region, origin: endpoint} = cos;
    place = {bucket, region, endpoint, credentialsUrl: `${endpoint}/-/sts`};
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
        const isPage = url === '/' || url === '/framed';
        response.writeHead(file || isPage ? 200 : 404, {
          'content-type': file ? 'text/javascript' : 'text/html',
          ...headers(),
        });
        const own = (url === '/' && row.script) || script;
        response.end(file ?? `<!doctype html><title>guarded</title>${own}`);
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

  const newPage = async (): Promise<Page> => {
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
    return page;
  };
  const isLoaded = (page: Page | Frame): Promise<unknown> =>
    page.waitForFunction(() => 'api' in window, {timeout: 20_000});
  const open = async (of: Row, origin = site.origin): Promise<Page> => {
    row = of;
    const page = await newPage();
    await page.goto(origin);
    await isLoaded(page);
    return page;
  };

  /** Uploads a picture and a file in parts, through the element. */
  const look = (page: Pick<Page, 'evaluate'>, workerUrl?: string): Promise<Seen> =>
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
      place,
    );

  /** Of an upload that a page tries once. */
  const failure = (
    page: Page,
    options: object = {},
  ): Promise<{code: string; message: string; rule: string}> =>
    page.evaluate(
      async (options) => {
        const {createCosClient, uploadFile} = window.api;
        // A second try would come after an hour.
        const upload = uploadFile(createCosClient(options), new Blob(['hello']), {
          key: 'k',
          retry: ({retryable}) => (retryable ? 3.6e6 : undefined),
        });
        return upload.then(
          () => ({code: 'done', message: '', rule: ''}),
          // A message is not copied with its error.
          (error: unknown) => {
            const {code, message, rule = ''} = error as UploadError & {rule?: string};
            return {code, message, rule};
          },
        );
      },
      {...place, ...options},
    );

  /** How many uploads the next visit finds when a reload has cut one. */
  const foundAfterReload = async (of: Row): Promise<number> => {
    const page = await open(of);
    const id = cos.faults.add({match: {operation: 'UploadPart', partNumber: 3}, effect: {hang: true}});
    await page.evaluate(async (options) => {
      const {createCosClient, Uploader} = window.api;
      const parts = {partSize: '1MB', multipartThreshold: '1MB'} as const;
      const uploader = new Uploader({client: createCosClient(options), ...parts});
      const aPart = new Promise<void>((resolve) => {
        uploader.addEventListener('change', ({action}) => action.type === 'part' && resolve());
      });
      uploader.add(new File([new Uint8Array(3e6)], 'cut.bin'), {key: 'cut.bin'});
      await aPart;
    }, place);
    await page.reload();
    await isLoaded(page);
    cos.faults.remove(id);
    const found = await page.evaluate(async (options) => {
      const {createCosClient, Uploader} = window.api;
      const uploader = new Uploader({client: createCosClient(options)});
      const {length} = await uploader.restore();
      await uploader.forget();
      return length;
    }, place);
    await page.close();
    return found;
  };

  for (const [name, rows] of Object.entries(pages))
    pageWith(name, () => {
      for (const [name, row] of Object.entries(rows))
        it(name, async () => {
          const page = await open(row);
          try {
            assert.deepEqual(await look(page, row.worker), {...full, ...row.seen});
          } finally {
            await page.close();
          }
        });
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

  pageWith('… a list without `lit-html`', () => {
    it('is imported, the console tells, and what draws nothing uploads', async () => {
      const said: string[] = [];
      row = {policy: `${required}; trusted-types cos-uploader`};
      const page = await browser.newPage();
      page.on('console', (message) => said.push(message.text()));
      await page.goto(site.origin);
      await isLoaded(page);
      const size = await page.evaluate(async (options) => {
        const {createCosClient, uploadFile} = window.api;
        return (await uploadFile(createCosClient(options), new Blob(['hello']), {key: 'undrawn'})).size;
      }, place);
      await page.close();
      assert.equal(size, 5);
      const named = said.filter((text) => text.includes('does not list "lit-html"'));
      assert.equal(named.length, 1, said.join('\n'));
    });
  });

  pageWith('`connect-src` without the store or the keys', () => {
    for (const [what, policy, forbidden] of [
      ['the store', "connect-src 'self'", (): string => cos.origin],
      ['the keys', 'connect-src COS', (): string => site.origin],
    ] as const)
      it(`without ${what}, which is told at once`, async () => {
        const page = await open({policy});
        const {code, message} = await failure(page, {credentialsUrl: '/sts'});
        await page.close();
        assert.equal(code, 'policy', message);
        assert.ok(message.includes(forbidden()), message);
      });
  });

  pageWith(
    'a frame without an origin (`<iframe sandbox="allow-scripts">`), or a policy with `sandbox allow-scripts`',
    () => {
      it('as a frame', async () => {
        const style = 'style="width: 700px; height: 500px"';
        row = {script: `<iframe sandbox="allow-scripts" src="/framed" ${style}></iframe>`};
        const page = await newPage();
        await page.goto(site.origin);
        const frame = await page.waitForFrame((frame) => frame.url().endsWith('/framed'));
        await isLoaded(frame);
        assert.equal(await frame.evaluate(() => origin), 'null');
        assert.deepEqual(await look(frame), {...full, hashing: 'page-wasm'});
        await page.close();
      });

      it('finds nothing again after a reload, as other pages do', async () => {
        assert.equal(await foundAfterReload({}), 1);
        assert.equal(await foundAfterReload({headers: sandbox}), 0);
      });

      it('needs rules for the origin null, and says so', async () => {
        const {corsRules} = cos.settings;
        const allow = (origin: string): void => {
          cos.settings.corsRules = corsRules.map((rule) => ({...rule, allowedOrigins: [origin]}));
        };
        try {
          allow(site.origin);
          const page = await open({headers: sandbox});
          // The keys of the local COS come by other rules.
          const {code, rule} = await failure(page);
          assert.equal(code, 'cors');
          assert.ok(rule.includes('<AllowedOrigin>null</AllowedOrigin>'), rule);
          allow('null');
          assert.equal((await failure(page)).code, 'done');
          await page.close();
        } finally {
          cos.settings.corsRules = corsRules;
        }
      });
    },
  );

  pageWith('`Permissions-Policy` without wake lock, clipboard', () => {
    it('has no wake lock, and copies the link all the same', async () => {
      const page = await open({headers: permissions});
      const refused = await page.evaluate(() =>
        navigator.wakeLock.request('screen').then(
          () => '',
          (error: unknown) => (error as Error).name,
        ),
      );
      assert.equal(refused, 'NotAllowedError');
      await look(page);
      await page.locator('>>> [data-action=copy]').click();
      await page.waitForSelector('>>> [data-action=copied]');
      await page.close();
    });
  });

  pageWith('plain `http` under another name than `localhost`', () => {
    it('has no locks and no crypto.subtle', async () => {
      const page = await open({}, site.origin.replace('127.0.0.1', 'plain.test'));
      try {
        assert.equal(await page.evaluate(() => isSecureContext || 'locks' in navigator), false);
        assert.deepEqual(await look(page), full);
      } finally {
        await page.close();
      }
    });
  });

  it('docs/embedding.md tells of each, and of no other', async () => {
    const text = await readFile('docs/embedding.md', 'utf8');
    const [, table = ''] = /^\| page \| uploads \| lost \|\n\| --- .*\n((?:\| .*\n)+)/m.exec(text) ?? [];
    const rows = [...table.matchAll(/^\| (.+?) \| /gm)].map(([, name]) => name!);
    assert.deepEqual(
      rows.filter((row) => !told.has(row)).map((row) => row.slice(0, 32)),
      [
        // test/e2e/isolated.test.ts
        '`Cross-Origin-Embedder-Policy`, ',
      ],
    );
    assert.deepEqual(
      [...told].filter((row) => !rows.includes(row)),
      [],
    );
  });
});
