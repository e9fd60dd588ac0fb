/**
 * `npm run beside-peers`: the same seven files on the same line in our widget and in those of others, state by state, as sheets of pictures
 * in `test/bench/dist/beside-peers`.
 */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Target} from './page/contender.js';
import {setStage, type Stage} from './stage.js';
import type {Tab} from './tab.js';
import {startUploadcareServer, type UploadcareServer} from './uploadcare-server.js';

const widgets = ['cos-uploader', 'Uppy Dashboard', 'FilePond', 'vaadin-upload', 'Uploadcare'];

interface State {
  readonly name: string;
  /** CSS pixels. */
  readonly width: number;
  readonly dark?: boolean;
  /** How long after the choice, and after files have `arrived`, the picture is taken, in milliseconds; undefined: nothing is chosen. */
  readonly after?: number;
  /** How many files are stored before; at most a minute is waited for them. */
  readonly arrived?: number;
  /** The store refuses one of the files. */
  readonly refusing?: boolean;
  /** Bytes a second. */
  readonly line?: number;
}

/** The file that the store refuses in some states. */
const refused = 'contract-signed.pdf';

const slow = 1.2 * 2 ** 20;
const states: readonly State[] = [
  {name: 'idle', width: 640},
  {name: 'moving', width: 640, after: 5000, line: slow},
  {name: 'moving, dark', width: 640, after: 5000, line: slow, dark: true},
  {name: 'moving, 320 px', width: 320, after: 5000, line: slow},
  {name: 'one refused', width: 640, after: 1500, arrived: 6, refusing: true},
  {name: 'done', width: 640, after: 1500, arrived: 7},
];

const picture = (hue: number): string =>
  `<body style="margin:0;block-size:100vh;background:linear-gradient(hsl(${hue} 70% 55%) 60%, hsl(${hue + 60} 40% 25%) 60%)">`;

/** Three photos and four others, with names as people have them. */
async function writeFiles(stage: Stage): Promise<string[]> {
  const page = await stage.browser.newPage();
  await page.setViewport({width: 900, height: 600});
  const paths: string[] = [];
  for (const [name, hue] of [
    ['sunset-over-the-bay.png', 20],
    ['morning-mist.png', 180],
    ['harbour at noon.png', 120],
  ] as const) {
    await page.setContent(picture(hue));
    paths.push(join(stage.folder, name));
    await page.screenshot({path: paths.at(-1) as `${string}.png`});
  }
  await page.close();
  const others = [
    ['Interview with the harbour master – take 3.mp4', 14],
    ['2026年10月 销售报表（最终版）.xlsx', 2],
    [refused, 1],
    ['archive-2026-10.zip', 4],
  ] as const;
  for (const [name, megabytes] of others) {
    paths.push(join(stage.folder, name));
    await writeFile(paths.at(-1)!, Buffer.alloc(megabytes * 2 ** 20, name));
  }
  return paths;
}

async function look(tab: Tab, {width, dark = false}: State): Promise<void> {
  await tab.session.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 820,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await tab.session.send('Emulation.setEmulatedMedia', {
    features: [{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}],
  });
}

async function take(
  stage: Stage,
  uploadcare: UploadcareServer,
  widget: string,
  state: State,
  paths: readonly string[],
): Promise<string> {
  const {cos, tus} = stage;
  const tab = await stage.open('/list.html');
  const prefix = `peers/${widget.replaceAll(' ', '-')}/${state.name.replaceAll(/\W+/g, '-')}`;
  const rule = state.refusing
    ? cos.faults.add({
        match: {key: `${prefix}/${refused}`},
        effect: {status: 403, code: 'AccessDenied'},
      })
    : undefined;
  try {
    await look(tab, state);
    cos.settings.verifySignature = widget === 'cos-uploader';
    cos.settings.link = {bytesPerSecond: state.line ?? Infinity, rttMs: 40};
    uploadcare.refused = state.refusing ? refused : undefined;
    const target: Target = {
      cos: cos.origin,
      bucket: cos.bucket,
      region: cos.region,
      tus: tus.origin,
      uploadcare: uploadcare.origin,
      prefix,
    };
    await tab.call('mount', widget, target);
    if (state.after !== undefined) {
      await tab.choose(paths, 'bench.input');
      if (state.arrived !== undefined) await tab.call('watch', state.arrived, 60);
      await new Promise((resolve) => setTimeout(resolve, state.after));
    }
    const {data} = await tab.session.send('Page.captureScreenshot', {format: 'png'});
    return data;
  } finally {
    if (rule !== undefined) cos.faults.remove(rule);
    await tab.close();
  }
}

const stage = await setStage();
const uploadcare = await startUploadcareServer(stage.cos.settings);
const out = join(import.meta.dirname, 'dist/beside-peers');
try {
  await mkdir(out, {recursive: true});
  const paths = await writeFiles(stage);
  const sheet = await stage.browser.newPage();
  for (const state of states) {
    const shots: string[] = [];
    for (const widget of widgets)
      shots.push(
        `<figure><figcaption>${widget}</figcaption><img width="${state.width}" src="data:image/png;base64,${await take(stage, uploadcare, widget, state, paths)}"></figure>`,
      );
    await sheet.setViewport({width: (state.width + 24) * (state.width < 400 ? 4 : 2), height: 900});
    await sheet.setContent(
      `<style>body{margin:8px;background:#999;display:flex;flex-wrap:wrap;gap:8px;font:14px sans-serif}figure{margin:0}</style>${shots.join('')}`,
    );
    const path = join(out, `${state.name.replaceAll(/\W+/g, '-')}.png`);
    await sheet.screenshot({path: path, fullPage: true});
    console.log(`${path}: ${(await readFile(path)).length} bytes`);
  }
} finally {
  await uploadcare.close();
  await stage.close();
}
