import type {Locale} from '../language/locale.js';
import type {Texts} from '../language/texts.js';

const kinds: readonly (readonly [prefix: string, text: keyof Texts])[] = [
  ['image/', 'dragImages'],
  ['video/', 'dragVideos'],
  ['audio/', 'dragSounds'],
  ['application/pdf', 'dragPdfs'],
  ['', 'dragOthers'],
];

/** "3 photos, 1 PDF": what is dragged, by MIME types; undefined where they tell no kind. */
export function dragWords(types: readonly string[], locale: Locale): string | undefined {
  const found = types.map((type) => kinds.findIndex(([prefix]) => type.startsWith(prefix)));
  const words = kinds.flatMap(([, text], kind) => {
    const n = found.filter((one) => one === kind).length;
    return n ? locale.t(text, {n}) : [];
  });
  const isToldApart = found.some((kind) => kind < kinds.length - 1);
  return isToldApart ? locale.list(words) : undefined;
}
