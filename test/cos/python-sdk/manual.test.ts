/** The examples of the documentation, run as they stand, against a bucket of their own. */
import {expect} from 'chai';
import * as library from '../../../src/index.js';
import {authorizationOf} from '../../../src/cos/credentials/sign.js';
import type {AuthorizeRequest} from '../../../src/cos/credentials/credentials-types.js';
import {newBucket, owner} from './bucket.js';

type Run = (...args: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as new (...names: string[]) => Run;

describe('the examples of', () => {
  const {bucket, region, origin} = newBucket();
  const sts = `${cosOrigin}/-/sts?bucket=${bucket}&actions=*`;

  /** What an application's server answers. */
  const server = async (url: string, init: RequestInit = {}): Promise<Response> => {
    if (url === '/sts') return fetch(sts);
    if (url !== '/sign') return fetch(url, init);
    const now = Math.floor(Date.now() / 1000);
    const request = JSON.parse(init.body as string) as AuthorizeRequest;
    return Response.json({authorization: authorizationOf(request, owner, `${now - 60};${now + 60}`)});
  };

  for (const [manual, count, containing] of [
    ['docs/operations.md', 14, ''],
    ['docs/engine.md', 14, ''],
    ['README.md', 1, 'uploadFile('],
  ] as const) {
    it(manual, async () => {
      const text = await (await fetch(`/${manual}`)).text();
      const blocks = [...text.matchAll(/^```js\n([^]*?)^```/gm)]
        .map(([, code = '']) => code.replace(/^import .*$/gm, ''))
        .filter((code) => code.includes(containing));
      expect(blocks).to.have.length(count);
      const [setUp = '', ...examples] = blocks;
      const scope: Record<string, unknown> = {
        ...library,
        createCosClient: (options: {credentialsUrl?: string} & object) =>
          library.createCosClient({
            ...options,
            bucket,
            region,
            endpoint: origin,
            ...('credentialsUrl' in options ? {credentialsUrl: sts} : {}),
          }),
        // What the application answers to a hand-over.
        Uploader: class extends library.Uploader {
          constructor(options: library.UploaderOptions) {
            super({...options, ...(options.commitUrl ? {commitUrl: 'data:application/json,{"id":1}'} : {})});
          }
        },
        fetch: server,
        file: new File(['x'.repeat(100)], 'pic.jpg', {type: 'image/jpeg'}),
        input: {files: [new File(['a'], 'a.txt')]},
        button: {},
        bar: {},
        console: {log: () => undefined, warn: () => undefined},
      };
      const code = [setUp, ...examples.map((example) => `{${example}}`)].join('\n');
      await new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));
    });
  }
});
