import type {CosUploaderElement, StoredFile} from '../../src/element.js';
import {
  CorsError,
  CosError,
  FileChangedError,
  NetworkError,
  type RestoreNeed,
  type TaskState,
} from '../../src/index.js';
import {type FakeFile, FakeUploader} from './fake-uploader.js';
import {until} from './until.js';

const MB = 2 ** 20;
const GB = 2 ** 30;

const film: FakeFile = {
  name: 'Interview with the harbour master – take 3.mp4',
  size: 2.4 * GB,
  type: 'video/mp4',
};
const photo: FakeFile = {name: 'IMG_2041.heic', size: 4.2 * MB, type: 'image/heic'};
const archive: FakeFile = {name: 'archive-2026-10.zip', size: 860 * MB, type: 'application/zip'};
const holiday: FakeFile = {name: 'holiday.mov', size: 1.1 * GB, type: 'video/quicktime'};
const contract: FakeFile = {name: 'contract-signed.pdf', size: 2.1 * MB, type: 'application/pdf'};
const song: FakeFile = {name: 'field-recording-07.flac', size: 96 * MB, type: 'audio/flac'};
const table: FakeFile = {name: '2026年10月 销售报表（最终版）.xlsx', size: 1.8 * MB};

/** A picture without a file on disk: a sky over water, drawn. */
async function drawn(name: string, hue: number): Promise<FakeFile> {
  const canvas = new OffscreenCanvas(640, 480);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  const sky = context.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, `oklch(0.62 0.12 ${hue})`);
  sky.addColorStop(0.55, `oklch(0.86 0.11 ${hue + 60})`);
  sky.addColorStop(0.56, `oklch(0.5 0.08 ${hue - 10})`);
  sky.addColorStop(1, `oklch(0.3 0.06 ${hue - 20})`);
  context.fillStyle = sky;
  context.fillRect(0, 0, 640, 480);
  context.fillStyle = `oklch(0.96 0.09 ${hue + 80})`;
  context.beginPath();
  context.arc(420, 230, 46, 0, 7);
  context.fill();
  const blob = await canvas.convertToBlob({type: 'image/jpeg'});
  return {name, size: 4.8 * MB, type: 'image/jpeg', file: new File([blob], name, {type: 'image/jpeg'})};
}

const error = (code: string, status: number, category: 'permission' | 'credentials' | 'busy'): CosError =>
  new CosError('Access Denied.', {code, status, category, requestId: 'NjU0YTc5ZDFfMmU0YTg3MDlfMTI3'});

const suspended = (needs: RestoreNeed, sent: number): TaskState => ({status: 'suspended', needs, sent});

/** A picture that an earlier form has stored, and the address of a small one of it. */
async function storedPicture(name: string, hue: number): Promise<StoredFile> {
  const {file, size} = await drawn(name, hue);
  return {key: `album/${name}`, name, size, url: '/pictures', thumbnail: URL.createObjectURL(file!)};
}

const storedContract: StoredFile = {
  key: 'album/contract-signed.pdf',
  name: 'contract-signed.pdf',
  size: contract.size,
  url: '/contract',
};

const album = (): Promise<StoredFile[]> =>
  Promise.all([
    storedPicture('sunset-over-the-bay.jpg', 250),
    storedPicture('morning-mist.jpg', 120),
    storedPicture('harbour at noon.jpg', 40),
  ]);

/** A click on a button of the row or card of a file. */
function press(element: CosUploaderElement, name: string, action: string): void {
  for (const row of element.shadowRoot?.querySelectorAll('[data-id]') ?? [])
    if (row.querySelector('.name')?.getAttribute('title') === name)
      row.querySelector<HTMLElement>(`[data-action=${action}]`)?.click();
}

export interface Scene {
  attributes?: Record<string, string>;
  /** What an earlier form has stored. */
  stored?(): Promise<StoredFile[]>;
  fill?(fake: FakeUploader): void | Promise<void>;
  after?(element: CosUploaderElement, fake: FakeUploader): void | Promise<void>;
}

