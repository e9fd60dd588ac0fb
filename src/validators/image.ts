import {ConfigurationError} from '../errors.js';
import {pictureSize} from '../media/picture-size.js';
import {checkLimit, type Judge} from './judge.js';
import {type ValidatorTexts, wordsFor} from './words.js';

/** What a picture has to be, as it is shown: turned the right way up. */
export interface ImageLimits {
  /** Pixels. */
  minWidth?: number | undefined;
  minHeight?: number | undefined;
  maxWidth?: number | undefined;
  maxHeight?: number | undefined;
  /** Width to height, as `'16:9'` or a number; one per cent more or less is let in. */
  ratio?: number | string | undefined;
  /** Words of the page's own; `{n}` is filled in. Default: those of the language that the widget shows. */
  texts?: Partial<ValidatorTexts> | undefined;
}

const tolerance = 0.01;

/**
 * Judges pictures (files whose type begins with `image/`) by their header, without decoding them. Other files pass, and so do drawings without
 * pixels (SVG). A picture whose header does not tell its size is refused. Throws a ConfigurationError for limits that cannot be.
 */
export function validateImage(limits: ImageLimits): Judge {
  const {minWidth = 0, minHeight = 0, maxWidth = Infinity, maxHeight = Infinity} = limits;
  for (const name of ['minWidth', 'minHeight', 'maxWidth', 'maxHeight'] as const)
    checkLimit(name, limits[name]);
  const ratio = limits.ratio === undefined ? undefined : ratioOf(limits.ratio);
  return async (file, {locale = 'en'}) => {
    if (!file.type.startsWith('image/') || file.type.startsWith('image/svg')) return undefined;
    const say = wordsFor(locale, limits.texts);
    const size = await pictureSize(file);
    if (!size) return say('noPicture');
    const {width, height} = size;
    if (width < minWidth) return say('leastWidth', minWidth);
    if (height < minHeight) return say('leastHeight', minHeight);
    if (width > maxWidth) return say('mostWidth', maxWidth);
    if (height > maxHeight) return say('mostHeight', maxHeight);
    return ratio && Math.abs(width / height / ratio.value - 1) > tolerance
      ? say('ratio', ratio.shown)
      : undefined;
  };
}

function ratioOf(given: number | string): {value: number; shown: string} {
  const [, across = '', down = ''] =
    /^\s*(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)\s*$/.exec(String(given)) ?? [];
  const value = typeof given === 'number' ? given : Number(across) / Number(down);
  if (!(value > 0) || value === Infinity)
    throw new ConfigurationError('ratio', given, 'width to height, such as "16:9" or 1.5');
  return {
    value,
    shown: typeof given === 'number' ? `${given.toFixed(2).replace(/\.?0+$/, '')}:1` : given.trim(),
  };
}
