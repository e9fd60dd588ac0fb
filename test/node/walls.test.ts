import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Linter} from 'eslint';
import {parser} from 'typescript-eslint';
import {walls} from '../../scripts/walls.js';

const root = new URL('../../', import.meta.url).pathname;
const linter = new Linter({configType: 'flat', cwd: root});

/** What lint would say of `path` with one more line at its end. */
function told(path: string, line: string): string[] {
  const text = `${readFileSync(root + path, 'utf8')}\n${line}\n`;
  const config = {
    files: ['**/*.ts'],
    languageOptions: {parser},
    linterOptions: {reportUnusedDisableDirectives: 'off' as const},
    plugins: {walls},
    rules: {'walls/imports': 'error' as const},
  };
  const messages = linter.verify(text, [config], {filename: root + path});
  return messages.filter(({ruleId}) => ruleId === 'walls/imports').map(({message}) => message);
}

for (const [what, path, line, expected] of [
  ['what goes down', 'src/upload/run/run.ts', `import {partAt} from '../parts/layout.js';`, undefined],
  [
    'what goes up a layer',
    'src/cos/wire/xml.ts',
    `import {Uploader} from '../../upload/uploader.js';`,
    /src\/cos must not know src\/upload/,
  ],
  [
    'what goes up a room',
    'src/upload/parts/layout.ts',
    `import {nameOf} from '../tasks/numbered-name.js';`,
    /parts must not know src\/upload\/tasks/,
  ],
  [
    'a type',
    'src/cos/wire/xml.ts',
    `import type {Credentials} from '../credentials/credentials-types.js';`,
    /wire must not know src\/cos\/credentials/,
  ],
  [
    'an import of a type in place',
    'src/cos/wire/xml.ts',
    `export type C = import('../credentials/credentials-types.js').Credentials;`,
    /must not know/,
  ],
  [
    'what is loaded on demand',
    'src/upload/parts/layout.ts',
    `void import('../run/run.js');`,
    /parts must not know src\/upload\/run/,
  ],
  [
    'what is handed on',
    'src/upload/parts/layout.ts',
    `export * from '../run/run.js';`,
    /parts must not know src\/upload\/run/,
  ],
  [
    'rooms side by side',
    'src/element/speech/announcer.ts',
    `import '../list/rows.js';`,
    /speech must not know src\/element\/list/,
  ],
  [
    'layers side by side',
    'src/store/locks.ts',
    `import '../hash/crc64.js';`,
    /store must not know src\/hash/,
  ],
  [
    'a door behind the public one',
    'src/element/panel.ts',
    `import '../upload/uploader.js';`,
    /src\/element must not know src\/upload\/uploader.ts/,
  ],
  [
    'the local COS that borrows',
    'demo/local-cos/xml.ts',
    `import '../../src/cos/wire/xml.js';`,
    /demo\/local-cos must not know src/,
  ],
  [
    'src that knows the demo',
    'src/errors.ts',
    `import '../demo/local-cos/xml.js';`,
    /src must not know demo/,
  ],
  [
    'a circle of types in one room',
    'src/upload/tasks/state.ts',
    `import type {UploadTask} from './task.js';`,
    /circle: .*state\.ts → .*task\.ts → .*state\.ts/,
  ],
] as const) {
  test(`lint ${expected ? 'refuses' : 'lets pass'} ${what}`, () => {
    const messages = told(path, line);
    if (expected) assert.match(messages.join('\n'), expected);
    else assert.deepEqual(messages, []);
  });
}

test('lint refuses a file of a folder that has no place in the house', () => {
  const messages = linter.verify(
    '',
    [{files: ['**/*.ts'], plugins: {walls}, rules: {'walls/imports': 'error'}}],
    {
      filename: `${root}src/upload/attic/box.ts`,
    },
  );
  assert.match(messages[0]?.message ?? '', /src\/upload\/attic has no place in the house/);
});
