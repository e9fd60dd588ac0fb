import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {cpus, release, totalmem} from 'node:os';
import {join} from 'node:path';
import {format, resolveConfig} from 'prettier';
import {findChromium} from '../support/browser.js';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one benchmark has found. */
export interface Section {
  readonly title: string;
  /** Paragraphs. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  /** MB/s: median and range. What the chart is drawn from. */
  readonly bars?: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

interface Stored extends Section {
  readonly date: string;
  readonly machine: string;
}

const here = import.meta.dirname;
const folder = join(here, 'results');
/** In the order of the document; the names are those of the command line. */
export const order = [
  'file',
  'small',
  'small-unverified',
  'medium',
  'checksums',
  'hash',
  'file-50',
  'small-50',
  'medium-50',
  'long-50',
  'file-5',
  'small-5',
  'medium-5',
  'long-5',
  'list',
  'list-slowed',
  'memory',
  'journal',
  'own-origin',
  'slow-8',
  'slow-4',
  'slow-1',
  'layout',
  'concurrency',
] as const;

export type Name = (typeof order)[number];

/** Keeps a section for the document; one that is measured again replaces the one before. */
export async function store(name: Name, section: Section): Promise<void> {
  await mkdir(folder, {recursive: true});
  const date = new Date().toISOString().slice(0, 10);
  const stored: Stored = {date, machine: describeMachine(), ...section};
  await writeFormatted(join(folder, `${name}.json`), JSON.stringify(stored));
}

/** The stored section; undefined before its first run. */
export async function load(name: Name): Promise<Stored | undefined> {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Stored) : undefined;
}

/** Writes `results.md` from all that is stored. */
export async function writeResults(): Promise<void> {
  const sections = (await Promise.all(order.map(load))).filter((section) => section !== undefined);
  const machines = new Set(sections.map(({date, machine}) => `${date}: ${machine}`));
  const text = [
    '# Benchmark results',
    'Written by `npm run bench`; what is measured and how is said in each section. `npm run bench -- <name>` measures one again: ' +
      `${order.join(', ')}.`,
    [...machines].map((machine) => `- ${machine}`).join('\n'),
    `Peers: ${await peerVersions()}.`,
    ...sections.map((section) => `## ${section.title}\n\n${renderSection(section)}`),
  ];
  await writeFile(join(here, 'results.md'), `${text.join('\n\n')}\n`);
}

export const renderSection = ({notes, tables}: Section): string =>
  [...notes, ...tables.map(renderTable)].join('\n\n');

/** A Markdown table; numbers to the right. */
function renderTable({columns, rows}: Table): string {
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Three digits that matter. */
export function round(value: number): string {
  if (value === 0) return '0';
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
}

function describeMachine(): string {
  const [cpu] = cpus();
  const chromium = findChromium();
  const version = chromium ? execFileSync(chromium, ['--version'], {encoding: 'utf8'}).trim() : 'no Chromium';
  return `${cpus().length} × ${cpu?.model.trim() || process.arch}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}, Node ${process.version}, ${version}`;
}

async function peerVersions(): Promise<string> {
  const modules = join(here, 'node_modules');
  const manifest = JSON.parse(await readFile(join(here, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const names = Object.keys(manifest.devDependencies).filter((name) => existsSync(join(modules, name)));
  const versions = names.map((name) => `${name} ${manifest.devDependencies[name]!}`);
  return versions.join(', ');
}

/** Formatted as the gate asks for it. */
export async function writeFormatted(path: string, text: string): Promise<void> {
  await writeFile(path, await format(text, {...(await resolveConfig(path)), filepath: path}));
}
