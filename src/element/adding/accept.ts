import {ConfigurationError} from '../../index.js';
import type {Locale} from '../language/locale.js';
import type {FileTypes} from './file-types.js';

type Typed = Pick<File, 'name' | 'type'>;

/**
 * Does a file fit an `accept` attribute (`.mp4, image/*, application/pdf`), as the picker means it? An empty one takes everything. A type also
 * means the endings that stand for it, because systems have several names for one type, and none for some files: without
 * `types` only the names as they are.
 */
export function isAccepted(file: Typed, accept: string, types?: FileTypes): boolean {
  const wanted = tokensOf(accept);
  return wanted.length === 0 || wanted.some((token) => fits(file, token, types));
}

/** Can it be accepted when more is known of types than the browser says? */
export const needsTypes = (file: Typed, accept: string): boolean =>
  !isAccepted(file, accept) && (accept.includes('/') || !file.name.includes('.'));

function fits({name, type}: Typed, token: string, types: FileTypes | undefined): boolean {
  const ownName = name.trim().toLowerCase();
  const ownType = type.toLowerCase();
  if (token.startsWith('.'))
    // Photos of some phones have a type and no ending.
    return ownName.includes('.')
      ? ownName.endsWith(token)
      : (types?.endingsOf(ownType).has(token.slice(1)) ?? false);
  const ending = ownName.split('.').at(-1) ?? '';
  if (token.endsWith('/*')) {
    const group = token.slice(0, -1);
    return ownType.startsWith(group) || (types?.typeOf(ending) ?? guess(ownName)).startsWith(group);
  }
  return ownType === token || (types?.endingsOf(token).has(ending) ?? false);
}

/**
 * Before a drop only MIME types can be seen: false when a type alone says that the file cannot be accepted. One type has several
 * names, but those of a picture, a video and a sound stay among themselves.
 */
export function mayAccept(type: string, accept: string): boolean {
  const wanted = tokensOf(accept);
  const isUnknown = type === '' || type === 'application/octet-stream';
  return (
    wanted.length === 0 ||
    isUnknown ||
    wanted.some((token) => token.startsWith('.') || mediumOf(token) === mediumOf(type))
  );
}

const mediumOf = (type: string): string => /^(image|video|audio)(?=\/)/i.exec(type)?.[0].toLowerCase() ?? '';

/** Are only pictures and films wanted? */
export function isVisual(accept: string): boolean {
  const wanted = tokensOf(accept).map((token) => (token.startsWith('.') ? guess(token) : token));
  return wanted.length > 0 && wanted.every((type) => /^(image|video)\//.test(type));
}

/** Is this whole group of types asked for? */
export const acceptsAll = (group: `${string}/*`, accept: string): boolean => tokensOf(accept).includes(group);

/** An `accept` attribute in words: "images, PDF and MOV"; '' when everything is taken. */
export function describeAccept(accept: string, locale: Locale): string {
  const words = tokensOf(accept).map((token) => {
    const group = (
      {'image/*': 'images', 'video/*': 'videos', 'audio/*': 'sounds', 'text/*': 'textFiles'} as const
    )[token];
    if (group) return locale.t(group);
    const name = token.startsWith('.')
      ? token.slice(1)
      : token.replace(/^.*\/(x-)?/, '').replace(/^.*[.+]/, '');
    return name === '*' ? '' : name.toUpperCase();
  });
  return locale.list([...new Set(words.filter(Boolean))]);
}

/** Throws a ConfigurationError for what a picker ignores, and no file can ever match: `jpg`, `*.pdf`, `.pdf;.doc`. */
export function checkAccept(accept: string): void {
  if (tokensOf(accept).every((token) => /^(\.[^\s;*/]+|[^\s/*;.]+\/([^\s/*;]+|\*))$/.test(token))) return;
  throw new ConfigurationError(
    'accept',
    accept,
    'MIME types ("image/*", "application/pdf") and endings with their dot (".docx"), with commas between them',
  );
}

/** Lower case, without the parameters of a type; none when everything is wanted. */
function tokensOf(accept: string): string[] {
  const tokens = accept
    .toLowerCase()
    .split(',')
    .map((token) => token.replace(/;\s*[\w-]+=.*$/, '').trim());
  return tokens.includes('*/*') || tokens.includes('*') ? [] : tokens.filter(Boolean);
}

const groups = {
  image: /\.(jpe?g|png|gif|webp|hei[cf]|avif|jxl|bmp|tiff?)$/,
  video: /\.(mp4|m4v|mov|webm|mkv|mts|avi|3gp)$/,
  audio: /\.(mp3|m4a|aac|wav|flac|og[ag]|opus)$/,
};

/** `image/heic` for `a.heic`; '' for what is none of these. */
const guess = (name: string): string => {
  for (const [group, endings] of Object.entries(groups)) {
    const ending = endings.exec(name)?.[1];
    if (ending) return `${group}/${ending}`;
  }
  return '';
};
