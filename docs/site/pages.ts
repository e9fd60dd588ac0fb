import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join, posix} from 'node:path';

/** The checkout. */
export const top = join(import.meta.dirname, '../..');

/** What stands under one heading of the sidebar, by names in the site. */
interface Section {
  title: string;
  zh: string;
  pages: readonly string[];
}

/** The order of the sidebar. A page that is named nowhere stands in the last section. */
const sections: readonly Section[] = [
  {
    title: 'Begin',
    zh: '开始',
    pages: ['overview', 'quick-start', 'examples', 'credentials', 'recipes', 'faq'],
  },
  {
    title: 'The widget',
    zh: '组件',
    pages: [
      'element',
      'own-layout',
      'preparing',
      'embedding',
      'look-and-behaviour',
      'accessibility',
      'browsers',
    ],
  },
  {title: 'Engine and client', zh: '引擎与客户端', pages: ['engine', 'operations', 'errors', 'api/index']},
  {title: 'Around it', zh: '更多', pages: ['testing', 'local-cos', 'migration', 'security', 'benchmark']},
  {title: 'The project', zh: '项目', pages: ['changelog', 'contributing', 'vulnerabilities']},
];

/** Files whose name in the site is not that in docs/. */
const elsewhere: Readonly<Record<string, string>> = {
  index: 'docs/site/home.md',
  'zh-CN/index': 'docs/site/home.zh-CN.md',
  overview: 'README.md',
  'zh-CN/overview': 'README.zh-CN.md',
  'local-cos': 'demo/local-cos/README.md',
  benchmark: 'test/bench/results.md',
  changelog: 'CHANGELOG.md',
  contributing: 'CONTRIBUTING.md',
  vulnerabilities: 'SECURITY.md',
  'api/index': 'docs/api/README.md',
  'api/cos-uploader': 'docs/api/index.md',
};

/** Markdown of the checkout below a folder. */
function markdownIn(folder: string): string[] {
  return readdirSync(join(top, folder), {withFileTypes: true}).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory())
      return /^\.|^(node_modules|dist|coverage)$/.test(entry.name) ? [] : markdownIn(path);
    return path.endsWith('.md') ? [path] : [];
  });
}

/** File of the checkout by name in the site, without an ending: `element` → `docs/element.md`. */
export const sources: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    markdownIn('docs')
      .filter((file) => !file.startsWith('docs/site/') && !Object.values(elsewhere).includes(file))
      .map((file) => [file.slice('docs/'.length, -'.md'.length), file]),
  ),
  ...Object.fromEntries(Object.entries(elsewhere).filter(([, file]) => existsSync(join(top, file)))),
};

/** Every other Markdown file of the checkout. */
export const others = (): string[] => markdownIn('').filter((file) => !Object.values(sources).includes(file));

/** The other way round. */
const names: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(sources).map(([name, file]) => [file, name]),
);

/** Where the heading of a page says the name of the whole. */
const labels: Readonly<Record<string, string>> = {overview: 'Overview', 'zh-CN/overview': '概览'};

/**
 * Where a link of a page leads in the site. Links are written for a reader of the repository: relative to the file, with its
 * ending. What is no page leads nowhere: `undefined`.
 */
export function linkInSite(from: string, link: string): string | undefined {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/.exec(link) ?? [];
  if (path === '' || path.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(path)) return link;
  const file = posix.join(posix.dirname(from), decodeURIComponent(path));
  const name = names[file];
  // The forge itself has pages that are no files.
  if (name === undefined && (existsSync(join(top, file)) || !file.endsWith('.md'))) return undefined;
  if (name === undefined) throw new Error(`${from} links to ${file}, which is not there.`);
  return `/${name}${rest}`;
}

/** Of the first heading, without Markdown. As HTML, for that is what the sidebar takes. */
function titleOf(name: string): string {
  if (labels[name] !== undefined) return labels[name];
  const text = readFileSync(join(top, sources[name]!), 'utf8');
  return (/^# (.+)$/m.exec(text)?.[1] ?? basename(name)).replace(/[`*]/g, '').replaceAll('<', '&lt;');
}

interface SidebarItem {
  text: string;
  link: string;
  collapsed?: boolean;
  items?: SidebarItem[];
}

export interface SidebarGroup {
  text: string;
  items: SidebarItem[];
}

/** In Chinese a page that is not translated is the English one, and says so. */
export function sidebar(language: 'en' | 'zh-CN'): SidebarGroup[] {
  const placed = sections.flatMap(({pages}) => pages);
  const unplaced = Object.keys(sources).filter(
    (name) => !/^(zh-CN\/|api\/|index$)/.test(name) && !placed.includes(name),
  );
  const parts = Object.keys(sources).filter((name) => name.startsWith('api/') && name !== 'api/index');
  const linkOf = (name: string): SidebarItem => {
    const chinese = `zh-CN/${name}`;
    if (language === 'en' || sources[chinese] === undefined)
      return {text: `${titleOf(name)}${language === 'en' ? '' : '（英文）'}`, link: `/${name}`};
    return {text: titleOf(chinese), link: `/${chinese}`};
  };
  return sections.map(({title, zh, pages}, index) => ({
    text: language === 'en' ? title : zh,
    items: [...pages, ...(index === sections.length - 1 ? unplaced : [])]
      .filter((name) => sources[name] !== undefined)
      .map((name) =>
        name === 'api/index' && language === 'en'
          ? {...linkOf(name), collapsed: true, items: parts.map(linkOf)}
          : linkOf(name),
      ),
  }));
}

/** Names of translated pages, for the switch between the languages. */
export const translated = (): string[] =>
  Object.keys(sources)
    .filter((name) => name.startsWith('zh-CN/'))
    .map((name) => name.slice('zh-CN/'.length));
