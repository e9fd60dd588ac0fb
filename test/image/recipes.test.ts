import {expect} from 'chai';
import type {Prepare} from '../../src/index.js';
import {until} from '../support/until.js';

declare global {
  /** What the recipes of docs/preparing.md have from the page. */
  var uploader: {prepare?: Prepare};
  var masterKey: CryptoKey;
  var convert: (file: File) => Promise<Blob>;
}

const page = await (await fetch('/docs/preparing.md')).text();

/** Stands in for a package that the page would install. */
const module = (code: string): string => URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));

/** A package that is installed here, as a module for a recipe, whose imports nobody resolves. */
function passedOn(library: object): string {
  const name = `library${Math.random()}`;
  Object.assign(globalThis, {[name]: library});
  const all = `const {default: whole, ...others} = globalThis['${name}'];`;
  const named = Object.keys(library).filter((key) => key !== 'default');
  return module(`${all} export default whole; export const {${named.join()}} = others;`);
}

/** Runs the block under a heading of docs/preparing.md, and answers the `prepare` that it sets. */
async function recipe(heading: string, packages: Record<string, string> = {}): Promise<Prepare> {
  const block = page.split(`# ${heading}\n`)[1]!.split('```js\n')[1]!.split('```')[0]!;
  const places: Record<string, string> = {
    'cos-uploader/image.js': new URL('/src/image.ts', location.href).href,
    ...packages,
  };
  const code = block.replace(
    /(from |import\()'([^']+)'/g,
    (_all, how: string, name: string) => `${how}'${places[name]!}'`,
  );
  globalThis.uploader = {};
  await import(module(code));
  return uploader.prepare!;
}

const context = {path: 'a', signal: new AbortController().signal, onProgress: (): void => undefined};

async function photoOf(width: number, height: number, name: string, type = 'image/jpeg'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d')!;
  for (let i = 0; i < (width * height) / 40; i++) {
    drawing.fillStyle = `hsl(${i * 7} 90% 50%)`;
    drawing.fillRect((i * 37) % width, (i * 91) % height, 9, 9);
  }
  return new File([await canvas.convertToBlob({type, quality: 1})], name, {type});
}

/** A picture whose colors say where they are: red grows to the right, green to the bottom. */
async function places(width: number, height: number): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d')!;
  for (const [color, x, y] of [
    ['#f00', width, 0],
    ['#0f0', 0, height],
  ] as const) {
    const gradient = drawing.createLinearGradient(0, 0, x, y);
    gradient.addColorStop(0, '#000');
    gradient.addColorStop(1, color);
    drawing.globalCompositeOperation = 'lighter';
    drawing.fillStyle = gradient;
    drawing.fillRect(0, 0, width, height);
  }
  return new File([await canvas.convertToBlob({type: 'image/png'})], '1.png', {type: 'image/png'});
}

/** Red, green, blue at some places of a picture. */
async function colorsIn(picture: Blob, ...at: [x: number, y: number][]): Promise<number[][]> {
  const bitmap = await createImageBitmap(picture);
  const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  drawing.drawImage(bitmap, 0, 0);
  return at.map(([x, y]) => [...drawing.getImageData(x, y, 1, 1).data].slice(0, 3));
}

