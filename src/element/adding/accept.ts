import type {Locale} from '../language/locale.js';

/** Does a file fit an `accept` attribute (`.mp4, image/*, application/pdf`)? An empty one takes everything. */
export function isAccepted(file: Pick<File, 'name' | 'type'>, accept: string): boolean {
  const wanted = tokensOf(accept);
  const name = file.name.toLowerCase();
  // Some systems know no type for HEIC, MKV and others: there the ending decides.
  const type = file.type.toLowerCase() || guess(name);
  return (
    wanted.length === 0 ||
    wanted.some((token) => (token.startsWith('.') ? name.endsWith(token) : fits(type, token)))
  );
}

/** Before a drop only MIME types can be seen: false when a type alone says that the file cannot be accepted. */
export function mayAccept(type: string, accept: string): boolean {
  const wanted = tokensOf(accept);
  return (
    wanted.length === 0 || type === '' || wanted.some((token) => token.startsWith('.') || fits(type, token))
  );
}

/** Are only pictures and films wanted? */
export function isVisual(accept: string): boolean {
  const wanted = tokensOf(accept).map((token) => (token.startsWith('.') ? guess(token) : token));
  return wanted.length > 0 && wanted.every((type) => /^(image|video)\//.test(type));
}

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

function tokensOf(accept: string): string[] {
  const tokens = accept
    .toLowerCase()
    .split(',')
    .map((token) => token.trim());
  return tokens.includes('*/*') || tokens.includes('*') ? [] : tokens.filter(Boolean);
}

const fits = (type: string, token: string): boolean =>
  token.endsWith('/*') ? type.startsWith(token.slice(0, -1)) : type === token;

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