const limits = {'max-files': '20', 'max-file-size': '5GB', accept: 'video/*,image/*,.pdf'};

async function mixed(fake: FakeUploader): Promise<void> {
  fake.pace = {bytesPerSecond: 42 * MB, secondsLeft: 130};
  fake.advance(fake.put(film), 0.5, {bytesPerSecond: 38 * MB, secondsLeft: 105});
  const raw = fake.put(photo);
  fake.advance(raw, 1);
  fake.apply(raw, {type: 'verify'});
  const zip = fake.put(archive);
  fake.advance(zip, 0.34);
  fake.apply(zip, {type: 'pause'});
  fake.put(holiday, suspended('file', 0.62 * holiday.size));
  const pdf = fake.put(contract);
  fake.advance(pdf, 0.18);
  fake.fail(
    pdf,
    new FileChangedError('contract-signed.pdf has another date or size than when its upload began.'),
  );
  fake.succeed(fake.put(await drawn('sunset-over-the-bay.jpg', 250)));
  fake.put(song);
}

/** Every state worth looking at, for pictures and for tests. */
export const scenes: Record<string, Scene> = {
  idle: {attributes: limits},
  dragging: {
    attributes: limits,
    after: () => {
      const data = new DataTransfer();
      for (const name of ['a.jpg', 'b.jpg', 'c.jpg'])
        data.items.add(new File([], name, {type: 'image/jpeg'}));
      document.body.dispatchEvent(
        new DragEvent('dragenter', {dataTransfer: data, bubbles: true, cancelable: true, composed: true}),
      );
    },
  },
  uploading: {fill: mixed},
  one: {
    fill: (fake) => fake.advance(fake.put(film), 0.43, {bytesPerSecond: 8.4 * MB, secondsLeft: 130}),
  },
  paused: {
    fill: async (fake) => {
      await mixed(fake);
      fake.pause();
      fake.pace = {};
    },
  },
  offline: {
    fill: async (fake) => {
      fake.succeed(fake.put(await drawn('sunset-over-the-bay.jpg', 250)));
      for (const [file, ratio] of [
        [film, 0.5],
        [archive, 0.34],
        [song, 0.08],
      ] as const) {
        const task = fake.put(file);
        fake.advance(task, ratio);
        fake.apply(task, {type: 'wait', reason: 'offline'});
      }
    },
  },
  waiting: {
    fill: (fake) => {
      const reasons = ['backoff', 'credentials', 'other-tab'] as const;
      [film, archive, song].forEach((file, i) => {
        const task = fake.put(file);
        fake.advance(task, 0.3);
        const reason = reasons[i] ?? 'backoff';
        fake.apply(task, {type: 'wait', reason, ...(i === 0 && {until: Date.now() + 3900, attempt: 2})});
      });
      fake.put(photo);
      fake.apply(fake.put(table), {type: 'prepare'});
    },
  },
  errors: {
    attributes: limits,
    fill: (fake) => {
      const errors = [
        error('AccessDenied', 403, 'permission'),
        error('ExpiredToken', 403, 'credentials'),
        new NetworkError('No answer.'),
        new FileChangedError('The file changed.'),
        new CorsError('ETag is hidden.', {rule: '<CORSRule/>', header: 'etag'}),
      ];
      [film, holiday, archive, contract, song].forEach((file, i) => {
        const task = fake.put(file);
        fake.advance(task, 0.2 + i * 0.12);
        const failure = errors[i];
        if (failure) fake.fail(task, failure);
      });
    },
    after: (element) =>
      void element.addFiles([
        new File(['#'], 'setup.exe', {type: 'application/x-msdownload'}),
        new File(['#'], 'notes.txt', {type: 'text/plain'}),
      ]),
  },
  folder: {
    attributes: {accept: 'image/*'},
    after: async (element) => {
      const files = ['beach.jpg', 'pier.jpg', 'notes.txt', '.DS_Store', 'Thumbs.db'].map((name) => ({
        name,
        isDirectory: false,
        file: (give: (file: File) => void) => give(new File(['#'], name)),
      }));
      const readings = [files, []];
      const entry = {
        name: 'holiday',
        isDirectory: true,
        createReader: () => ({readEntries: (give: (found?: object[]) => void) => give(readings.shift())}),
      };
      const items = [{kind: 'file', type: '', webkitGetAsEntry: () => entry, getAsFile: () => null}];
      const event = new DragEvent('drop', {bubbles: true, cancelable: true, composed: true});
      Object.defineProperty(event, 'dataTransfer', {value: {types: ['Files'], items, files: []}});
      element.dispatchEvent(event);
      await until(
        () => element.shadowRoot?.querySelector('[part=folder-summary]') != null,
        'the summary of the folder',
      );
    },
  },
  names: {
    fill: (fake) => {
      const names = [
        'تقرير المبيعات النهائي للربع الثالث من السنة المالية الماضية 2026 final v2.docx',
        'a photo of the whole family at the harbour صورة العائلة.jpg',
        '2026年第三季度华东区销售数据汇总分析报告（最终确认版本）.xlsx',
        'quarterly report of the whole company 2026 \u202Excod.exe',
      ];
      for (const name of names) fake.put({name, size: 2 * MB});
    },
  },
  done: {
    fill: async (fake) => {
      fake.succeed(fake.put(await drawn('sunset-over-the-bay.jpg', 250)));
      fake.succeed(fake.put(await drawn('morning-mist.jpg', 120)));
      fake.succeed(fake.put(film), {skipped: true});
      fake.succeed(fake.put(contract));
    },
  },
  restore: {
    fill: (fake) => {
      fake.put(holiday, suspended('file', 0.62 * holiday.size));
      fake.put(archive, suspended('permission', 0.34 * archive.size));
    },
  },
  undo: {
    fill: mixed,
    after: (element) => {
      element.shadowRoot?.querySelectorAll<HTMLElement>('[data-action=cancel]')[1]?.click();
    },
  },
  details: {
    fill: (fake) => {
      const task = fake.put(contract);
      fake.advance(task, 0.3);
      fake.fail(task, error('AccessDenied', 403, 'permission'));
      fake.put(song);
    },
    after: (element) => {
      element.shadowRoot?.querySelector<HTMLElement>('[data-action=details]')?.click();
    },
  },
  cards: {
    fill: async (fake) => {
      fake.pace = {bytesPerSecond: 6 * MB, secondsLeft: 130};
      const names = ['sunset-over-the-bay.jpg', 'morning-mist.jpg', 'harbour at noon.jpg', 'IMG_2044.jpg'];
      const drawings = await Promise.all(names.map((name, i) => drawn(name, 250 - 55 * i)));
      const [sunset, mist, noon, last] = drawings.map((file) => fake.put(file));
      fake.succeed(sunset!);
      fake.advance(mist!, 0.62, {bytesPerSecond: MB, secondsLeft: 8});
      fake.advance(noon!, 1);
      fake.apply(noon!, {type: 'verify'});
      fake.advance(last!, 0.3);
      fake.fail(last!, new NetworkError('No answer.'));
      fake.advance(fake.put(film), 0.4, {bytesPerSecond: 5 * MB, secondsLeft: 130});
      fake.put(holiday, suspended('file', 0.62 * holiday.size));
      fake.put(contract);
    },
  },
  tile: {
    attributes: {'max-files': '1', accept: 'image/*'},
    fill: async (fake) =>
      fake.advance(fake.put(await drawn('portrait.jpg', 250)), 0.62, {bytesPerSecond: MB, secondsLeft: 8}),
  },
  'tile-done': {
    attributes: {'max-files': '1', accept: 'image/*'},
    fill: async (fake) => fake.succeed(fake.put(await drawn('portrait.jpg', 250))),
  },
  'tile-failed': {
    attributes: {'max-files': '1', accept: 'image/*'},
    fill: async (fake) => {
      const task = fake.put(await drawn('portrait.jpg', 250));
      fake.advance(task, 0.3);
      fake.fail(task, new NetworkError('No answer.'));
    },
  },
  stored: {
    attributes: {look: 'rows'},
    stored: async () => [
      ...(await album()),
      storedContract,
      {key: 'album/notes-of-2024.txt'},
      {key: 'album/gone.jpg', name: 'gone.jpg', size: 3.1 * MB, thumbnail: '/nowhere.jpg'},
    ],
    fill: (fake) => fake.advance(fake.put(film), 0.43, {bytesPerSecond: 8.4 * MB, secondsLeft: 130}),
    after: async (element) => {
      element.addEventListener('cos-stored-remove', (event) => {
        if (event.key.endsWith('notes-of-2024.txt')) event.waitUntil(new Promise(() => undefined));
      });
      press(element, 'notes-of-2024.txt', 'remove');
      await element.updateComplete;
      press(element, 'contract-signed.pdf', 'remove');
    },
  },
  'stored-cards': {
    stored: album,
    fill: async (fake) =>
      fake.advance(fake.put(await drawn('IMG_2044.jpg', 300)), 0.62, {bytesPerSecond: MB, secondsLeft: 8}),
    after: (element) => press(element, 'morning-mist.jpg', 'remove'),
  },
  'stored-readonly': {
    attributes: {readonly: '', look: 'rows'},
    stored: async () => [...(await album()), storedContract],
  },
  'stored-tile': {
    attributes: {'max-files': '1', accept: 'image/*'},
    stored: async () => [await storedPicture('portrait.jpg', 250)],
  },
  long: {
    fill: (fake) => {
      for (let i = 0; i < 60; i++) {
        const task = fake.put({
          name: `scan-${(i + 1).toString().padStart(3, '0')}.pdf`,
          size: 3 * MB,
          type: 'application/pdf',
        });
        if (i === 12) fake.fail(task, new NetworkError('No answer.'));
        else if (i < 48) fake.succeed(task);
        else if (i < 52) fake.advance(task, 0.2 * (i - 47), {secondsLeft: 4, bytesPerSecond: 3 * MB});
      }
      fake.pace = {bytesPerSecond: 12 * MB, secondsLeft: 70};
    },
  },
  manual: {
    attributes: {manual: ''},
    fill: (fake) => [film, photo, contract].forEach((file) => fake.put(file)),
  },
  setup: {attributes: {bucket: 'no-number', region: 'ap-guangzhou', 'part-size': '12 apples'}},
  many: {
    fill: (fake) => {
      for (let i = 0; i < 10_000; i++) {
        const folder = `photos/2026-${(1 + (i % 12)).toString().padStart(2, '0')}`;
        const name = `IMG_${(1000 + i).toString()}.jpg`;
        const task = fake.put({
          name,
          path: `${folder}/${name}`,
          size: 3 * MB + ((i * 7919) % MB),
          type: 'image/jpeg',
        });
        if (i < 6) fake.succeed(task);
        else if (i < 10) fake.advance(task, 0.2 * (i - 5), {secondsLeft: 4, bytesPerSecond: 3 * MB});
      }
      fake.pace = {bytesPerSecond: 24 * MB, secondsLeft: 1260};
    },
  },
};

/** Plays a scene in an element that is not on the page yet, puts it there, and waits until it is drawn. */
export async function play(scene: Scene, parent: Element): Promise<CosUploaderElement> {
  const fake = new FakeUploader();
  await scene.fill?.(fake);
  const element = document.createElement('cos-uploader');
  element.multiple = true;
  for (const [name, value] of Object.entries(scene.attributes ?? {})) element.setAttribute(name, value);
  if (!element.hasAttribute('bucket')) element.uploader = fake;
  if (scene.stored) element.stored = await scene.stored();
  parent.append(element);
  await element.updateComplete;
  await scene.after?.(element, fake);
  return element;
}
