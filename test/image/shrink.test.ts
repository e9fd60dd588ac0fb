import {expect} from 'chai';
import {shrink, type ShrinkOptions} from '../../src/image.js';
import {draw} from '../../src/image/draw.js';
import type * as Elsewhere from '../../src/image/draw-elsewhere.js';

function Throws(): void {
  throw new DOMException('No workers here', 'SecurityError');
}

class Fails {
  onerror: ((event: Event) => void) | undefined;
  constructor() {
    setTimeout(() => this.onerror?.(new Event('error')));
  }
  postMessage(): void {
    // Nobody hears it.
  }
  terminate(): void {
    // There is nothing to end.
  }
}

type Type = 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture that is hard to compress, red in its upper half. */
async function photo(width: number, height: number, type: Type = 'image/jpeg', name = 'a.x'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(width, height);
  let state = 1;
  for (let i = 0; i < pixels.data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const alpha = i % 4 === 3;
    const upper = i < pixels.data.length / 2;
    pixels.data[i] = alpha ? 255 : upper && i % 4 === 0 ? 200 + (state >>> 27) : (state >>> 24) / 2;
  }
  context.putImageData(pixels, 0, 0);
  const blob = await canvas.convertToBlob({type, quality: 1});
  return new File([blob], name, {type, lastModified: 1_700_000_000_000});
}

/** The same with a mark in its EXIF of how it is to be turned. */
async function withExif(jpeg: File, orientation: number): Promise<File> {
  const exif = [
    255, 225, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0,
  ].concat(orientation, [0, 0, 0, 0, 0, 0]);
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  return new File([bytes.slice(0, 2), new Uint8Array(exif), bytes.slice(2)], jpeg.name, {type: jpeg.type});
}

const sizeOf = async (file: Blob): Promise<[number, number]> => {
  const {width, height} = await createImageBitmap(file);
  return [width, height];
};

async function pixelAt(file: Blob, x: number, y: number): Promise<number[]> {
  const bitmap = await createImageBitmap(file);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return [...context.getImageData(x, y, 1, 1).data];
}

const latin = async (file: Blob): Promise<string> =>
  new TextDecoder('latin1').decode(await file.arrayBuffer());

const chunk = (type: string, ...data: number[]): number[] => [
  ...[0, 0, 0, data.length],
  ...Array.from(type, (letter) => letter.charCodeAt(0)),
  ...data,
  ...[0, 0, 0, 0],
];

