/** The examples of docs/operations.md, run as they stand. */
import {expect} from 'chai';
import {createCosClient, uploadFile, Uploader} from '../../src/index.js';
import {newBucket} from './seed-bucket.js';

type Run = (...args: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as new (...names: string[]) => Run;

describe('docs/operations.md', () => {
  const {bucket, region} = newBucket();

  it('its examples run', async () => {
    const manual = await (await fetch('/docs/operations.md')).text();
    const blocks = [...manual.matchAll(/^```js\n([^]*?)^```/gm)].map(([, code = '']) => code);
    const [setUp = '', ...examples] = blocks;
    expect(examples).to.have.length(12);
    const scope = {
      createCosClient: (options: object) =>
        createCosClient({
          ...options,
          bucket,
          region,
          endpoint: `http://{bucket}.cos.{region}.localhost:${new URL(cosOrigin).port}`,
          credentialsUrl: `${cosOrigin}/-/sts?bucket=${bucket}`,
        }),
      uploadFile,
      Uploader,
      file: new File(['x'.repeat(100)], 'pic.jpg', {type: 'image/jpeg'}),
      input: {files: [new File(['a'], 'a.txt')]},
      console: {log: () => undefined, warn: () => undefined},
    };
    const code = [setUp.replace(/^import .*$/m, ''), ...examples.map((example) => `{${example}}`)].join('\n');
    await new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));
  });
});
