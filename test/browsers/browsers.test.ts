/**
 * What matters, in three engines, through one driver. Needs `npm run build`. The table of docs/browsers.md is what is seen here:
 * `UPDATE_SNAPSHOTS=1` writes it. `BROWSERS=firefox,webkit` runs some engines, `FEATURES='parts,pause'` the features whose names fit one of these patterns.
 */
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {chromium, firefox} from './engines/puppeteer.js';
import {webkit} from './engines/webkit.js';
import type {Engine, EngineName} from './engines/engine.js';
import {control} from './features/control.js';
import {faults} from './features/faults.js';
import type {Feature} from './features/feature.js';
import {forms} from './features/forms.js';
import {hands} from './features/hands.js';
import {looks} from './features/looks.js';
import {nextVisit} from './features/next-visit.js';
import {places} from './features/places.js';
import {sending} from './features/sending.js';
import {setStage, type Stage} from './stage.js';
import {tableOf, withoutVersions, withTable} from './table.js';

const groups: Record<string, readonly Feature[]> = {
  Sending: sending,
  'Pause and cancel': control,
  'The next visit, and other tabs': nextVisit,
  'What goes wrong': faults,
  'In a form': forms,
  'Hands and keys': hands,
  'What is seen': looks,
  'Where it stands': places,
};

const engines = [chromium, firefox, webkit];
const features = Object.values(groups).flat();

/** The list in a variable of the environment. What fits nothing is a mistake: a run of nothing proves nothing. */
function listIn(variable: string, isThere: (word: string) => boolean): string[] | undefined {
  const words = process.env[variable]?.split(',');
  const lost = words?.filter((word) => !isThere(word)) ?? [];
  if (lost.length > 0) throw new Error(`${variable}: there is nothing called ${lost.join(', ')}`);
  return words;
}
const isCalled = (word: string, {name}: Engine): boolean => word.toLowerCase() === name.toLowerCase();
const fits = (pattern: string, {name}: Feature): boolean => new RegExp(pattern).test(name);
const wanted = listIn('BROWSERS', (word) => engines.some((engine) => isCalled(word, engine)));
const part = listIn('FEATURES', (pattern) => features.some((feature) => fits(pattern, feature)));

const page = 'docs/browsers.md';
const pictures = 'node_modules/.cache/browsers';

/** What was seen to be as the table says. */
const seen = new Set<string>();
const versions: Partial<Record<EngineName, string>> = {};
const place = (engine: EngineName, {name}: Feature): string => `${engine}: ${name}`;

for (const engine of engines) {
  if (wanted && !wanted.some((word) => isCalled(word, engine))) continue;
  const missing = engine.missing !== undefined && `not installed: ${engine.missing}`;
  // Who names an engine wants to see it.
  describe(engine.name, {timeout: 1_800_000, skip: !wanted && missing}, () => {
    let stage: Stage;
    before(async () => {
      if (missing) throw new Error(missing);
      stage = await setStage(engine);
      versions[engine.name] = stage.version;
    });
    after(() => stage.close());

    for (const [group, ofGroup] of Object.entries(groups))
      describe(group, () => {
        for (const feature of ofGroup) {
          if (part && !part.some((pattern) => fits(pattern, feature))) continue;
          const {name, run, otherwise: {[engine.name]: otherwise} = {}} = feature;
          it(otherwise ? `${name}: ${otherwise.why}` : name, async () => {
            await stage.clear(name);
            try {
              await within(180_000, (otherwise?.run ?? run)(stage));
              seen.add(place(engine.name, feature));
            } catch (error) {
              await within(10_000, keepPictures(stage, name)).catch(() => undefined);
              await stage.renew();
              throw error;
            }
          });
        }
      });
  });
}

/** A browser that has died never answers. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not done after ${ms / 1000} s`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What the pages of a feature that failed look like. */
async function keepPictures(stage: Stage, name: string): Promise<void> {
  mkdirSync(pictures, {recursive: true});
  for (const [index, png] of (await stage.pictures()).entries()) {
    const file = `${pictures}/${stage.engine}-${name.replace(/\W+/g, '-')}-${index}.png`;
    writeFileSync(file, png);
    console.log(`picture: ${file}`);
  }
}

it('docs/browsers.md has the table of what was seen', (context) => {
  const all = engines.flatMap(({name}) => features.map((feature) => place(name, feature)));
  if (all.some((each) => !seen.has(each))) {
    context.skip('not all of it was seen');
    return;
  }
  const table = tableOf(groups, versions);
  console.log(table);
  const text = readFileSync(page, 'utf8');
  if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(page, withTable(text, table));
  else assert.equal(withoutVersions(text), withoutVersions(withTable(text, table)));
});
