import {ConfigurationError} from '../errors.js';
import {isAnimated} from '../media/animated.js';
import {pixelsOf} from '../media/picture-size.js';
import {drawElsewhere} from './draw-elsewhere.js';

export interface ShrinkOptions {
  /** Pixels, of the picture the right way up; a larger one becomes smaller and keeps its proportions. Default: no limit. */
  maxWidth?: number | undefined;
  maxHeight?: number | undefined;
  /** Default: that of the file; JPEG for types that browsers do not write. */
  type?: 'image/jpeg' | 'image/png' | 'image/webp' | undefined;
  /** Of JPEG and WebP, from 0 to 1; default 0.85. */
  quality?: number | undefined;
  /**
   * Where the page serves the package's `image.worker.js`, for a policy that allows no `blob:`; default: where the bundler has put it, else
   * from its source.
   */
  workerUrl?: string | undefined;
}

/** What `prepare` takes. */
export type Shrink = (file: File, context?: {readonly signal?: AbortSignal}) => Promise<File>;

/** The types that browsers write, and the ending of each. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

/** Decoding a picture takes four bytes for each pixel. */
const mostPixels = 50e6;

/**
 * For `prepare`: makes pictures smaller, in a worker. The result is the right way up and has no EXIF (place, camera, date). Where it would
 * not be smaller, the file stays as it is; so do animated pictures, those of more than 50 megapixels, what this browser cannot decode and what
 * is no picture. Throws a ConfigurationError for options that cannot be.
 */
export function shrink(options: ShrinkOptions = {}): Shrink {
  const {maxWidth = Infinity, maxHeight = Infinity, quality = 0.85, workerUrl} = options;
  for (const [name, value] of Object.entries({maxWidth, maxHeight}))
    if (typeof value !== 'number' || !(value >= 1))
      throw new ConfigurationError(name, value, 'at least 1 pixel');
  if (typeof quality !== 'number' || !(quality >= 0 && quality <= 1))
    throw new ConfigurationError('quality', quality, 'a number from 0 to 1');
  if (options.type !== undefined && !(options.type in endings))
    throw new ConfigurationError('type', options.type, Object.keys(endings).join(', '));
  if (workerUrl !== undefined && (typeof workerUrl !== 'string' || workerUrl === ''))
    throw new ConfigurationError('workerUrl', workerUrl, 'a URL');
  return async (file, {signal} = {}) => {
    if (!file.type.startsWith('image/')) return file;
    const pixels = await pixelsOf(file);
    if (pixels === undefined || pixels > mostPixels || (await isAnimated(file))) return file;
    const type = options.type ?? (file.type in endings ? file.type : 'image/jpeg');
    const smaller = await drawElsewhere(file, {maxWidth, maxHeight, type, quality}, workerUrl, signal);
    if (!smaller || smaller.size >= file.size) return file;
    const name = type === file.type ? file.name : file.name.replace(/(\.[^.]*)?$/, endings[type]!);
    return new File([smaller], name, {type, lastModified: file.lastModified});
  };
}
