/**
 * What matters, in three engines, through one driver. Needs `npm run build`. The table of docs/browsers.md is what is seen here:
 * `UPDATE_SNAPSHOTS=1` writes it. `BROWSERS=firefox,webkit` runs some engines, FEATURES some features, those whose names fit.
 */
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {chromium, firefox} from './engines/puppeteer.js';
import {webkit} from './engines/webkit.js';
import type {EngineName} from './engines/engine.js';
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

const wanted = process.env['BROWSERS']?.toLowerCase().split(',');
const part = process.env['FEATURES'] ? new RegExp(process.env['FEATURES']) : undefined;
const page = 'docs/browsers.md';
const pictures = 'node_modules/.cache/browsers';

/** What was seen to be as the table says. */
const seen = new Set<string>();
const versions: Partial<Record<EngineName, string>> = {};
const place = (engine: EngineName, {name}: Feature): string => `${engine}: ${name}`;

for (const engine of [chromium, firefox, webkit]) {
  if (wanted && !wanted.includes(engine.name.toLowerCase())) continue;
  const skip = engine.missing !== undefined && `not installed: ${engine.missing}`;
  describe(engine.name, {timeout: 1_800_000, skip}, () => {
    let stage: Stage;
    before(async () => {
      stage = await setStage(engine);
      versions[engine.name] = stage.version;
    });
    after(() => stage.close());

    for (const [group, features] of Object.entries(groups))
      describe(group, () => {
        for (const feature of features) {
          if (part && !part.test(feature.name)) continue;
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
  const features = Object.values(groups).flat();
  const all = [chromium, firefox, webkit].flatMap(({name}) =>
    features.map((feature) => place(name, feature)),
  );
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
