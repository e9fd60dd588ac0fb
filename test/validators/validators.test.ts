import {expect} from 'chai';
import {
  type DurationLimits,
  type ImageLimits,
  validateDuration,
  validateImage,
} from '../../src/validators.js';

const context = {signal: new AbortController().signal, locale: 'en'};

async function picture(width: number, height: number, type = 'image/png'): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
  return new File([await canvas.convertToBlob({type})], 'a', {type});
}

/** The same picture with a mark in its EXIF that it lies on its side. */
async function onItsSide(jpeg: File): Promise<File> {
  // prettier-ignore
  const exif = [0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  return new File([bytes.slice(0, 2), new Uint8Array(exif), bytes.slice(2)], 'side.jpg', {
    type: 'image/jpeg',
  });
}

/** Silence of so many seconds. */
function sound(seconds: number): File {
  const [rate, header] = [8000, 44];
  const view = new DataView(new ArrayBuffer(header + rate * seconds));
  const write = (at: number, text: string): void =>
    new TextEncoder().encode(text).forEach((byte, index) => view.setUint8(at + index, byte));
  write(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  write(36, 'data');
  view.setUint32(40, rate * seconds, true);
  new Uint8Array(view.buffer).fill(128, header);
  return new File([view.buffer], 'a.wav', {type: 'audio/wav'});
}

describe('validateImage', () => {
  const cases: [limits: ImageLimits, size: [number, number], said: string | undefined][] = [
    [{}, [30, 20], undefined],
    [{minWidth: 30, minHeight: 20, maxWidth: 30, maxHeight: 20}, [30, 20], undefined],
    [{minWidth: 1031}, [1030, 20], 'At least 1,031 pixels wide'],
    [{minHeight: 21}, [30, 20], 'At least 21 pixels high'],
    [{maxWidth: 29}, [30, 20], 'At most 29 pixels wide'],
    [{maxHeight: 19}, [30, 20], 'At most 19 pixels high'],
    [{ratio: '3:2'}, [30, 20], undefined],
    [{ratio: 1.5}, [301, 200], undefined],
    [{ratio: '16 : 9'}, [30, 20], 'Width to height must be 16 : 9'],
    [{ratio: 1}, [30, 20], 'Width to height must be 1:1'],
  ];
  for (const [limits, size, said] of cases)
    it(`${JSON.stringify(limits)} of ${size.join(' × ')}: ${said ?? 'fine'}`, async () => {
      expect(await validateImage(limits)(await picture(...size), context)).to.equal(said);
    });

  it('judges a photo as it is shown, the right way up', async () => {
    const photo = await onItsSide(await picture(40, 20, 'image/jpeg'));
    expect(await validateImage({maxWidth: 20, minHeight: 40})(photo, context)).to.equal(undefined);
    expect(await validateImage({minWidth: 40})(photo, context)).to.equal('At least 40 pixels wide');
  });

  it('refuses what cannot be opened, and lets pass what is no picture', async () => {
    const judge = validateImage({minWidth: 1});
    expect(await judge(new File(['x'], 'a.png', {type: 'image/png'}), context)).to.equal(
      'The picture cannot be opened',
    );
    for (const type of ['application/pdf', 'image/svg+xml'])
      expect(await judge(new File(['x'], 'a', {type}), context), type).to.equal(undefined);
  });

  it('decodes nothing: a header that claims more pixels than there is memory for is enough', async () => {
    const head = new Uint8Array(33);
    head.set([
      0x89, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0,
    ]);
    const bomb = new File([head], 'a.png', {type: 'image/png'});
    expect(await validateImage({maxWidth: 8000})(bomb, context)).to.equal('At most 8,000 pixels wide');
  });

  it('says it in words of the page, and in its own where the page has none', async () => {
    const judge = validateImage({
      minWidth: 1000,
      minHeight: 10,
      texts: {leastWidth: 'Wider than {n}, please'},
    });
    expect(await judge(await picture(1, 1), context)).to.equal('Wider than 1,000, please');
    expect(await judge(await picture(1000, 1), context)).to.equal('At least 10 pixels high');
  });

  it('speaks the languages of the widget', async () => {
    const judge = validateImage({minWidth: 1000});
    const small = await picture(1, 1);
    for (const [locale, said] of [
      ['de', 'Mindestens 1.000 Pixel breit'],
      ['zh-CN', '宽度至少 1,000 像素'],
      ['zh-TW', '寬度至少 1,000 像素'],
      ['pt-BR', 'Pelo menos 1.000 pixels de largura'],
      ['nl', 'At least 1.000 pixels wide'],
      ['no', 'Bredden må være minst 1 000 piksler'],
      ['zh_HK', '寬度至少 1,000 像素'],
      ['zh-cmn-Hant', '寬度至少 1,000 像素'],
      ['yue', '寬度至少 1,000 像素'],
      ['pt_BR.UTF-8', 'Pelo menos 1.000 pixels de largura'],
      ['undefined', 'At least 1,000 pixels wide'],
    ] as const)
      expect((await judge(small, {...context, locale}))?.replace('\u00a0', ' '), locale).to.equal(said);
  });

  for (const limits of [
    {minWidth: 0},
    {maxHeight: '9' as never},
    {ratio: '16x9'},
    {ratio: 0},
    {ratio: '1:0'},
  ])
    it(`refuses the limits ${JSON.stringify(limits)}`, () => {
      expect(() => validateImage(limits))
        .to.throw(Error)
        .with.property('name', 'ConfigurationError');
    });
});

describe('validateDuration', () => {
  const cases: [limits: DurationLimits, seconds: number, said: string | undefined][] = [
    [{}, 1, undefined],
    [{min: 1, max: 3}, 2, undefined],
    [{min: 90}, 2, 'At least 1:30 long'],
    [{max: 1.5}, 2, 'At most 0:01.5 long'],
    [{max: 1}, 2, 'At most 0:01 long'],
  ];
  for (const [limits, seconds, said] of cases)
    it(`${JSON.stringify(limits)} of ${String(seconds)} s: ${said ?? 'fine'}`, async () => {
      expect(await validateDuration(limits)(sound(seconds), context)).to.equal(said);
    });

  it('refuses what cannot be played, and lets pass what is neither', async () => {
    const judge = validateDuration({max: 1});
    expect(await judge(new File(['x'], 'a.mp4', {type: 'video/mp4'}), context)).to.equal(
      'The file cannot be played',
    );
    expect(await judge(await picture(1, 1), context)).to.equal(undefined);
  });
  it('ends when nobody waits any more', async () => {
    const judge = validateDuration({max: 1});
    const stop = new AbortController();
    const waiting = judge(sound(2), {signal: stop.signal});
    stop.abort(new Error('enough'));
    for (const judging of [waiting, judge(sound(2), {signal: stop.signal})])
      expect(await judging.catch((error: unknown) => String(error))).to.equal('Error: enough');
  });
});
