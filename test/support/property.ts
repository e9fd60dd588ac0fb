import {test} from 'node:test';
import fc from 'fast-check';

/** Cases of each property; `FUZZ_RUNS=100000` for a long search. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2000);
const {FUZZ_SEED, FUZZ_PATH} = process.env;
/** A failure names its seed and its path; with both the same case comes first. */
const again = {
  ...(FUZZ_SEED === undefined ? {} : {seed: Number(FUZZ_SEED)}),
  ...(FUZZ_PATH === undefined ? {} : {path: FUZZ_PATH}),
};

/** A test of what must hold for any value; its failure shows the smallest case that was found. */
export function property<T>(
  name: string,
  values: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
): void {
  void test(name, () =>
    fc.assert(
      fc.asyncProperty(values, async (value) => holds(value)),
      {numRuns, ...again},
    ),
  );
}

/** Any text of Unicode, halves of pairs too, and what the web gives a meaning to. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('aB1/.\\%&=?#;:"\'<>()*+ ,~-_{}[]|\t\n\r\0\x1a\x7f\u00a0é中\u2028\ud83d\ude00\u202e'),
    ),
  }),
);

/** The same without halves of pairs. */
export const unicode: fc.Arbitrary<string> = anyText.map((text) => text.replace(/\p{Surrogate}/gu, ''));

/** Whatever a page without types may pass. */
export const anything: fc.Arbitrary<unknown> = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});
