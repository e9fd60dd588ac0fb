import {createFormat, type Format} from './format.js';
import {firstTexts} from './locales/en-first.js';
import type {MoreTexts, Plural, Texts} from './texts.js';

/** A language in use: its texts, its formats, its direction. */
export interface Locale extends Format {
  /** BCP 47 tag of the texts. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  /** A text with its places filled in; a plural text is chosen by `n`. */
  readonly t: (key: keyof Texts, values?: Readonly<Record<string, string | number>>) => string;
}

type Module = Promise<{texts: Texts}>;

/** Loaded when first needed. */
const packs: Record<string, () => Module> = {
  'zh-cn': () => import('./locales/zh-cn.js'),
  'zh-tw': () => import('./locales/zh-tw.js'),
  ja: () => import('./locales/ja.js'),
  ko: () => import('./locales/ko.js'),
  id: () => import('./locales/id.js'),
  vi: () => import('./locales/vi.js'),
  th: () => import('./locales/th.js'),
  de: () => import('./locales/de.js'),
  fr: () => import('./locales/fr.js'),
  es: () => import('./locales/es.js'),
  'pt-br': () => import('./locales/pt-br.js'),
  ar: () => import('./locales/ar.js'),
};

/** English is built in, in two steps: only the panel needs all of it, and brings the rest. */
const en = {...firstTexts} as Texts;

const registered = new Map<string, Texts>([['en', en]]);
const made = new Map<string, Locale>();

/** Adds a language, or replaces the texts of one, for every element made afterwards. `tag` is BCP 47. */
export function registerLocale(tag: string, texts: Texts): void {
  registered.set(tag.toLowerCase(), texts);
  made.clear();
}

export function completeEnglish(more: MoreTexts): void {
  Object.assign(en, more);
}

/** The locale that is always there. */
export const english: Locale = make('en', en);

/**
 * The best locale there is for a BCP 47 tag: itself, then its language, then English; at once when it is loaded.
 * Numbers and dates keep the region that was asked for: `de-AT` has the texts of `de`.
 */
export function findLocale(wanted: string): Locale | Promise<Locale> {
  const tag = canonical(wanted);
  const ready = made.get(tag);
  if (ready) return ready;
  const name = nameOf(tag.toLowerCase());
  const texts = registered.get(name);
  if (texts) return make(tag, texts);
  return (
    packs[name]?.().then(
      (pack) => make(tag, pack.texts),
      () => english, // offline: a widget in English is better than none
    ) ?? english
  );
}

function nameOf(tag: string): string {
  if (registered.has(tag) || tag in packs) return tag;
  const [language = ''] = tag.split('-');
  // Traditional Chinese is a matter of script, not only of the region named.
  if (language === 'zh') return /-(hant|tw|hk|mo)\b/.test(tag) && !tag.includes('-hans') ? 'zh-tw' : 'zh-cn';
  return language === 'pt' ? 'pt-br' : language;
}

function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en'; // `lang="en_US"` is not a language tag
  }
}

function make(tag: string, texts: Texts): Locale {
  const locale = made.get(tag) ?? create(tag, texts);
  made.set(tag, locale);
  return locale;
}

function create(tag: string, texts: Texts): Locale {
  const format = createFormat(tag);
  const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
    text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? format.number(value) : (value ?? place);
    });
  const choose = (text: string | Plural, n: number): string =>
    typeof text === 'string' ? text : (text[format.plural(n)] ?? text.other);
  return {
    ...format,
    tag,
    dir: /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b|-Arab\b/.test(tag) ? 'rtl' : 'ltr',
    t: (key, values = {}) => fill(choose(texts[key], Number(values['n'])), values),
  };
}

/** The nearest `lang`, through shadow roots up to the document; else the browser's language. */
export function languageOf(element: Element): string {
  for (let node: Element | null = element; node;) {
    const holder: Element | null = node.closest('[lang]:not([lang=""])');
    if (holder) return holder.getAttribute('lang') ?? '';
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language;
}
