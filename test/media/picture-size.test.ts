import {expect} from 'chai';
import {pictureSize, pixelsOf} from '../../src/media/picture-size.js';
import {FakeUploader} from '../support/fake-uploader.js';
import {mount, parts, unmount} from '../support/element.js';
import {until} from '../support/until.js';

afterEach(unmount);

async function drawn(width: number, height: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, width, height / 2);
  const blob = await canvas.convertToBlob({type});
  expect(blob.type).to.equal(type);
  return blob;
}

const bytes = (...values: (number | string)[]): number[] =>
  values.flatMap((value) =>
    typeof value === 'number' ? [value] : Array.from(value, (letter) => letter.charCodeAt(0)),
  );
const blobOf = (...values: (number | string)[]): Blob => new Blob([new Uint8Array(bytes(...values))]);
const big = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const little = (n: number): number[] => big(n).reverse();
const zeros = (n: number): number[] => new Array<number>(n).fill(0);

/** A PNG as far as its header. */
const png = (width: number, height: number): (number | string)[] => [
  ...[0x89, 'PNG\r\n\x1A\n', ...big(13), 'IHDR', ...big(width), ...big(height), 1, 0, 0, 0, 0],
  ...big(0),
];
const gif = (...frame: number[]): Blob =>
  blobOf('GIF89a', 1, 0, 2, 0, 0x80, 0, 0, ...zeros(6), 0x21, 0xf9, 2, 0, 0, 0, 0x2c, ...frame);
const ispe = (width: number, height: number): (number | string)[] => [
  ...[...big(20), 'ispe', ...big(0), ...big(width), ...big(height)],
];

describe('pixelsOf', () => {
  for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
    it(`reads ${type}`, async () => {
      expect(await pixelsOf(await drawn(301, 203, type))).to.equal(301 * 203);
    });
  }

  const rows: [name: string, file: Blob, pixels: number | undefined][] = [
    ['a PNG of 2³² − 1 each way', blobOf(...png(2 ** 32 - 1, 2 ** 32 - 1)), (2 ** 32 - 1) ** 2],
    ['a GIF', gif(0, 0, 0, 0, 1, 0, 2, 0), 2],
    ['a GIF whose first frame is larger than its screen', gif(1, 0, 0, 0, 0, 16, 0, 16), 4097 * 4096],
    ['a BMP from top to bottom', blobOf('BM', ...zeros(16), ...little(40), ...little(-30 >>> 0)), 1200],
    [
      'a WebP with more than a picture',
      blobOf('RIFF', ...zeros(4), 'WEBPVP8X', ...zeros(8), 0xff, 0xff, 0, 1, 0, 0),
      65536 * 2,
    ],
    [
      'a WebP without loss',
      blobOf('RIFF', ...zeros(4), 'WEBPVP8L', ...zeros(4), 0x2f, ...little(299 | (199 << 14))),
      300 * 200,
    ],
    [
      'an AVIF of tiles',
      blobOf(...big(16), 'ftypavif', ...zeros(4), ...ispe(512, 512), ...ispe(4000, 3000), ...ispe(512, 512)),
      12e6,
    ],
    ['a PNG that ends too soon', blobOf(0x89, 'PNG\r\n\x1A\n', ...zeros(8)), undefined],
    ['a JPEG that ends too soon', blobOf(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0), undefined],
    [
      'a JPEG without end',
      new Blob([new Uint8Array([0xff, 0xd8]), new Uint8Array(2e6).fill(0xff)]),
      undefined,
    ],
    ['a GIF without a frame', blobOf('GIF89a', 9, 0, 9, 0, 0, 0, 0), undefined],
    ['text', blobOf('hello'), undefined],
    ['nothing', blobOf(), undefined],
  ];
  for (const [name, file, pixels] of rows) {
    it(`${pixels === undefined ? 'does not guess at' : 'reads'} ${name}`, async () => {
      expect(await pixelsOf(file)).to.equal(pixels);
    });
  }

  it('finds the dimensions of a JPEG behind large segments', async () => {
    const jpeg = await drawn(301, 203, 'image/jpeg');
    const segment = new Uint8Array(2 + 0xffff);
    segment.set([0xff, 0xe1, 0xff, 0xff]);
    const segments = new Array<Uint8Array<ArrayBuffer>>(10).fill(segment);
    const file = new Blob([jpeg.slice(0, 2), ...segments, jpeg.slice(2)]);
    expect(await pixelsOf(file)).to.equal(301 * 203);
  });
});

