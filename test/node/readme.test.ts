/** What the README tells an application to copy fits together. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {runInNewContext} from 'node:vm';
import {isAllowed, type Policy} from '../../demo/local-cos/policy.js';

interface StsOptions {
  policy: Policy;
}

void test("the README's endpoint gives keys for the README's element, and for nobody else's folder", async () => {
  const readme = await readFile('README.md', 'utf8');
  const [, code = ''] = /```js\nimport sts from 'qcloud-cos-sts';\n([^]*?)```/.exec(readme) ?? [];
  const [, prefix = ''] = /<cos-uploader [^>]*key-template="([^"{]+)\{uuid\}\{ext\}"/.exec(readme) ?? [];
  assert.match(prefix, /^users\/42\//);

  let policy: Policy | undefined;
  const app = {
    get: (_path: string, _guard: unknown, answer: (request: object, response: object) => void) =>
      answer({user: {id: 42}}, {}),
  };
  const sts = {getCredential: (options: StsOptions) => (policy = options.policy)};
  runInNewContext(code, {app, sts, requireLogin: undefined, process: {env: {}}});
  assert.ok(policy);

  const question = {region: 'ap-guangzhou', bucket: 'demo-1250000000', context: {}};
  for (const action of ['PutObject', 'InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']) {
    assert.ok(isAllowed(policy, {...question, action, key: `${prefix}a.jpg`}), action);
    assert.ok(!isAllowed(policy, {...question, action, key: 'users/43/a.jpg'}), action);
  }
  assert.ok(!isAllowed(policy, {...question, action: 'GetObject', key: `${prefix}a.jpg`}));
});
