/**
 * Films the widget for the README: a file is dropped, the page is reloaded half-way, it goes on, it is done. Needs `npm run build` and
 * `img2webp` of libwebp.
 */
import {execFileSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'puppeteer-core';
import {setStage} from '../test/support/e2e.js';

const width = 640;
const height = 372;
const size = 36 * 2 ** 20;
const name = 'harbour-film.mp4';

/** A window of a browser without words, whose reload button shows what happens. */
const frame = (lang: string) => (widget: string) => `
<style>
  body { margin: 0; background: oklch(0.955 0.006 264); --cos-font: 400 0.9375rem/1.45 Inter, 'Noto Sans CJK SC', system-ui, sans-serif; }
  .bar { display: flex; align-items: center; gap: 12px; padding: 9px 14px; background: oklch(0.9 0.008 264); }
  .dot { inline-size: 11px; block-size: 11px; border-radius: 50%; background: oklch(0.78 0.01 264); margin-inline-end: -5px; }
  .reload { margin-inline-start: 8px; padding: 4px; border-radius: 50%; line-height: 0; }
  .reload.now { background: oklch(0.55 0.2 262); color: white; }
  .address { flex: 1; block-size: 24px; border-radius: 12px; background: oklch(0.97 0.004 264); }
  main { padding: 20px; }
</style>
<div class="bar"><span class="dot"></span><span class="dot"></span><span class="dot"></span>
  <span class="reload" id="reload"><svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round"><path d="M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.8v2.9h-2.9" /></svg></span>
  <span class="address"></span></div>
<main lang="${lang}">${widget}</main>`;

/** A picture every so many milliseconds. */
const every = 120;

async function film(lang: string, target: string): Promise<void> {
  const stage = await setStage('part-size="1MB" concurrency="3" key-prefix="films/"', {
    cos: {link: {bytesPerSecond: 9 * 2 ** 20, rttMs: 20}},
    page: frame(lang),
  });
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-film-'));
  const frames: {path: string; ms: number}[] = [];
  try {
    const page = await stage.open();
    await page.setViewport({width, height, deviceScaleFactor: 1.5});
    const shoot = async (ms: number): Promise<void> => {
      const path = join(folder, `${frames.length.toString()}.png`);
      await page.screenshot({path});
      frames.push({path, ms});
    };
    const shootUntil = async (end: (page: Page) => Promise<boolean>): Promise<void> => {
      for (let left = 200; left > 0 && !(await end(page)); left--) {
        const since = Date.now();
        await shoot(every);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, every - Date.now() + since)));
      }
    };
    const sent = (): Promise<number> =>
      page.evaluate(() => {
        const {totals} = document.querySelector('cos-uploader')!.uploader!;
        return totals.sent / (totals.bytes || Infinity);
      });

    await shoot(900);
    await page.evaluate((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([''], name, {type: 'video/mp4'}));
      const drag = {dataTransfer, bubbles: true, composed: true, cancelable: true};
      document.querySelector('cos-uploader')!.dispatchEvent(new DragEvent('dragenter', drag));
    }, name);
    await page.waitForSelector('cos-uploader:state(dragging)');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await shoot(900);
    await page.evaluate(
      async (name, size) => {
        const widget = document.querySelector('cos-uploader')!;
        widget.dispatchEvent(new DragEvent('dragleave', {bubbles: true, composed: true}));
        const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, {create: true});
        const writable = await handle.createWritable();
        await writable.write(new Uint8Array(size));
        await writable.close();
        widget.uploader!.addAll([{file: await handle.getFile(), handle}]);
      },
      name,
      size,
    );
    await shootUntil(async () => (await sent()) >= 0.4);
    await page.evaluate(() => document.getElementById('reload')!.classList.add('now'));
    await shoot(700);
    await page.reload();
    await page.waitForFunction(() => customElements.get('cos-uploader') && 'events' in window);
    await page.evaluate(() => document.getElementById('reload')!.classList.add('now'));
    await shoot(500);
    await page.evaluate(() => document.getElementById('reload')!.classList.remove('now'));
    await shootUntil(() =>
      page.evaluate(() => window.events.some(({type}) => type === 'cos-upload-success')),
    );
    for (let i = 0; i < 6; i++) await shoot(every);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await shoot(2500);
    const shown = frames.flatMap(({path, ms}) => ['-d', ms.toString(), path]);
    await writeFile(target, '');
    execFileSync('img2webp', [
      '-loop',
      '0',
      '-min_size',
      '-lossy',
      '-q',
      '60',
      '-m',
      '6',
      ...shown,
      '-o',
      target,
    ]);
    console.log(`${target}: ${frames.length.toString()} pictures`);
  } finally {
    await stage.close();
    await rm(folder, {recursive: true, force: true});
  }
}

await film('en', 'docs/screenshots/moving.webp');
await film('zh-CN', 'docs/screenshots/moving-zh-cn.webp');