/** The segment of a JPEG that says how the picture is to be turned. */
function exif(orientation: number, order: 'II' | 'MM'): Uint8Array<ArrayBuffer> {
  const [little, view] = [order === 'II', new DataView(new ArrayBuffer(36))];
  new Uint8Array(view.buffer).set(bytes(0xff, 0xe1, 0, 34, 'Exif', 0, 0, order));
  const tiff = 10;
  view.setUint16(tiff + 2, 42, little);
  view.setUint32(tiff + 4, 8, little);
  view.setUint16(tiff + 8, 1, little);
  view.setUint16(tiff + 10, 274, little);
  view.setUint16(tiff + 12, 3, little);
  view.setUint32(tiff + 14, 1, little);
  view.setUint16(tiff + 18, orientation, little);
  return new Uint8Array(view.buffer);
}

describe('pictureSize', () => {
  for (const [orientation, order] of [
    [1, 'MM'],
    [3, 'II'],
    [6, 'MM'],
    [8, 'II'],
  ] as const)
    it(`is that of the picture as this browser shows it, turned by ${orientation} (${order})`, async () => {
      const jpeg = await drawn(60, 40, 'image/jpeg');
      const file = new Blob([jpeg.slice(0, 2), exif(orientation, order), jpeg.slice(2)], {
        type: 'image/jpeg',
      });
      const {width, height} = await createImageBitmap(file);
      expect(await pictureSize(file)).to.deep.equal({width, height});
      expect(width).to.equal(orientation > 4 ? 40 : 60);
    });

  it('turns a HEIC by its quarters', async () => {
    const turned = (quarters: number): Blob =>
      blobOf(...big(16), 'ftypheic', ...zeros(4), ...ispe(4000, 3000), ...big(9), 'irot', quarters);
    expect(await pictureSize(turned(2))).to.deep.equal({width: 4000, height: 3000});
    expect(await pictureSize(turned(3))).to.deep.equal({width: 3000, height: 4000});
  });

  it('of a JPEG whose EXIF ends too soon is that of the header', async () => {
    const jpeg = await drawn(60, 40, 'image/jpeg');
    const file = new Blob([
      jpeg.slice(0, 2),
      new Uint8Array(bytes(0xff, 0xe1, 0, 9, 'Exif', 0, 0, 'M')),
      jpeg.slice(2),
    ]);
    expect(await pictureSize(file)).to.deep.equal({width: 60, height: 40});
  });
});

describe('a picture with more pixels than there is memory for', () => {
  it('is not decoded, and the others are', async () => {
    const fake = new FakeUploader();
    const small = await drawn(300, 200, 'image/png');
    const files = [new Blob([new Uint8Array(bytes(...png(16_000, 16_000)))]), small].map(
      (blob, i) => new File([blob], `${i}.png`, {type: 'image/png'}),
    );
    for (const file of [...files].reverse()) {
      fake.put({name: file.name, size: file.size, type: file.type, file});
    }
    const decoded: unknown[] = [];
    const {createImageBitmap: original} = globalThis;
    globalThis.createImageBitmap = (async (file: Blob, options: ImageBitmapOptions) => {
      decoded.push(file);
      return original(file, options);
    }) as typeof createImageBitmap;
    try {
      const element = await mount({multiple: true}, fake);
      await until(() => parts(element, 'canvas').length > 0, 'a thumbnail');
      expect(decoded).to.deep.equal([files[1]]);
    } finally {
      globalThis.createImageBitmap = original;
    }
  });
});
