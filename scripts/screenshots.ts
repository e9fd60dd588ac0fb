import {mkdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import puppeteer, {type Page} from 'puppeteer-core';
import {createServer} from 'vite';
import {chromiumArgs, ensureChromium} from '../test/support/browser.js';

/** One picture: a scene of test/support/scenes.ts, how it is looked at, and whether it is kept in the repository. */
interface Shot {
  name: string;
  scene: string;
  /** Of test/support/own-layout.ts; default: the widget. */
  layout?: string;
  width?: number;
  height?: number;
  dark?: boolean;
  lang?: string;
  dir?: 'rtl';
  touch?: boolean;
}

const scenes = [
  'idle',
  'dragging',
  'uploading',
  'one',
  'paused',
  'offline',
  'waiting',
  'errors',
  'folder',
  'names',
  'done',
  'restore',
  'undo',
  'cards',
  'tile',
  'tile-done',
  'tile-failed',
  'stored',
  'stored-cards',
  'stored-readonly',
  'stored-tile',
  'long',
  'details',
  'manual',
  'setup',
  'many',
];

const shots: Shot[] = [
  ...scenes.flatMap((scene) => [
    {name: scene, scene},
    {name: `${scene}-dark`, scene, dark: true},
  ]),
  {name: 'uploading-ar', scene: 'uploading', lang: 'ar', dir: 'rtl'},
  {name: 'uploading-zh-cn', scene: 'uploading', lang: 'zh-CN'},
  {name: 'idle-zh-cn', scene: 'idle', lang: 'zh-CN'},
  {name: 'uploading-de', scene: 'uploading', lang: 'de', width: 560},
  {name: 'idle-phone', scene: 'idle', width: 390, touch: true},
  {name: 'uploading-phone', scene: 'uploading', width: 390, touch: true},
  {name: 'uploading-240', scene: 'uploading', width: 264},
  {name: 'restore-240', scene: 'restore', width: 264},
  {name: 'names-phone', scene: 'names', width: 390, touch: true},
  {name: 'folder-240', scene: 'folder', width: 264},
  {name: 'errors-240', scene: 'errors', width: 264},
  {name: 'cards-phone', scene: 'cards', width: 390, touch: true},
  {name: 'cards-ar', scene: 'cards', lang: 'ar', dir: 'rtl'},
  {name: 'tile-240', scene: 'tile', width: 264},
  {name: 'stored-ar', scene: 'stored', lang: 'ar', dir: 'rtl'},
  {name: 'stored-cards-ar', scene: 'stored-cards', lang: 'ar', dir: 'rtl'},
  {name: 'stored-phone', scene: 'stored', width: 390, touch: true},
  {name: 'stored-cards-phone', scene: 'stored-cards', width: 390, touch: true},
  {name: 'stored-240', scene: 'stored', width: 264},
  {name: 'stored-tile-240', scene: 'stored-tile', width: 264},
  {name: 'idle-240', scene: 'idle', width: 264},
  // A window of 1,280 by 1,024 pixels at 400 %.
  {name: 'uploading-400-percent', scene: 'uploading', width: 320, height: 256},
  {name: 'errors-400-percent', scene: 'errors', width: 320, height: 256},
  {name: 'many-240', scene: 'many', width: 264},
  {name: 'uploading-wide', scene: 'uploading', width: 1248},
  ...[
    {name: 'own-layout', scene: 'uploading', layout: 'page'},
    {name: 'own-zone', scene: 'uploading', layout: 'zone'},
    {name: 'own-drop', scene: 'dragging', layout: 'page'},
    {name: 'own-cards', scene: 'cards', layout: 'cards'},
    {name: 'own-errors', scene: 'errors', layout: 'page'},
    {name: 'own-restore', scene: 'restore', layout: 'page'},
    {name: 'dock', scene: 'uploading', layout: 'dock'},
    {name: 'dock-open', scene: 'uploading', layout: 'dock-open'},
    {name: 'dock-done', scene: 'done', layout: 'dock'},
  ].flatMap((shot) => [
    {...shot, width: 1280},
    {...shot, name: `${shot.name}-dark`, width: 1280, dark: true},
    {...shot, name: `${shot.name}-320`, width: 320, height: 700},
    {...shot, name: `${shot.name}-320-dark`, width: 320, height: 700, dark: true},
  ]),
  {name: 'dock-open-ar', scene: 'uploading', layout: 'dock-open', lang: 'ar', dir: 'rtl'},
];

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.env['SCREENSHOTS'] ?? `${root}docs/screenshots`;
const wanted = process.argv.slice(2);

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: {port: 0, host: '127.0.0.1'},
});
await server.listen();
const origin = server.resolvedUrls?.local[0] ?? '';
const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
try {
  await mkdir(target, {recursive: true});
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  for (const shot of shots) {
    if (wanted.length === 0 || wanted.some((word) => shot.name.includes(word))) await take(page, shot);
  }
} finally {
  await browser.close();
  await server.close();
}

async function take(
  page: Page,
  {name, scene, layout, width = 760, height = 900, dark = false, lang = 'en', dir, touch = false}: Shot,
): Promise<void> {
  await page.setViewport({width, height, deviceScaleFactor: 1.5, hasTouch: touch, isMobile: touch});
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}]);
  await page.setOfflineMode(false);
  const query = new URLSearchParams({scene, lang, ...(dir && {dir}), ...(layout && {layout})});
  await page.goto(`${origin}scripts/screenshots/page.html?${query}`);
  await page.waitForSelector('html[data-ready]');
  await page.setOfflineMode(scene === 'offline');
  // Thumbnails, gathered updates, and the bars on their way.
  await new Promise((resolve) => setTimeout(resolve, 700));
  // A list is as high as the window allows, so the picture is cut out of the window and does not resize it.
  const whole = await page.evaluate(() => document.body.getBoundingClientRect().height);
  await page.screenshot({
    path: `${target}/${name}.webp`,
    quality: 60,
    clip: {x: 0, y: 0, width, height: whole},
    captureBeyondViewport: whole > height,
  });
  console.log(name);
}
