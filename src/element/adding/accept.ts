import {ConfigurationError} from '../../index.js';
import type {Locale} from '../language/locale.js';
import type {FileTypes} from '../../file-types.js';

type Typed = Pick<File, 'name' | 'type'>;

/**
 * Whether a file fits an `accept` attribute (`.mp4, image/*, application/pdf`), in the sense of the picker. An empty one takes everything.
 * Systems have several names for one type and none for some files, so a type also takes the endings that stand for it. Without `types` only
 * the names themselves count.
 */
export function isAccepted(file: Typed, accept: string, types?: FileTypes): boolean {
  const wanted = tokensOf(accept);
  return wanted.length === 0 || wanted.some((token) => fits(file, token, types));
}

/** Whether a file could be accepted if more were known of types than the browser tells. */
export const needsTypes = (file: Typed, accept: string): boolean =>
  !isAccepted(file, accept) && (accept.includes('/') || !file.name.includes('.'));

function fits({name, type}: Typed, token: string, types: FileTypes | undefined): boolean {
  const ownName = name.trim().toLowerCase();
  const ownType = type.toLowerCase();
  if (token.startsWith('.'))
    // Photos of some phones have a type but no ending.
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
 * Before a drop the page sees only MIME types. False when the type alone shows that the file cannot be accepted. One type may have several
 * names, but none of a picture is ever one of a video or a sound.
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

/** Whether only pictures and films are wanted. */
export function isVisual(accept: string): boolean {
  const wanted = tokensOf(accept).map((token) => (token.startsWith('.') ? guess(token) : token));
  return wanted.length > 0 && wanted.every((type) => /^(image|video)\//.test(type));
}

/** Whether the attribute asks for this whole group of types. */
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

/** Throws a ConfigurationError for entries that pickers ignore and that no file can match: `jpg`, `*.pdf`, `.pdf;.doc`. */
export function checkAccept(accept: string): void {
  if (tokensOf(accept).every((token) => /^(\.[^\s;*/]+|[^\s/*;.]+\/([^\s/*;]+|\*))$/.test(token))) return;
  throw new ConfigurationError('accept', accept, 'image/* or .docx, comma-separated');
}

/** The entries in lower case, without the parameters of a type; none when everything is wanted. */
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

/** `image/heic` for `a.heic`; '' for other files. */
const guess = (name: string): string => {
  for (const [group, endings] of Object.entries(groups)) {
    const ending = endings.exec(name)?.[1];
    if (ending) return `${group}/${ending}`;
  }
  return '';
};
