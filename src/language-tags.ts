/** Languages that stand in when there are no texts of the one asked for. */
const relatives: Readonly<Record<string, readonly string[]>> = {
  nb: ['no'],
  nn: ['nb', 'no'],
  no: ['nb'],
  yue: ['zh-tw'],
};

const rightToLeft = /Adlm|Arab|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa/;

/** The BCP 47 tag that is meant by `zh_CN`, `pt_BR.UTF-8` or `zh-cmn-Hans`; '' for text that names no language (`C`, `undefined`). */
export function canonicalTag(written: string): string {
  const subtags = written
    .trim()
    .replace(/[.@].*/, '')
    .replace(/_/g, '-')
    .replace(/^([a-z]{2,3})-[a-z]{3}(?![^-])/i, '$1') // `cmn` of `zh-cmn-Hans`, which Intl refuses
    .split('-');
  for (; subtags.length; subtags.pop()) {
    try {
      return Intl.getCanonicalLocales(subtags.join('-'))[0] ?? '';
    } catch {
      // The last subtag may be the wrong one. Without it the tag still names the language.
    }
  }
  return '';
}

/** A language by its shortest name, so that `zh-CN`, `zh-Hans` and `zh` are one; lower case. `tag` is canonical. */
export function languageName(tag: string): string {
  return new Intl.Locale(tag).minimize().baseName.toLowerCase();
}

/** The names under which the texts for a canonical tag may be found, best first. */
export function languageNames(tag: string): string[] {
  const {baseName, language} = new Intl.Locale(tag);
  const subtags = baseName.split('-');
  const shorter = subtags.map((_, i) => subtags.slice(0, subtags.length - i).join('-'));
  // Hong Kong and Taiwan share a script, so Chinese of Hong Kong is nearer to that of Taiwan than to that of China.
  const inItsScript = `${language}-${scriptOf(tag)}`;
  const tags = [...shorter.slice(0, -1), inItsScript, language];
  return [...new Set([...tags.map(languageName), ...(relatives[language] ?? [])])];
}

export const directionOf = (tag: string): 'ltr' | 'rtl' => (rightToLeft.test(scriptOf(tag)) ? 'rtl' : 'ltr');

const scriptOf = (tag: string): string => new Intl.Locale(tag).maximize().script ?? 'Latn';
