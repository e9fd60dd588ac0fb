/** The documentation site, built and served under a path of its own: every page in Chromium. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import puppeteer, {type Browser, type Frame, type Page} from 'puppeteer-core';
import type {CosUploaderElement} from '../../src/element.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {listen, type Listening} from '../support/listen.js';
import {pathOf, sendFile} from '../support/serve.js';

const site = 'docs/site/dist';
/** Not known to the build. */
const path = '/some/where/';

/** What any server of static files does. */
const serve = (): Promise<Listening> =>
  listen((request, response) => {
    const asked = decodeURIComponent(pathOf(request));
    if (!asked.startsWith(path) || !sendFile(site, asked.slice(path.length), response))
      response.writeHead(404).end();
  });

/** What somebody asks, and the page that answers. */
const questions: Record<string, string[]> = {
  'my own page without an account': ['quick-start', 'overview', 'recipes'],
  'tests in CI': ['testing', 'local-cos'],
  'where keys come from': ['credentials'],
  'limits on the server': ['recipes'],
  'my server hears of it': ['recipes', 'engine', 'quick-start'],
  'private links and CDN': ['recipes'],
  'routes and log out': ['recipes', 'own-layout', 'embedding'],
  'own validation': ['element', 'examples', 'recipes'],
  'from cos-js-sdk-v5': ['migration'],
  'typing in my framework': ['embedding'],
  'one word changed': ['recipes'],
  'only a button': ['recipes', 'examples'],
  'upload on submit': ['element'],
  'log in first': ['recipes'],
  Sentry: ['recipes'],
};
const chineseQuestions: Record<string, string[]> = {
  临时密钥: ['zh-CN/credentials'],
  跨域访问: ['zh-CN/quick-start', 'zh-CN/errors', 'zh-CN/credentials'],
  断点续传: ['zh-CN/faq'],
  提交时上传: ['zh-CN/element'],
};

