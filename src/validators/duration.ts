import {checkLimit, type Judge} from './judge.js';
import {type ValidatorTexts, wordsFor} from './words.js';

export interface DurationLimits {
  /** Seconds. */
  min?: number | undefined;
  /** Seconds. */
  max?: number | undefined;
  /** Words of the page's own; `{n}` is filled in. Default: those of the language that the widget shows. */
  texts?: Partial<ValidatorTexts> | undefined;
}

/**
 * Judges videos and sounds (types that begin with `video/` or `audio/`); all other files pass. One that this browser cannot play is refused:
 * nobody knows how long it is. Throws a ConfigurationError for limits that cannot be.
 */
export function validateDuration(limits: DurationLimits): Judge {
  const {min = 0, max = Infinity} = limits;
  for (const name of ['min', 'max'] as const) checkLimit(name, limits[name]);
  return async (file, {signal, locale = 'en'}) => {
    const [kind] = file.type.split('/');
    if (kind !== 'video' && kind !== 'audio') return undefined;
    const say = wordsFor(locale, limits.texts);
    const seconds = await secondsOf(file, kind, signal);
    if (seconds === undefined) return say('noMedia');
    if (seconds < min) return say('shortest', timeOf(min));
    return seconds > max ? say('longest', timeOf(max)) : undefined;
  };
}

/** 90 → `1:30`, 0.5 → `0:00.5` */
function timeOf(seconds: number): string {
  const rest = (seconds % 60).toFixed(1).replace(/\.0$/, '').padStart(2, '0');
  return `${Math.floor(seconds / 60).toString()}:${rest.replace(/^(\d)(?=\.)/, '0$1')}`;
}

async function secondsOf(
  file: File,
  kind: 'video' | 'audio',
  signal: AbortSignal,
): Promise<number | undefined> {
  signal.throwIfAborted();
  const url = URL.createObjectURL(file);
  const media = document.createElement(kind);
  media.preload = 'metadata';
  try {
    return await new Promise<number | undefined>((resolve, reject) => {
      // What a browser has recorded itself does not say how long it is. A jump behind its end makes the browser look.
      media.onloadedmetadata = () => {
        if (media.duration === Infinity) media.currentTime = Number.MAX_SAFE_INTEGER;
        else resolve(media.duration);
      };
      media.ondurationchange = () => {
        if (media.readyState > 0 && Number.isFinite(media.duration)) resolve(media.duration);
      };
      media.onerror = () => resolve(undefined);
      signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
      media.src = url;
    });
  } finally {
    media.onerror = null;
    media.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}
