import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer, {type ElementHandle} from 'puppeteer-core';

/** One tab of one browser: as little as all of them can do. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  /** Runs the body of an async function in the page and answers what it returns. */
  run<T>(body: string): Promise<T>;
  /** Gives files to the `<input type=file>` that `expression` names. */
  choose(expression: string, paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A browser besides Chromium; `open` only where it is installed. */
export interface OtherBrowser {
  readonly name: string;
  readonly installed: boolean;
  open(): Promise<Tab>;
}

const firefoxPath =
  process.env['FIREFOX_PATH'] ??
  ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find(
    (path) => existsSync(path),
  );

const firefox: OtherBrowser = {
  name: 'Firefox',
  installed: firefoxPath !== undefined,
  async open() {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath!,
      headless: true,
      protocolTimeout: 300_000,
    });
    const page = await browser.newPage();
    return {
      goto: (url) => page.goto(url),
      reload: () => page.reload(),
      run: async <T>(body: string) => (await page.evaluate(`(async () => {${body}})()`)) as T,
      async choose(expression, paths) {
        const input = (await page.evaluateHandle(expression)).asElement() as ElementHandle<HTMLInputElement>;
        await input.uploadFile(...paths);
      },
      close: () => browser.close(),
    };
  },
};

const miniBrowser = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((triplet) => `/usr/lib/${triplet}/webkit2gtk-4.1/MiniBrowser`)
  .find((path) => existsSync(path));
const elementId = 'element-6066-11e4-a52e-4f735466cecf';

/** WebKitGTK, the engine of Safari, through its WebDriver on a screen that nobody sees. */
const webkit: OtherBrowser = {
  name: 'WebKit',
  installed:
    miniBrowser !== undefined && existsSync('/usr/bin/WebKitWebDriver') && existsSync('/usr/bin/Xvfb'),
  async open() {
    const home = await mkdtemp(join(tmpdir(), 'cos-uploader-webkit-'));
    const processes: ChildProcess[] = [];
    const close = async (): Promise<void> => {
      for (const child of processes.reverse()) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        if (child.kill()) await ended;
      }
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    };
    try {
      const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1200x900x24', '-nolisten', 'tcp'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      processes.push(screen);
      const display = await new Promise<string>((resolve, reject) => {
        screen.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
        screen.once('error', reject);
      });
      const port = await freePort();
      processes.push(
        spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
          stdio: 'ignore',
          env: {
            ...process.env,
            DISPLAY: `:${display}`,
            HOME: home,
            XDG_RUNTIME_DIR: home,
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
            WEBKIT_DISABLE_COMPOSITING_MODE: '1',
            LIBGL_ALWAYS_SOFTWARE: '1',
          },
        }),
      );
      const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
        const response = await fetch(`http://127.0.0.1:${port}${path}`, {
          method,
          ...(body && {body: JSON.stringify(body)}),
        });
        const {value} = (await response.json()) as {value: T & {error?: string; message?: string}};
        if (!response.ok) throw new Error(`WebDriver ${path}: ${value.error ?? ''} ${value.message ?? ''}`);
        return value;
      };
      await untilListening(() => ask('GET', '/status'));
      const {sessionId} = await ask<{sessionId: string}>('POST', '/session', {
        capabilities: {
          alwaysMatch: {
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
          },
        },
      });
      const session = `/session/${sessionId}`;
      await ask('POST', `${session}/timeouts`, {script: 300_000, pageLoad: 60_000});
      const asked = async <T>(body: string): Promise<T> => {
        const script = `const done = arguments[0]; (async () => {${body}})()
          .then((value) => done({value}), (error) => done({error: String(error)}));`;
        const answer = await ask<{value?: T; error?: string}>('POST', `${session}/execute/async`, {
          script,
          args: [],
        });
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value as T;
      };
      return {
        goto: (url) => ask('POST', `${session}/url`, {url}),
        reload: () => ask('POST', `${session}/refresh`, {}),
        run: asked,
        async choose(expression, paths) {
          const input = await ask<Record<string, string>>('POST', `${session}/execute/sync`, {
            script: `return ${expression}`,
            args: [],
          });
          await ask('POST', `${session}/element/${input[elementId]!}/value`, {text: paths.join('\n')});
        },
        async close() {
          await ask('DELETE', session).catch(() => undefined);
          await close();
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

export const otherBrowsers: readonly OtherBrowser[] = [firefox, webkit];

async function untilListening(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