describe('the documentation site', {timeout: 600_000}, () => {
  let server: Listening;
  let browser: Browser;
  let pages: string[];

  before(async () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'docs/site/build.ts'], {stdio: 'inherit'});
    server = await serve();
    browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
    pages = (await readdir(site, {recursive: true}))
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.html') && file !== '404.html');
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** A tab, and all that goes wrong in it. */
  async function open(): Promise<{page: Page; wrong: string[]}> {
    const page = await browser.newPage();
    await page.setViewport({width: 1280, height: 800});
    page.setDefaultTimeout(120_000);
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) wrong.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => wrong.push(`${page.url()}: ${String(error)}`));
    page.on('request', (request) => {
      const {protocol, origin} = new URL(request.url());
      if (/^https?:/.test(protocol) && origin !== server.origin)
        wrong.push(`${page.url()} asks ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${page.url()}: ${response.status()} ${response.url()}`);
    });
    return {page, wrong};
  }
  const visit = (page: Page, name: string): Promise<unknown> =>
    page.goto(`${server.origin}${path}${name}`, {waitUntil: 'networkidle0'});
  const frameOf = async (page: Page, name: string): Promise<Frame> => {
    const element = await page.waitForSelector(`iframe[src$="live/${name}.html"]`);
    await element!.evaluate((frame) => frame.scrollIntoView({block: 'center'}));
    const frame = await element!.contentFrame();
    await frame.waitForSelector('cos-uploader:defined');
    return frame;
  };

  it('has every page of docs/', async () => {
    const manual = (await readdir('docs', {recursive: true}))
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /^(?!site\/|api\/).*\.md$/.test(file));
    assert.ok(manual.length > 10);
    assert.deepEqual(
      manual.filter((file) => !pages.includes(file.replace('.md', '.html'))),
      [],
    );
  });

  it('opens every page and every example without an error, a missing file, a request elsewhere or a dead link', async () => {
    const documents = new Map<string, string>();
    for (const name of pages) documents.set(`${path}${name}`, await readFile(join(site, name), 'utf8'));
    const faults: string[] = [];
    const rest = [...pages];
    const visitSome = async (): Promise<void> => {
      const {page, wrong} = await open();
      for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
        await visit(page, name);
        const {title, missing, links} = await page.evaluate(() => ({
          title: document.querySelector('h1')?.textContent ?? document.querySelector('cos-uploader')?.tagName,
          missing: [...document.images].filter(({complete, naturalWidth}) => complete && naturalWidth === 0)
            .length,
          links: Array.from(document.links, ({href}) => href),
        }));
        if (!title) faults.push(`${name} has no title`);
        if (missing > 0) faults.push(`${name} has ${missing} pictures that are not there`);
        for (const link of new Set(links)) {
          const {origin, pathname, hash} = new URL(link);
          if (origin !== server.origin) continue;
          const target = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
          const html = documents.get(target);
          const id = decodeURIComponent(hash.slice(1));
          const there = html !== undefined || existsSync(join(site, target.slice(path.length)));
          if (!there || (id !== '' && html !== undefined && !html.includes(`id="${id}"`)))
            faults.push(`${name} → ${decodeURIComponent(link.slice(server.origin.length))}`);
        }
      }
      faults.push(...wrong);
      await page.close();
    };
    await Promise.all(Array.from({length: 2}, visitSome));
    assert.deepEqual(faults, []);
  });

  it('goes from page to page and from language to language without loading itself anew', async () => {
    const {page, wrong} = await open();
    await visit(page, 'zh-CN/quick-start.html');
    await page.evaluate(() => Object.assign(window, {sameDocument: true}));
    const heading = (text: string): Promise<unknown> =>
      page.waitForFunction((wanted) => document.querySelector('h1')?.textContent.includes(wanted), {}, text);
    await page.click('.VPSidebar a[href$="/zh-CN/errors.html"]');
    await heading('错误');
    await page.$eval('.VPNavBarTranslations a', (other) => other.click());
    await heading('Errors');
    await page.click('.VPSidebar a[href$="where/testing.html"]');
    await heading('Tests and stories');
    // Of this page there is no translation.
    await page.$eval('.VPNavBarTranslations a', (other) => other.click());
    await heading('cos-uploader');
    assert.match(page.url(), /\/some\/where\/zh-CN\/(index\.html)?$/);
    assert.equal(await page.evaluate(() => 'sameDocument' in window), true);
    assert.deepEqual(wrong, []);
    await page.close();
  });

  it('uploads to the end in its quick start, in the language and the colours of the page', async () => {
    const {page, wrong} = await open();
    for (const [name, language] of [
      ['quick-start.html', 'en'],
      ['zh-CN/quick-start.html', 'zh-CN'],
    ] as const) {
      await visit(page, name);
      const frame = await frameOf(page, 'quick-start');
      assert.equal(await frame.evaluate(() => document.documentElement.lang), language);
      await page.click('.live-example figcaption button');
      await frame.waitForFunction(
        () => document.querySelector<CosUploaderElement>('cos-uploader')?.totals.done === 4,
      );
    }
    const frame = await frameOf(page, 'quick-start');
    const scheme = (): Promise<string> =>
      frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const light = await scheme();
    await page.click('.VPSwitchAppearance');
    await frame.waitForFunction(
      (before) => getComputedStyle(document.documentElement).colorScheme !== before,
      {},
      light,
    );
    assert.deepEqual(wrong, []);
    await page.close();
  });

  it('shows the very code that runs', async () => {
    const {page} = await open();
    await visit(page, 'examples.html');
    const shown = await page.$$eval('.live-example', (examples) =>
      examples.map((example) => ({
        name: /live\/([\w-]+)\.html$/.exec(example.querySelector('iframe')!.src)?.[1] ?? '',
        code: example.querySelector('code')!.textContent,
      })),
    );
    assert.ok(shown.length > 12);
    for (const {name, code} of shown) {
      const built = await readFile(join(site, 'live', `${name}.html`), 'utf8');
      // Scripts and styles are built into files, what the page holds is as it was.
      const body = code.slice(/[^]*<\/(script|style)>/.exec(code)![0].length).trim();
      assert.ok(body.length > 20 && built.includes(body), name);
    }
    await page.close();
  });

  /** The pages that the search of a page names, first first. */
  async function find(page: Page, words: string): Promise<string[]> {
    const box = (await page.waitForSelector('#localsearch-input'))!;
    // At once, not letter by letter, so that what is found is that of all of it.
    for (const value of ['', words]) {
      await box.evaluate((input, text) => {
        (input as HTMLInputElement).value = text;
        input.dispatchEvent(new Event('input'));
      }, value);
      await page.waitForFunction(
        (some) => (document.querySelector('.VPLocalSearchBox .results a.result') !== null) === some,
        {},
        value !== '',
      );
    }
    const links = await page.$$eval('.VPLocalSearchBox .results a.result', (results) =>
      results.map((result) => result.pathname),
    );
    return links.map((link) => link.slice(path.length).replace('.html', ''));
  }

  for (const [start, asked] of [
    ['quick-start.html', questions],
    ['zh-CN/quick-start.html', chineseQuestions],
  ] as const)
    it(`answers in its search: ${Object.keys(asked).join('; ')}`, async () => {
      const {page, wrong} = await open();
      await visit(page, start);
      // Titles are enough.
      await page.evaluate(() => localStorage.setItem('vitepress:local-search-detailed-list', 'false'));
      await page.click('.VPNavBarSearchButton');
      const missed: Record<string, string[]> = {};
      for (const [question, answers] of Object.entries(asked)) {
        const found = await find(page, question);
        if (!answers.includes(found[0] ?? '')) missed[question] = found.slice(0, 5);
      }
      assert.deepEqual(missed, {});
      assert.deepEqual(wrong, []);
      await page.close();
    });

  it('has llms.txt, and each page of it as Markdown', async () => {
    const text = await (await fetch(`${server.origin}${path}llms.txt`)).text();
    const links = [...text.matchAll(/\]\((.+?)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 12);
    for (const link of links) {
      const answer = await fetch(new URL(link, `${server.origin}${path}`));
      assert.equal(answer.status, 200, link);
      if (link.endsWith('.md')) assert.match(await answer.text(), /^# /, link);
    }
  });
});
