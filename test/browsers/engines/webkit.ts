import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {freePort} from '../../support/listen.js';
import {until} from '../../support/until.js';
import {asked, type Browser, type Engine, keys, type Tab} from './engine.js';

const miniBrowser = ['x86_64-linux-gnu', 'aarch64-linux-gnu']
  .map((triplet) => `/usr/lib/${triplet}/webkit2gtk-4.1/MiniBrowser`)
  .find((path) => existsSync(path));
const elementId = 'element-6066-11e4-a52e-4f735466cecf';

/** WebKitGTK, the engine of Safari, through its WebDriver on a screen that nobody sees. */
export const webkit: Engine = {
  name: 'WebKit',
  missing:
    miniBrowser !== undefined && existsSync('/usr/bin/WebKitWebDriver') && existsSync('/usr/bin/Xvfb')
      ? undefined
      : 'webkit2gtk-driver and xvfb',
  async launch() {
    const home = await mkdtemp(join(tmpdir(), 'cos-uploader-webkit-'));
    const processes: ChildProcess[] = [];
    const end = async (): Promise<void> => {
      for (const child of processes.reverse()) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        if (child.kill()) await ended;
      }
      await rm(home, {recursive: true, force: true, maxRetries: 5});
    };
    try {
      const display = await openScreen(processes);
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
      return await beginSession(driverAt(port), end);
    } catch (error) {
      await end();
      throw error;
    }
  },
};

/** One question to the driver. */
type Ask = <T>(method: string, path: string, body?: object) => Promise<T>;

const driverAt =
  (port: number): Ask =>
  async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && {body: JSON.stringify(body)}),
    });
    const {value} = (await response.json()) as {value: T & {error?: string; message?: string}};
    if (!response.ok) throw new Error(`WebDriver ${path}: ${value.error ?? ''} ${value.message ?? ''}`);
    return value;
  };

async function beginSession(driver: Ask, end: () => Promise<void>): Promise<Browser> {
  const isListening = (): Promise<boolean> =>
    driver('GET', '/status').then(
      () => true,
      () => false,
    );
  await until(isListening, 'WebKitWebDriver to listen', 10_000);
  const {sessionId, capabilities} = await driver<{
    sessionId: string;
    capabilities: {browserVersion: string};
  }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        unhandledPromptBehavior: 'accept',
        'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
      },
    },
  });
  const session = `/session/${sessionId}`;
  const ask: Ask = (method, path, body) => driver(method, session + path, body);
  await ask('POST', '/timeouts', {script: 300_000, pageLoad: 60_000});
  await ask('POST', '/window/rect', {width: 1000, height: 850}).catch(() => undefined);
  const first = await ask<string>('GET', '/window');
  // The driver speaks with one window at a time.
  let current: string | undefined = first;
  const turnTo = async (handle: string): Promise<void> => {
    if (current !== handle) await ask('POST', '/window', {handle});
    current = handle;
  };
  return {
    version: capabilities.browserVersion,
    async open() {
      await turnTo(first);
      // A tab of a window would be hidden, and get no frames.
      const {handle} = await ask<{handle: string}>('POST', '/window/new', {type: 'window'});
      return tabOf(async (method, path, body) => {
        await turnTo(handle);
        return ask(method, path, body);
      });
    },
    async close() {
      const ended = ask('DELETE', '').catch(() => undefined);
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
      await end();
    },
  };
}

function tabOf(ask: Ask): Tab {
  const act = async (...sources: object[]): Promise<void> => {
    await ask('POST', '/actions', {actions: sources});
    await ask('DELETE', '/actions');
  };
  return {
    goto: (url) => ask('POST', '/url', {url}),
    reload: () => ask('POST', '/refresh', {}),
    async evaluate<T>(body: string) {
      const script = `const done = arguments[0];
        ${asked(body)}.then((value) => done({value}), (error) => done({error: String(error)}));`;
      const answer = await ask<{value?: T; error?: string}>('POST', '/execute/async', {script, args: []});
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as T;
    },
    async choose(input, paths) {
      const {[elementId]: id} = await ask<Record<string, string>>('POST', '/execute/sync', {
        script: `return ${input}`,
        args: [],
      });
      await ask('POST', `/element/${id!}/value`, {text: paths.join('\n')});
    },
    clickAt: (x, y) =>
      act({
        type: 'pointer',
        id: 'mouse',
        parameters: {pointerType: 'mouse'},
        actions: [
          {type: 'pointerMove', origin: 'viewport', x: Math.round(x), y: Math.round(y)},
          // No double click: the widget takes its second half for a slip of the hand.
          {type: 'pause', duration: 600},
          {type: 'pointerDown', button: 0},
          {type: 'pointerUp', button: 0},
        ],
      }),
    press: (...pressed) => {
      const values = pressed.map((key) => keys[key]);
      return act({
        type: 'key',
        id: 'keyboard',
        actions: [
          ...values.map((value) => ({type: 'keyDown', value})),
          ...values.reverse().map((value) => ({type: 'keyUp', value})),
        ],
      });
    },
    screenshot: async () => Buffer.from(await ask<string>('GET', '/screenshot'), 'base64'),
    close: () => ask('DELETE', '/window'),
  };
}

/** A screen in memory; answers its number. */
function openScreen(processes: ChildProcess[]): Promise<string> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1200x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  processes.push(screen);
  return new Promise((resolve, reject) => {
    screen.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    screen.once('error', reject);
  });
}