describe('shrink', () => {
  const cases: [options: ShrinkOptions, size: [number, number], becomes: [number, number]][] = [
    [{maxWidth: 300}, [600, 400], [300, 200]],
    [{maxHeight: 100}, [600, 400], [150, 100]],
    [{maxWidth: 300, maxHeight: 300}, [400, 600], [200, 300]],
    [{maxWidth: 1}, [600, 40], [1, 1]],
    [{maxWidth: 3000}, [600, 400], [600, 400]],
    [{}, [600, 400], [600, 400]],
  ];
  for (const [options, size, becomes] of cases)
    it(`${JSON.stringify(options)} of ${size.join(' × ')} is ${becomes.join(' × ')}, and smaller`, async () => {
      const file = await photo(...size);
      const small = await shrink(options)(file);
      expect(await sizeOf(small)).to.deep.equal(becomes);
      expect(small.size).to.be.below(file.size);
      expect(small).to.include({name: 'a.x', type: 'image/jpeg', lastModified: file.lastModified});
    });

  it('turns a photo the right way up, and leaves its EXIF behind', async () => {
    // Orientation 6: what is at the left of the file is shown at the top.
    const file = await withExif(await photo(600, 400), 6);
    expect(await latin(file)).to.include('Exif');
    const small = await shrink({maxHeight: 300})(file);
    expect(await sizeOf(small)).to.deep.equal([200, 300]);
    expect(await latin(small)).to.not.include('Exif');
    // The upper half was red; it is the right half now.
    const [left, right] = [await pixelAt(small, 20, 150), await pixelAt(small, 180, 150)];
    expect(right[0]).to.be.above(180);
    expect(left[0]).to.be.below(120);
  });

  for (const [type, ending] of [
    ['image/webp', '.webp'],
    ['image/png', '.png'],
    ['image/jpeg', '.jpg'],
  ] as const)
    it(`writes ${type}, and the name says so`, async () => {
      const file = await photo(800, 600, type === 'image/png' ? 'image/jpeg' : 'image/png', 'my.photo.x');
      const small = await shrink({maxWidth: 100, type})(file);
      expect(small).to.include({type, name: `my.photo${ending}`});
      expect(await sizeOf(small)).to.deep.equal([100, 75]);
    });

  it('keeps what shows through in a PNG, and puts white behind it in a JPEG', async () => {
    const canvas = new OffscreenCanvas(400, 400);
    const context = canvas.getContext('2d')!;
    for (let i = 0; i < 4000; i++) {
      context.fillStyle = `hsl(${i * 7} 90% 50%)`;
      context.fillRect(200 + ((i * 37) % 200), (i * 91) % 400, 3, 3);
    }
    const file = new File([await canvas.convertToBlob()], 'a.png', {type: 'image/png'});
    expect((await pixelAt(await shrink({maxWidth: 200})(file), 10, 10))[3]).to.equal(0);
    expect(await pixelAt(await shrink({maxWidth: 200, type: 'image/jpeg'})(file), 10, 10)).to.deep.equal([
      255, 255, 255, 255,
    ]);
  });

  it('answers the file itself where the result would not be smaller', async () => {
    const [small] = [await shrink({maxWidth: 50, quality: 0.3})(await photo(600, 400))];
    expect(await shrink({quality: 1})(small)).to.equal(small);
  });

  const head = [0x89, 80, 78, 71, 13, 10, 26, 10];
  const size = (width: number, height: number): number[] =>
    [width, height].flatMap((n) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
  const png = (width: number, height: number, ...chunks: number[]): File =>
    new File(
      [new Uint8Array([...head, ...chunk('IHDR', ...size(width, height), 8, 6, 0, 0, 0), ...chunks])],
      'a.png',
      {type: 'image/png'},
    );
  const webp = (flags: number): File => {
    const bytes = new TextEncoder().encode('RIFF....WEBPVP8X....');
    return new File([bytes, new Uint8Array([flags, 0, 0, 0, 99, 0, 0, 99, 0, 0])], 'a.webp', {
      type: 'image/webp',
    });
  };
  const asItIs: [what: string, file: File][] = [
    ['what is no picture', new File(['x'.repeat(1000)], 'a.txt', {type: 'text/plain'})],
    [
      'a GIF',
      new File([new TextEncoder().encode('GIF89a'), new Uint8Array(3000)], 'a.gif', {type: 'image/gif'}),
    ],
    ['a PNG that moves', png(100, 100, ...chunk('acTL', 0, 0, 0, 2, 0, 0, 0, 0), ...chunk('IDAT'))],
    ['a WebP that moves', webp(2)],
    ['a picture of 100 megapixels', png(10_000, 10_000, ...chunk('IDAT'))],
    ['a broken picture', png(100, 100, ...chunk('IDAT'))],
    ['a drawing', new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'a.svg', {type: 'image/svg+xml'})],
    ['an empty file', new File([], 'a.jpg', {type: 'image/jpeg'})],
  ];
  for (const [what, file] of asItIs)
    it(`leaves ${what} as it is`, async () => {
      expect(await shrink({maxWidth: 10})(file)).to.equal(file);
    });

  it('ends when nobody wants the picture any more', async () => {
    const stop = new AbortController();
    const working = shrink({maxWidth: 10})(await photo(2000, 1500), {signal: stop.signal});
    stop.abort(new Error('enough'));
    expect(await working.catch(String)).to.equal('Error: enough');
  });

  it('begins nothing when nobody wants the picture by the time the worker is there', async () => {
    const file = await photo(60, 40);
    const stop = new AbortController();
    const {Worker: real} = globalThis;
    const calls: string[] = [];
    globalThis.Worker = class {
      constructor() {
        stop.abort(new Error('enough'));
      }
      postMessage(): void {
        calls.push('postMessage');
      }
      terminate(): void {
        calls.push('terminate');
      }
    } as never;
    try {
      const working = shrink({maxWidth: 10})(file, {signal: stop.signal});
      expect(await working.catch(String)).to.equal('Error: enough');
      expect(calls).to.deep.equal(['terminate']);
    } finally {
      globalThis.Worker = real;
    }
  });

  it('decodes in a worker, and on the page where every worker is refused', async () => {
    const file = await photo(600, 400);
    const {createImageBitmap: original, Worker: real} = globalThis;
    let decoded = 0;
    globalThis.createImageBitmap = ((blob: Blob) => {
      decoded++;
      return original(blob);
    }) as typeof createImageBitmap;
    try {
      await shrink({maxWidth: 300})(file);
      expect(decoded, 'in a worker').to.equal(0);
      const wanted = {maxWidth: 300, maxHeight: 300, type: 'image/jpeg', quality: 0.8};
      for (const [index, Refused] of [Throws, Fails].entries()) {
        globalThis.Worker = Refused as never;
        // Another copy of the module, which has not found a way yet.
        const path = `/src/image/draw-elsewhere.ts?${Refused.name}`;
        const {drawElsewhere} = (await import(path)) as typeof Elsewhere;
        expect((await drawElsewhere(file, wanted, undefined, undefined))?.type).to.equal('image/jpeg');
        expect(decoded).to.equal(index + 1);
      }
    } finally {
      Object.assign(globalThis, {createImageBitmap: original, Worker: real});
    }
  });

  for (const [what, workerUrl, tried] of [
    ['the page serves it', '/src/image/image.worker.ts', [/^\/src\/image\/image\.worker\.ts$/]],
    ['nothing is served, else from its source', '/nowhere.js', [/^\/nowhere\.js$/, /^blob:/]],
  ] as const)
    it(`starts the worker from where the page says: ${what}`, async () => {
      const file = await photo(600, 400);
      const {createImageBitmap: original, Worker: Real} = globalThis;
      const urls: string[] = [];
      let decoded = 0;
      globalThis.createImageBitmap = ((blob: Blob) => {
        decoded++;
        return original(blob);
      }) as typeof createImageBitmap;
      globalThis.Worker = class extends Real {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          urls.push(String(url));
        }
      };
      try {
        const work = shrink({maxWidth: 300, workerUrl});
        const [small] = [await work(file), await work(file)];
        expect(decoded, 'on the page').to.equal(0);
        expect(await sizeOf(small)).to.deep.equal([300, 200]);
        // What was refused once is not tried again.
        expect(urls).to.have.length(tried.length + 1);
        [...tried, tried.at(-1)!].forEach((pattern, at) => expect(urls[at]).to.match(pattern));
      } finally {
        Object.assign(globalThis, {createImageBitmap: original, Worker: Real});
      }
    });

  it('works on the page where there is neither worker nor OffscreenCanvas', async () => {
    const file = await photo(600, 400);
    const {OffscreenCanvas: original} = globalThis;
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
    try {
      const drawn = await draw(file, {maxWidth: 300, maxHeight: Infinity, type: 'image/jpeg', quality: 0.8});
      expect(await sizeOf(drawn!)).to.deep.equal([300, 200]);
    } finally {
      globalThis.OffscreenCanvas = original;
    }
  });

  const bad: [ShrinkOptions, attribute: string][] = [
    [{maxWidth: 0}, 'maxWidth'],
    [{maxHeight: '100' as never}, 'maxHeight'],
    [{maxWidth: Number.NaN}, 'maxWidth'],
    [{quality: 85}, 'quality'],
    [{type: 'image/gif' as never}, 'type'],
    [{workerUrl: ''}, 'workerUrl'],
    [{workerUrl: 1 as never}, 'workerUrl'],
  ];
  for (const [options, attribute] of bad)
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => shrink(options))
        .to.throw(Error)
        .with.property('attribute', attribute);
    });
});
