import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromeLauncher} from '@web/test-runner-chrome';
import {runnerImport} from 'vite';

// Node 20 cannot load TypeScript by itself.
const load = async (path) => (await runnerImport(path)).module;
const {ensureChromium, chromiumArgs} = await load('./test/support/browser.ts');
const {startLocalCos} = await load('./demo/local-cos/server.ts');
// The second bucket is for the one test that changes the rules of a bucket, the third encrypts by KMS.
const cos = await startLocalCos({
  buckets: ['rules-1250000000', 'kms-1250000000'],
  encrypted: ['kms-1250000000'],
});

/** What is CommonJS: the browser gets it as one module, with what it requires. */
const commonJsAsModule = {
  name: 'commonjs-as-module',
  async serve({path}) {
    if (!/^\/node_modules\/(spark-md5|cos-js-sdk-v5|fast-xml-parser)\//.test(path)) return undefined;
    const {outputFiles} = await build({
      entryPoints: [`.${path}`],
      bundle: true,
      format: 'esm',
      write: false,
      logLevel: 'error',
    });
    return {body: outputFiles[0].text, type: 'js'};
  },
};

/** `/csp/<policy>/<path>` is the same file under that content security policy, and free to be imported from another origin. */
const underPolicy = async (context, next) => {
  const [, policy, path] = /^\/csp\/([^/]+)(\/.*)/.exec(context.url) ?? [];
  if (path) context.url = path;
  await next();
  // Afterwards, because what is set before is kept in the server's cache of transformed files.
  if (!policy) return;
  context.set('Content-Security-Policy', decodeURIComponent(policy));
  context.set('Access-Control-Allow-Origin', '*');
};

const bodyOf = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/**
 * What servers may answer: `/moved` a redirect, `/long?<status>` 9 MB, `/said?{status, type, body, location}` just that, `/echo` what it was
 * asked.
 */
const saying = async (context, next) => {
  if (context.path === '/moved') {
    context.status = 307;
    context.redirect('/long?200');
  } else if (context.path === '/long') {
    context.status = Number(context.querystring);
    context.body = 'x'.repeat(9_000_000);
  } else if (context.path === '/said') {
    const {status, type, body = '', location} = JSON.parse(decodeURIComponent(context.querystring));
    if (location) context.redirect(location);
    context.status = status;
    context.body = body;
    if (type) context.type = type;
  } else if (context.path === '/echo') {
    const {method, headers} = context;
    context.body = {
      method,
      host: headers.host,
      type: headers['content-type'],
      body: await bodyOf(context.req),
    };
  } else {
    await next();
  }
};

export default {
  files: 'test/{cos,hash,store,media,image,upload,validators,element}/**/*.test.ts',
  nodeResolve: true,
  middleware: [saying, underPolicy],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
    commonJsAsModule,
    {name: 'local-cos', serverStop: () => cos.close()},
  ],
  browsers: [chromeLauncher({launchOptions: {executablePath: ensureChromium(), args: chromiumArgs}})],
  testRunnerHtml: (framework) =>
    `<!doctype html><script>globalThis.cosOrigin = ${JSON.stringify(cos.origin)}</script><script type="module" src="${framework}"></script>`,
  testFramework: {config: {timeout: 60_000}},
  // The fault table is long, and a machine that tests may be a slow one.
  testsFinishTimeout: 600_000,
  // Lit's notice, what the official SDK says in the test that skews its clock, and what a test throws on purpose.
  filterBrowserLogs: ({args}) =>
    !args.some(
      (arg) =>
        typeof arg === 'string' &&
        /Lit is in dev mode|Local time is too skewed|thrown by onProgress/.test(arg),
    ),
};
