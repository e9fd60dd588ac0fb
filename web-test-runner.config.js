import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromeLauncher} from '@web/test-runner-chrome';
import {runnerImport} from 'vite';

const {
  module: {startLocalCos},
} = await runnerImport('./demo/local-cos/server.ts');
const cos = await startLocalCos();

const browser = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
].find((path) => path && existsSync(path));

/** spark-md5 and the official SDK are UMD: give them `module` and hand its exports on. */
const umdAsModule = {
  name: 'umd-as-module',
  transform({path, body}) {
    if (!/spark-md5\.js$|cos-js-sdk-v5\.js$/.test(path)) return undefined;
    return {
      body: `const module = {exports: {}}, exports = module.exports;\n(function () {${body}\n}).call(globalThis);\nexport default module.exports;`,
    };
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

export default {
  files: 'test/{cos,hash,store,upload,element}/**/*.test.ts',
  nodeResolve: true,
  middleware: [underPolicy],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
    umdAsModule,
    {name: 'local-cos', serverStop: () => cos.close()},
  ],
  browsers: [
    chromeLauncher({
      launchOptions: {
        ...(browser && {executablePath: browser}),
        // Containers run as root, where the sandbox cannot start.
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      },
    }),
  ],
  testRunnerHtml: (framework) =>
    `<!doctype html><script>globalThis.cosOrigin = ${JSON.stringify(cos.origin)}</script><script type="module" src="${framework}"></script>`,
  testFramework: {config: {timeout: 10_000}},
  filterBrowserLogs: ({args}) =>
    !args.some((arg) => typeof arg === 'string' && arg.includes('Lit is in dev mode')),
};
