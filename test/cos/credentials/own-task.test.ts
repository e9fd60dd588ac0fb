import {expect} from 'chai';
import {type CosClientOptions, createCosClient} from '../../../src/index.js';
import {bucket, region} from '../../support/cos.js';
import {pulse} from '../../support/pulse.js';

/** What a page may give, each answering all who wait at the same time. */
const ways: Record<string, (answered: Promise<void>) => Partial<CosClientOptions>> = {
  'the same keys': (answered) => ({
    async credentials() {
      await answered;
      const startTime = Math.floor(Date.now() / 1000);
      return {secretId: 'i', secretKey: 'k', sessionToken: 't', startTime, expiredTime: startTime + 1800};
    },
  }),
  'signatures of the page': (answered) => ({
    async authorize() {
      await answered;
      return {authorization: 'q-sign-algorithm=sha1&q-signature=s'};
    },
  }),
};

describe('requests that have waited for', () => {
  for (const [what, way] of Object.entries(ways))
    it(`${what} leave one a task, and what the person does has its turn between them`, async () => {
      let turns = 0;
      const before: number[] = [];
      let answer = (): void => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const client = createCosClient({
        bucket,
        region,
        ...way(answered),
        transport() {
          before.push(turns);
          // A slow machine takes as long.
          for (const end = performance.now() + 10; performance.now() < end;);
          return Promise.resolve({
            status: 200,
            headers: new Headers({etag: '"e"', 'x-cos-request-id': 'r'}),
            text: () => Promise.resolve(''),
          } as never);
        },
      });
      const all = Promise.allSettled(
        ['a', 'b', 'c', 'd', 'e'].map((key) => client.putObject(key, new ArrayBuffer(1))),
      );
      await new Promise((resolve) => setTimeout(resolve));
      const stop = pulse(() => turns++, 'person');
      try {
        answer();
        await all;
      } finally {
        stop();
      }
      expect(before).to.have.length(5);
      // The first may come before any turn.
      expect(new Set(before).size, before.join(' ')).to.be.at.least(4);
    });
});
