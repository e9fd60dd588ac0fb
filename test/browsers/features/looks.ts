import assert from 'node:assert/strict';
import type * as Axe from 'axe-core';
import {texts as ar} from '../../../src/element/language/locales/ar.js';
import {texts as de} from '../../../src/element/language/locales/de.js';
import {firstTexts as en} from '../../../src/element/language/locales/en-first.js';
import {texts as es} from '../../../src/element/language/locales/es.js';
import {texts as fr} from '../../../src/element/language/locales/fr.js';
import {texts as id} from '../../../src/element/language/locales/id.js';
import {texts as ja} from '../../../src/element/language/locales/ja.js';
import {texts as ko} from '../../../src/element/language/locales/ko.js';
import {texts as nb} from '../../../src/element/language/locales/nb.js';
import {texts as pt} from '../../../src/element/language/locales/pt-br.js';
import {texts as th} from '../../../src/element/language/locales/th.js';
import {texts as vi} from '../../../src/element/language/locales/vi.js';
import {texts as zhCn} from '../../../src/element/language/locales/zh-cn.js';
import {texts as zhTw} from '../../../src/element/language/locales/zh-tw.js';
import type {Page} from '../page.js';
import {MB, type Stage} from '../stage.js';
import {inParts, slow} from './control.js';
import type {Feature} from './feature.js';

const languages = {
  en,
  'zh-CN': zhCn,
  'zh-TW': zhTw,
  ja,
  ko,
  id,
  vi,
  th,
  de,
  fr,
  es,
  'pt-BR': pt,
  nb,
  ar,
};

/** Adds pictures that the page has made. */
const addPictures = (page: Page, ...types: readonly string[]): Promise<unknown> =>
  page.run(async (types) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'rgb(200, 30, 30)';
    context.fillRect(0, 0, 64, 48);
    const files = [];
    for (const type of types) {
      const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), type));
      files.push(new File([blob], `${files.length}.${blob.type.slice(6)}`, {type: blob.type}));
    }
    return (await document.querySelector('cos-uploader')!.addFiles(files)).length;
  }, types);

/** The pictures of the list are drawn, in the colour that they have. */
const areDrawn = (page: Page, count: number): Promise<void> =>
  page.so(
    'the pictures to be drawn',
    (count) => {
      const canvases = window.widget.all('.thumb canvas') as HTMLCanvasElement[];
      const isRed = (canvas: HTMLCanvasElement): boolean => {
        const copy = document.createElement('canvas');
        copy.width = copy.height = 1;
        const context = copy.getContext('2d')!;
        context.drawImage(canvas, 0, 0, 1, 1);
        const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data;
        return red > 150 && green < 80;
      };
      return canvases.length === count && canvases.every(isRed);
    },
    count,
  );

/** What sticks out of the page to the side. */
const sticksOut = (page: Page): Promise<string[]> =>
  page.run(() => {
    const width = document.documentElement.clientWidth;
    return window.widget
      .all('cos-uploader, .zone, .row, .card, .totals, .notice, button, .words')
      .filter((element) => {
        const {left, right, width: own} = element.getBoundingClientRect();
        return own > 0 && (left < -1 || right > width + 1);
      })
      .map(({localName, className}) => `${localName}.${className}`);
  });

