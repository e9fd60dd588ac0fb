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

async function photo(width: number, height: number, name: string, type = 'image/jpeg'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d')!;
  for (let i = 0; i < (width * height) / 40; i++) {
    drawing.fillStyle = `hsl(${i * 7} 90% 50%)`;
    drawing.fillRect((i * 37) % width, (i * 91) % height, 9, 9);
  }
  return new File([await canvas.convertToBlob({type, quality: 1})], name, {type});
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
    const small = (await prepare(await photo(3000, 1000, 'a.jpg'), context)) as File;
    expect(small).to.include({name: 'a.jpg', type: 'image/jpeg'});
    expect((await createImageBitmap(small)).width).to.equal(2560);
  });

  it('HEIC, with a stand-in for heic-to', async () => {
    const big = await photo(3000, 1000, 'x.jpg');
    Object.assign(globalThis, {big});
    const heic = module(
      `export const heicTo = ({blob, type}) => Promise.resolve(new Blob([globalThis.big], {type}));`,
    );
    const prepare = await recipe('HEIC to JPEG', {'heic-to': heic});
    const jpeg = (await prepare(new File(['heic'], 'IMG_1.HEIC', {type: 'image/heic'}), context)) as File;
    expect(jpeg).to.include({name: 'IMG_1.jpg', type: 'image/jpeg'});
    expect((await createImageBitmap(jpeg)).width).to.equal(2560);
  });

  it('a watermark', async () => {
    const prepare = await recipe('Watermark');
    const file = await photo(600, 400, 'a.png', 'image/png');
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

  it('a crop dialog, with a stand-in for Cropper.js: one at a time, and a pause closes it', async () => {
    document.body.insertAdjacentHTML('beforeend', /<dialog id="crop">.*?<\/dialog>/.exec(page)![0]);
    const dialog = document.querySelector<HTMLDialogElement>('#crop')!;
    const cropper = module(`export default class {
      getCropperSelection() { return {$toCanvas: () => Promise.resolve(Object.assign(document.createElement('canvas'), {width: 5, height: 5}))}; }
      destroy() {}
    }`);
    const prepare = await recipe('A crop dialog', {cropperjs: cropper});
    const opened = (): Promise<void> => until(() => dialog.open, 'the dialog');
    const [first, second, third] = [
      await photo(50, 50, '1.png', 'image/png'),
      await photo(50, 50, '2.jpg'),
      await photo(50, 50, '3.jpg'),
    ];
    const stop = new AbortController();
    const answers = [
      prepare(first, context),
      prepare(second, context),
      Promise.resolve(prepare(third, {...context, signal: stop.signal})),
    ];
    await opened();
    dialog.querySelector<HTMLElement>('[value=crop]')!.click();
    expect(((await answers[0]) as File).name).to.equal('1.jpg');
    expect((await createImageBitmap(await answers[0]!)).width).to.equal(5);
    await opened();
    dialog.querySelector<HTMLElement>('button:not([value])')!.click();
    expect(await answers[1]).to.equal(second);
    await opened();
    stop.abort();
    expect(await answers[2]).to.equal(third);
    expect(dialog.open).to.equal(false);
    dialog.remove();
  });
});
