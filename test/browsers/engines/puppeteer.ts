import {existsSync} from 'node:fs';
import puppeteer, {
  type Browser as PuppeteerBrowser,
  type ElementHandle,
  type LaunchOptions,
} from 'puppeteer-core';
import {chromiumArgs, ensureChromium} from '../../support/browser.js';
import {asked, type Browser, type Engine, type Tab} from './engine.js';

const firefoxPath =
  process.env['FIREFOX_PATH'] ??
  ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find(
    (path) => existsSync(path),
  );

/** By the DevTools protocol. */
export const chromium: Engine = {
  name: 'Chromium',
  missing: undefined,
  launch: () => launch({executablePath: ensureChromium(), args: chromiumArgs}),
};

/** By WebDriver BiDi. */
export const firefox: Engine = {
  name: 'Firefox',
  missing: firefoxPath === undefined ? 'firefox-esr, or FIREFOX_PATH' : undefined,
  launch: () => launch({browser: 'firefox', executablePath: firefoxPath!}),
};

async function launch(options: LaunchOptions): Promise<Browser> {
  const browser = await puppeteer.launch({headless: true, protocolTimeout: 300_000, ...options});
  return {
    version: /[\d.]+/.exec(await browser.version())![0],
    open: () => open(browser),
    close: () => browser.close(),
  };
}

async function open(browser: PuppeteerBrowser): Promise<Tab> {
  const page = await browser.newPage();
  await page.setViewport({width: 1000, height: 800});
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  return {
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    evaluate: async <T>(body: string) => (await page.evaluate(asked(body))) as T,
    async choose(input, paths) {
      const handle = (await page.evaluateHandle(input)).asElement() as ElementHandle<HTMLInputElement>;
      await handle.uploadFile(...paths);
    },
    clickAt: (x, y) => page.mouse.click(x, y),
    async press(...keys) {
      const [last, ...held] = keys.map((key) => (key === 'Space' ? ' ' : key)).reverse();
      for (const key of held) await page.keyboard.down(key);
      await page.keyboard.press(last!);
      for (const key of held) await page.keyboard.up(key);
    },
    screenshot: () => page.screenshot(),
    close: () => page.close(),
  };
}