/** What axe finds wrong in the widget. */
async function violations(page: Page): Promise<string[]> {
  return page.run(async () => {
    if (!('axe' in window))
      await new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = '/axe.js';
        script.onload = resolve;
        document.head.append(script);
      });
    const {axe} = window as unknown as {axe: typeof Axe};
    const found = await axe.run('cos-uploader', {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: {region: {enabled: false}},
      resultTypes: ['violations'],
    });
    return found.violations.map(
      ({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}

/** A file under way, one that failed and one that is done. */
async function threeStates(stage: Stage, html: string): Promise<Page> {
  const names = ['failed.bin', 'done.bin', 'way.bin'];
  const key = `${stage.prefix}failed.bin`;
  stage.cos.faults.add({match: {key}, effect: {status: 403, code: 'AccessDenied'}});
  const page = await stage.open({attributes: `${inParts} look="rows"`, html});
  await page.choose(
    ...(await Promise.all(names.slice(0, 2).map((name) => stage.file(name, 1000)))).map(({path}) => path),
  );
  await page.status('failed.bin', 'failed');
  await page.status('done.bin', 'done');
  slow(stage, MB / 2);
  await page.choose((await stage.file('way.bin', 8 * MB)).path);
  await page.status('way.bin', 'uploading');
  return page;
}

export const looks: readonly Feature[] = [
  {
    name: 'rows with pictures, drawn from PNG and JPEG',
    async run(stage) {
      const page = await stage.open({attributes: 'look="rows"'});
      await addPictures(page, 'image/png', 'image/jpeg');
      await page.done('0.png', '1.jpeg');
      await areDrawn(page, 2);
      assert.deepEqual(await sticksOut(page), []);
    },
  },
  {
    name: 'cards, where most files are pictures',
    async run(stage) {
      const page = await stage.open({});
      await addPictures(page, 'image/png', 'image/jpeg', 'image/png');
      await page.so('the cards', () => window.widget.all('.card').length === 3);
      await areDrawn(page, 3);
      const squares = await page.run(() =>
        window.widget.all('.picture').map((each) => {
          const {width, height} = each.getBoundingClientRect();
          return Math.abs(width - height) < 1.5 && width >= 100;
        }),
      );
      assert.deepEqual(squares, [true, true, true]);
      assert.deepEqual(await sticksOut(page), []);
    },
  },
  {
    name: 'an own layout of parts: button, drop zone, totals, list, dock',
    async run(stage) {
      const file = await stage.file('parts.bin', 3 * MB);
      const page = await stage.open({
        attributes: inParts,
        body: (widget) => `${widget.replace('<cos-uploader', '<cos-uploader id="up" headless')}
          <cos-upload-button for="up">Add papers</cos-upload-button>
          <cos-upload-drop-zone for="up"><p>Drop here</p></cos-upload-drop-zone>
          <cos-upload-totals for="up"></cos-upload-totals>
          <cos-upload-list for="up" look="rows">Nothing yet</cos-upload-list>
          <cos-upload-dock for="up" open></cos-upload-dock>`,
      });
      await page.run(() => void (window.widget.keepShut = true));
      await page.clickOn('Add papers');
      await page.so('the picker', () => window.widget.opened.length === 1);
      slow(stage, MB);
      await page.choose(file.path);
      await page.sent(file.name, MB);
      await page.act(file.name, 'pause');
      await page.status(file.name, 'paused');
      await page.act(file.name, 'resume');
      await page.done(file.name);
      await page.so('the totals to say so', () =>
        window.widget.find('.summary')?.textContent.includes('1 file is uploaded'),
      );
      assert.deepEqual(Object.keys(await stage.stored()), [file.name]);
    },
  },
  {
    name: 'a list of 2,000 files: only rows in sight exist, and the keyboard reaches the last',
    async run(stage) {
      const page = await stage.open({attributes: 'manual look="rows"'});
      await page.run(async () => {
        const files = Array.from({length: 2000}, (_, i) => new File(['x'], `${i}.txt`));
        await document.querySelector('cos-uploader')!.addFiles(files);
      });
      const all = (): boolean => window.widget.find('[aria-rowcount="2000"]') !== undefined;
      await page.so('the list of all', all);
      await page.run(() => window.widget.row('0.txt')!.querySelector<HTMLElement>('.info')!.focus());
      assert.equal(await page.press('End'), '1999.txt');
      const rows = await page.run(() => window.widget.all('[data-id]').length);
      assert.ok(rows > 3 && rows < 100, `${rows} rows`);
    },
  },
  {
    name: '14 languages, each in its direction',
    async run(stage) {
      const page = await stage.open({});
      for (const [tag, {chooseFiles, dropFiles}] of Object.entries(languages)) {
        await page.run((tag) => document.querySelector('cos-uploader')!.setAttribute('locale', tag), tag);
        await page.so(`the button in ${tag}`, (name) => window.widget.named(name), chooseFiles);
        const seen = await page.run(() => ({
          title: window.widget.find('.zone-title')!.textContent.trim(),
          direction: getComputedStyle(window.widget.find('.base')!).direction,
        }));
        assert.deepEqual(seen, {title: dropFiles, direction: tag === 'ar' ? 'rtl' : 'ltr'});
      }
    },
  },
  {
    name: 'right to left: rows, bars and arrow keys are mirrored',
    async run(stage) {
      const file = await stage.file('rtl.bin', 8 * MB);
      slow(stage, 2 * MB);
      const page = await stage.open({attributes: `${inParts} look="rows"`, html: 'lang="ar" dir="rtl"'});
      await page.choose(file.path);
      await page.sent(file.name, 2 * MB);
      await page.act(file.name, 'pause');
      await page.status(file.name, 'paused');
      await page.run(
        (name) => window.widget.row(name)!.querySelector<HTMLElement>('.info')!.focus(),
        file.name,
      );
      const place = await page.run((name) => {
        const row = window.widget.row(name)!;
        const box = (selector: string): DOMRect => row.querySelector(selector)!.getBoundingClientRect();
        return {
          pictureIsRight: box('.thumb').left > box('.words').right - 1,
          barIsFromRight: box('.bar .sent').left > box('.bar').left + 100,
        };
      }, file.name);
      assert.deepEqual([place.pictureIsRight, place.barIsFromRight], [true, true]);
      assert.equal(await page.press('ArrowLeft'), `${file.name} resume`);
      assert.equal(await page.press('ArrowRight'), file.name);
      assert.deepEqual(await sticksOut(page), []);
    },
  },
  {
    name: '260 pixels wide: nothing sticks out',
    async run(stage) {
      const page = await threeStates(stage, 'lang="de" style="max-inline-size: 260px"');
      const outside = await page.run(() =>
        window.widget
          .all('.zone, .row, .totals, .notice, button, .words')
          .filter((each) => each.getBoundingClientRect().right > 261)
          .map(({className}) => className),
      );
      assert.deepEqual(outside, []);
    },
  },
  {
    name: 'light and dark, as the page says',
    async run(stage) {
      const page = await stage.open({});
      const grounds = await page.run(async () => {
        const lightness = (colour: string): number => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 1;
          const context = canvas.getContext('2d')!;
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          return context.getImageData(0, 0, 1, 1).data[1]!;
        };
        const seen = [];
        for (const scheme of ['light', 'dark']) {
          document.documentElement.style.colorScheme = scheme;
          const element = document.querySelector('cos-uploader')!;
          element.replaceWith(element.cloneNode());
          await document.querySelector('cos-uploader')!.updateComplete;
          const {backgroundColor, color} = getComputedStyle(window.widget.find('.base')!);
          seen.push([lightness(backgroundColor) > 128, lightness(color) > 128]);
        }
        return seen;
      });
      assert.deepEqual(grounds, [
        [true, false],
        [false, true],
      ]);
    },
  },
  {
    name: 'axe finds nothing wrong: empty, under way, failed, done',
    async run(stage) {
      const empty = await stage.open({});
      assert.deepEqual(await violations(empty), []);
      assert.deepEqual(await violations(await threeStates(stage, 'lang="en"')), []);
    },
  },
];
