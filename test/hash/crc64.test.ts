import {expect} from 'chai';
import {createTableCrc64} from '../../src/hash/crc64-table.js';
import {combineCrc64, formatCrc64, parseCrc64} from '../../src/hash/crc64.js';
import {randomBytes, randomNumbers} from './random.js';

const crc64 = (bytes: Uint8Array): bigint => {
  const sum = createTableCrc64();
  sum.update(bytes);
  return sum.result();
};

describe('combineCrc64', () => {
  const table: [string, bigint, bigint, number, bigint][] = [
    ['1234 and 56789', 14865968487149912872n, 7598038797645275211n, 5, 11051210869376104954n],
    ['1 MiB of a and tail!', 6701094182323390671n, 3145872921148347381n, 5, 10392388713008557896n],
    ['nothing and hello', 0n, 11177612005948864433n, 5, 11177612005948864433n],
    ['hello and nothing', 11177612005948864433n, 0n, 0, 11177612005948864433n],
  ];
  for (const [name, a, b, length, whole] of table)
    it(name, () => expect(combineCrc64(a, b, length)).to.equal(whole));

  it('equals the CRC64 of the whole, however it is cut', () => {
    const random = randomNumbers(20261122);
    for (let round = 0; round < 100; round++) {
      const bytes = randomBytes(random, Math.floor(random() * 5000));
      let combined = 0n;
      for (let from = 0; from < bytes.length;) {
        const part = bytes.subarray(from, from + Math.ceil(random() * 1200));
        combined = combineCrc64(combined, crc64(part), part.length);
        from += part.length;
      }
      expect(combined, `round ${round}`).to.equal(crc64(bytes));
    }
  });

  it('is associative at lengths beyond 32 bits', () => {
    const random = randomNumbers(7);
    const value = (): bigint => new DataView(randomBytes(random, 8).buffer).getBigUint64(0);
    for (const [second, third] of [
      [2 ** 32 + 1, 5 * 2 ** 30],
      [2 ** 31, 2 ** 31 + 3],
      [50 * 2 ** 40 - 1, 1],
    ] as const) {
      const [a, b, c] = [value(), value(), value()];
      const left = combineCrc64(combineCrc64(a, b, second), c, third);
      expect(left).to.equal(combineCrc64(a, combineCrc64(b, c, third), second + third));
    }
  });

  it('equals repeated doubling of zeros up to 48.8 TB', () => {
    // 1 MiB of zeros is a vector of its own; doubling uses only lengths that are powers of two.
    let doubled = 6947770692288575170n;
    let length = 2 ** 20;
    let odd = 0n;
    let oddLength = 0;
    while (length < 50e12) {
      odd = combineCrc64(odd, doubled, length);
      oddLength += length;
      doubled = combineCrc64(doubled, doubled, length);
      length *= 2;
    }
    expect(combineCrc64(6947770692288575170n, odd, oddLength)).to.equal(doubled);
  });
});

describe('the table CRC64', () => {
  const table: [string, string, bigint][] = [
    ['empty', '', 0n],
    ['a', 'a', 3675645893302102789n],
    ['hello', 'hello', 11177612005948864433n],
    ['123456789', '123456789', 11051210869376104954n],
    ['[Object Content]', '[Object Content]', 16749565679157681890n],
    ['[Object Part]', '[Object Part]', 4510578591875220731n],
    ['1 MiB of a', 'a'.repeat(2 ** 20), 6701094182323390671n],
    ['1 MiB of zeros', '\0'.repeat(2 ** 20), 6947770692288575170n],
  ];
  for (const [name, text, expected] of table)
    it(name, () => expect(crc64(new TextEncoder().encode(text))).to.equal(expected));

  it('does not depend on how the bytes come', () => {
    const random = randomNumbers(3);
    const bytes = randomBytes(random, 10_000);
    const sum = createTableCrc64();
    for (let from = 0; from < bytes.length;) {
      const piece = bytes.subarray(from, from + 1 + Math.floor(random() * 30));
      sum.update(piece);
      from += piece.length;
    }
    expect(sum.result()).to.equal(crc64(bytes));
  });
});

describe('CRC64 as text', () => {
  it('is unsigned', () => {
    expect(formatCrc64(16749565679157681890n)).to.equal('16749565679157681890');
    expect(formatCrc64(-1n)).to.equal('18446744073709551615');
  });

  const table: [string | null | undefined, bigint | undefined][] = [
    ['0', 0n],
    ['11051210869376104954', 11051210869376104954n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['18446744073709551616', undefined],
    ['12, 12', 12n],
    ['12,12', 12n],
    ['12, 13', undefined],
    ['12, 12, 12', undefined],
    ['-1', undefined],
    ['0x1f', undefined],
    ['1e3', undefined],
    [' ', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [text, value] of table)
    it(`${JSON.stringify(text)} is ${value ?? 'none'}`, () => expect(parseCrc64(text)).to.equal(value));
});
