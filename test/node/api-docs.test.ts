/** docs/api is what `npm run api` makes of the types and the manifest. Needs `npm run build`. */
import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {writeApi} from '../../scripts/api/write-api.js';

const kept = readdirSync('docs/api', {recursive: true, encoding: 'utf8'}).filter((name) =>
  name.endsWith('.md'),
);

describe('docs/api, after `npm run api`', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cos-uploader-api-'));
    await writeApi(folder);
  });
  after(() => rmSync(folder, {recursive: true, force: true}));

  it('has the same pages', () =>
    assert.deepEqual(
      kept.sort(),
      readdirSync(folder, {recursive: true, encoding: 'utf8'})
        .filter((name) => name.endsWith('.md'))
        .sort(),
    ));

  for (const name of kept)
    it(`says the same in ${name}`, () =>
      assert.equal(
        readFileSync(join('docs/api', name), 'utf8'),
        readFileSync(join(folder, name), 'utf8'),
        'Run npm run build && npm run api.',
      ));
});