describe('The recipes of docs/preparing.md', () => {
  it('gzip of tables', async () => {
    const prepare = await recipe('Preparing files');
    const table = new File(['a,b\n'.repeat(100)], 'a.csv');
    const zipped = (await prepare(table, context)) as File;
    expect(zipped.name).to.equal('a.csv.gz');
    const plain = new Response(zipped.stream().pipeThrough(new DecompressionStream('gzip')));
    expect(await plain.text()).to.equal(await table.text());
    const other = new File(['x'], 'a.txt');
    expect(await prepare(other, context)).to.equal(other);
  });

  it('a time limit', async () => {
    globalThis.convert = () => new Promise(() => undefined);
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => timeout(5);
    try {
      const prepare = await recipe('With a time limit');
      const error: unknown = await Promise.resolve(prepare(new File([], 'a'), context)).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.have.property('name', 'TimeoutError');
    } finally {
      AbortSignal.timeout = timeout;
    }
  });

  it('smaller pictures', async () => {
    const prepare = await recipe('Smaller pictures');
    const small = (await prepare(await photoOf(3000, 1000, 'a.jpg'), context)) as File;
    expect(small).to.include({name: 'a.jpg', type: 'image/jpeg'});
    expect((await createImageBitmap(small)).width).to.equal(2560);
  });

  it('HEIC, by heic-to', async () => {
    const prepare = await recipe('HEIC to JPEG', {'heic-to': passedOn(await import('heic-to'))});
    const photo = await (await fetch(new URL('halves.heic', import.meta.url))).blob();
    const jpeg = (await prepare(new File([photo], 'IMG_1.HEIC', {type: 'image/heic'}), context)) as File;
    expect(jpeg).to.include({name: 'IMG_1.jpg', type: 'image/jpeg'});
    const [left, right] = await colorsIn(jpeg, [8, 24], [56, 24]);
    expect(left, 'red').to.satisfy(([r, , b]: number[]) => r! > 200 && b! < 60);
    expect(right, 'blue').to.satisfy(([r, , b]: number[]) => r! < 60 && b! > 200);
    const other = await prepare(await photoOf(3000, 1000, 'a.jpg'), context);
    expect((await createImageBitmap(other)).width).to.equal(2560);
  }).timeout(60_000);

  it('a watermark', async () => {
    const prepare = await recipe('Watermark');
    const file = await photoOf(600, 400, 'a.png', 'image/png');
    const marked = await prepare(file, context);
    const bright = async (blob: Blob): Promise<number> => {
      const drawing = new OffscreenCanvas(600, 400).getContext('2d')!;
      drawing.drawImage(await createImageBitmap(blob), 0, 0);
      return drawing.getImageData(400, 350, 200, 50).data.reduce((sum, byte) => sum + byte, 0);
    };
    expect(await bright(marked)).to.be.above(await bright(file));
  });

  it('encryption, which a key opens again, part by part', async () => {
    const raw = crypto.getRandomValues(new Uint8Array(32));
    globalThis.masterKey = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey']);
    const prepare = await recipe('Encryption in the page');
    for (const size of [0, 5, 4 * 2 ** 20, 9_000_000]) {
      const plain = new Uint8Array(size).map((_, index) => index % 251);
      const shares: number[] = [];
      const tell = {...context, onProgress: (share: number): void => void shares.push(share)};
      const sealed = (await prepare(new File([plain], 'a.bin'), tell)) as File;
      expect(sealed.name).to.equal('a.bin.enc');
      expect(shares.length).to.equal(Math.max(1, Math.ceil(size / (4 * 2 ** 20))));
      const salt = await sealed.slice(0, 16).arrayBuffer();
      const how = {name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode('upload')};
      const key = await crypto.subtle.deriveKey(how, masterKey, {name: 'AES-GCM', length: 256}, false, [
        'decrypt',
      ]);
      const opened: ArrayBuffer[] = [];
      const step = 4 * 2 ** 20 + 16;
      for (let at = 16, number = 0; at < sealed.size; at += step, number++) {
        const iv = new Uint8Array(12);
        new DataView(iv.buffer).setUint32(8, number);
        const additionalData = Uint8Array.of(at + step >= sealed.size ? 1 : 0);
        const part = await sealed.slice(at, at + step).arrayBuffer();
        opened.push(await crypto.subtle.decrypt({name: 'AES-GCM', iv, additionalData}, key, part));
      }
      const bytes = new Uint8Array(await new Blob(opened).arrayBuffer());
      expect(bytes.length).to.equal(size);
      expect(bytes.every((byte, index) => byte === index % 251)).to.equal(true);
    }
  });

  it('a crop dialog, by Cropper.js: one at a time, in the pixels of the photo, and a pause closes it', async () => {
    document.body.insertAdjacentHTML('beforeend', /<dialog id="crop">.*?<\/dialog>/.exec(page)![0]);
    const dialog = document.querySelector<HTMLDialogElement>('#crop')!;
    const prepare = await recipe('A crop dialog', {cropperjs: passedOn(await import('cropperjs'))});
    const opened = async (): Promise<void> => {
      await until(() => dialog.open && dialog.querySelector('cropper-image') !== null, 'the dialog');
      const image = dialog.querySelector<
        HTMLElement & {$ready(): Promise<unknown>; $getTransform(): readonly number[]}
      >('cropper-image')!;
      await image.$ready();
      await until(() => image.$getTransform()[0] !== 1, 'the photo at its place');
    };
    const [first, second, third] = [
      await places(2000, 1000),
      await photoOf(50, 50, '2.jpg'),
      await photoOf(50, 50, '3.jpg'),
    ];
    const stop = new AbortController();
    const answers = [
      prepare(first, context),
      prepare(second, context),
      Promise.resolve(prepare(third, {...context, signal: stop.signal})),
    ];
    await opened();
    dialog.querySelector<HTMLElement>('[value=crop]')!.click();
    const cut = (await answers[0]) as File;
    expect(cut).to.include({name: '1.jpg', type: 'image/jpeg'});
    const {width, height} = await createImageBitmap(cut);
    expect(width).to.be.within(500, 1900);
    // Each corner is where its color says, so nothing is scaled.
    const [start, end] = await colorsIn(cut, [2, 2], [width - 3, height - 3]);
    const [x, y] = [end![0]! - start![0]!, end![1]! - start![1]!];
    expect((x / 255) * 2000).to.be.closeTo(width, 50);
    expect((y / 255) * 1000).to.be.closeTo(height, 50);
    await opened();
    dialog.querySelector<HTMLElement>('button:not([value])')!.click();
    expect(await answers[1]).to.equal(second);
    await opened();
    stop.abort();
    expect(await answers[2]).to.equal(third);
    expect(dialog.open).to.equal(false);
    expect(dialog.querySelector('cropper-canvas')).to.equal(null);
    dialog.remove();
  });
});
