import {ConfigurationError} from '../../index.js';
import {canonicalTag, directionOf, languageName, languageNames} from '../../language-tags.js';
import {createFormat, type Format} from './format.js';
import {firstTexts} from './locales/en-first.js';
import type {MoreTexts, Plural, Texts} from './texts.js';

/** A language in use: its texts, its formats, its direction. */
export interface Locale extends Format {
  /** BCP 47 tag of the texts. */
  readonly tag: string;
  readonly dir: 'ltr' | 'rtl';
  /** Sets of texts. The first one that has a text gives it. */
  readonly layers: readonly Partial<Texts>[];
  /** A text with its places filled in; a plural text is chosen by `n`. */
  readonly t: (key: keyof Texts, values?: Readonly<Record<string, string | number>>) => string;
}

/** The languages by their shortest names. Each is loaded when it is first needed. */
const packs: Record<string, () => Promise<{texts: Texts}>> = {
  zh: () => import('./locales/zh-cn.js'),
  'zh-tw': () => import('./locales/zh-tw.js'),
  ja: () => import('./locales/ja.js'),
  ko: () => import('./locales/ko.js'),
  id: () => import('./locales/id.js'),
  vi: () => import('./locales/vi.js'),
  th: () => import('./locales/th.js'),
  de: () => import('./locales/de.js'),
  fr: () => import('./locales/fr.js'),
  es: () => import('./locales/es.js'),
  pt: () => import('./locales/pt-br.js'),
  nb: () => import('./locales/nb.js'),
  ar: () => import('./locales/ar.js'),
};

/** English is built in. Only the panel needs all of its texts, so it brings the second half. */
const en = {...firstTexts} as Texts;

/** Texts that the page has changed or added, by the shortest name of the language. */
const registered = new Map<string, Partial<Texts>>();
const made = new Map<string, Locale>();

/**
 * Adds a language, or changes texts of one, for every element made afterwards. `tag` is BCP 47. A text that is not among `texts` stays as
 * it is in a language that is built in, and is English in any other.
 */
export function registerLocale(tag: string, texts: Partial<Texts>): void {
  const canonical = canonicalTag(tag);
  if (canonical === '') throw new ConfigurationError('locale', tag, 'a BCP 47 tag such as "nl" or "pt-BR"');
  const name = languageName(canonical);
  registered.set(name, {...registered.get(name), ...texts});
  made.clear();
}

export function completeEnglish(more: MoreTexts): void {
  Object.assign(en, more);
}

/** The locale that is always there. */
export const english: Locale = make('en', [en]);

/**
 * The best locale there is for a language tag: itself, then its language, then English; at once when it is loaded.
 * Numbers and dates keep the region that was asked for: `de-AT` has the texts of `de`.
 */
export function findLocale(wanted: string): Locale | Promise<Locale> {
  const tag = isKnown(wanted) ? canonicalTag(wanted) : 'en';
  const ready = made.get(tag);
  if (ready) return ready;
  const names = languageNames(tag);
  const own = names.flatMap((name) => registered.get(name) ?? []);
  const fallback = [registered.get('en') ?? {}, en];
  const pack = names.find((name) => name in packs);
  if (pack === undefined) return make(tag, [...own, ...fallback]);
  return packs[pack]!().then(
    ({texts}) => make(tag, [...own, texts, ...fallback]),
    () => findLocale('en'), // offline: a widget in English is better than none
  );
}

/** Whether there are texts for this tag. */
export function isKnown(wanted: string): boolean {
  const tag = canonicalTag(wanted);
  return (
    tag !== '' && languageNames(tag).some((name) => name in packs || name === 'en' || registered.has(name))
  );
}

/** The same language with other words. */
export const reworded = (locale: Locale, texts: Partial<Texts>): Locale =>
  create(locale.tag, [texts, ...locale.layers], locale);

function make(tag: string, layers: Locale['layers']): Locale {
  const locale = made.get(tag) ?? create(tag, layers, createFormat(tag));
  made.set(tag, locale);
  return locale;
}

function create(tag: string, layers: Locale['layers'], format: Format): Locale {
  const textOf = (key: keyof Texts): string | Plural =>
    layers.find((texts) => texts[key] !== undefined)?.[key] ?? key;
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
    dir: directionOf(tag),
    layers,
    t: (key, values = {}) => fill(choose(textOf(key), Number(values['n'])), values),
  };
}

/** The nearest `lang`, through shadow roots up to the document; undefined when there is none. */
export function languageOf(element: Element): string | undefined {
  for (let node: Element | null = element; node;) {
    const holder: Element | null = node.closest('[lang]:not([lang=""])');
    if (holder) return holder.getAttribute('lang') ?? undefined;
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}
