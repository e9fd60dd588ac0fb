import {type EngineName, engineNames} from './engines/engine.js';
import type {Feature} from './features/feature.js';

/** Markdown: what is so in which engine, and in which words it is otherwise. */
export function tableOf(
  groups: Readonly<Record<string, readonly Feature[]>>,
  versions: Readonly<Partial<Record<EngineName, string>>>,
): string {
  const notes: string[] = [];
  const cell = ({otherwise}: Feature, engine: EngineName): string => {
    const why = otherwise?.[engine]?.why;
    if (why === undefined) return 'yes';
    if (!notes.includes(why)) notes.push(why);
    return `otherwise: ${notes.indexOf(why) + 1}`;
  };
  const rows = Object.entries(groups).flatMap(([group, features]) => [
    `| **${group}** | | | |`,
    ...features.map(
      (feature) => `| ${feature.name} | ${engineNames.map((engine) => cell(feature, engine)).join(' | ')} |`,
    ),
  ]);
  return [
    `| | ${engineNames.join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...notes.map((why, index) => `${index + 1}. ${why}`),
    '',
    seenIn + engineNames.map((engine) => `${engine} ${versions[engine] ?? '?'}`).join(', '),
  ].join('\n');
}

const marks = /(<!-- what runs where -->\n\n)[^]*?(\n\n<!-- end -->)/;
const seenIn = 'Last written in ';

/** The page with this table in the place of its own. */
export function withTable(page: string, table: string): string {
  if (!marks.test(page)) throw new Error('The page has no place for the table.');
  return page.replace(marks, (_, before: string, after: string) => before + table + after);
}

/** Newer browsers make no table untrue. */
export const withoutVersions = (page: string): string =>
  page.replace(new RegExp(`^${seenIn}.*$`, 'm'), seenIn);
