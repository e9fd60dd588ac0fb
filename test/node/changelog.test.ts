/** What `npm run set-version` makes of CHANGELOG.md. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {orderedChangelog} from '../../scripts/release/changelog.js';

const introduction = 'The format is [Keep a Changelog](https://keepachangelog.com/).';

for (const [what, written, expected] of [
  [
    'an entry that was written above the introduction',
    `# Changelog\n\n## 1.1.0\n\n### Minor Changes\n\n- More.\n\n${introduction}\n\n## 1.0.0 (2026-11-30)\n\n- Begun.\n`,
    `# Changelog\n\n${introduction}\n\n## 1.1.0 (2026-12-24)\n\n### Minor Changes\n\n- More.\n\n## 1.0.0 (2026-11-30)\n\n- Begun.\n`,
  ],
  [
    'what was unreleased',
    `# Changelog\n\n## 1.1.0\n\n### Minor Changes\n\n- More.\n\n${introduction}\n\n## Unreleased\n\n### Added\n- Lines.\n`,
    `# Changelog\n\n${introduction}\n\n## 1.1.0 (2026-12-24)\n\n### Minor Changes\n\n- More.\n\n### Added\n- Lines.\n`,
  ],
  [
    'nothing but what was unreleased',
    `# Changelog\n\n${introduction}\n\n## Unreleased\n\n### Added\n- Lines.\n`,
    `# Changelog\n\n${introduction}\n\n## 1.1.0 (2026-12-24)\n\n### Added\n- Lines.\n`,
  ],
] as const)
  test(what, () => assert.equal(orderedChangelog(written, '1.1.0', '2026-12-24'), expected));

test('no line of the real one is lost', () => {
  const text = readFileSync('CHANGELOG.md', 'utf8');
  const after = orderedChangelog(
    text.replace('\n', '\n\n## 9.9.9\n\n### Major Changes\n\n- Everything.\n'),
    '9.9.9',
    '2026-12-24',
  );
  for (const line of text.split('\n').filter((each) => each !== '## Unreleased'))
    assert.ok(after.includes(line), line);
  assert.match(after, /^# Changelog\n\nThe format is .*\n\n## 9\.9\.9 \(2026-12-24\)\n\n### Major Changes/);
});
