/** Where requests go when the first host cannot be reached. */
import {expect} from 'chai';
import {diagnose} from '../../../src/cos/diagnose.js';
import {createCosClient, NetworkError, type Transport, uploadFile} from '../../../src/index.js';
import {fetchTransport} from '../../../src/cos/wire/transport.js';
import {bucket, freshKey, localClient, region, requestsFor} from '../../support/cos.js';
import {rejection, thrownBy} from '../../support/thrown.js';

const first = 'https://first.example.com';
const second = 'https://second.example.com';

type Answer = 'nothing' | {status: number; id?: boolean};

/** What the first host answers, one after the other; the second one answers always. Tells where requests went. */
function line(answers: Answer[]): {asked: string[]; hosts: string[]; transport: Transport} {
  const asked: string[] = [];
  const hosts: string[] = [];
  const transport: Transport = ({url, headers}) => {
    const {origin} = new URL(url);
    asked.push(origin === first ? 'first' : 'second');
    hosts.push(/q-header-list=[^&]*host/.test(headers['authorization'] ?? '') ? 'signed' : 'unsigned');
    const answer = origin === first ? (answers.shift() ?? {status: 200, id: true}) : {status: 200, id: true};
    if (answer === 'nothing') return Promise.reject(new TypeError('Failed to fetch'));
    const header = (name: string): string | null =>
      name === 'x-cos-request-id' && answer.id ? 'id' : name === 'etag' ? '"1"' : null;
    return Promise.resolve({
      status: answer.status,
      header,
      headers: () => [],
      text: () => Promise.resolve(''),
    });
  };
  return {asked, hosts, transport};
}

const client = (
  transport: Transport,
  fallbackEndpoint: string | undefined = second,
): ReturnType<typeof localClient> => localClient({endpoint: first, fallbackEndpoint, transport});

describe('a host that cannot be reached', () => {
  const rows: [what: string, answers: Answer[], asked: string][] = [
    [
      'is left after three failures in a row',
      ['nothing', 'nothing', 'nothing'],
      'first first first second second',
    ],
    [
      'is kept where it answers in between',
      ['nothing', 'nothing', {status: 200}, 'nothing'],
      'first first first first first',
    ],
    [
      'is left for 5xx that nobody identifies',
      [{status: 502}, {status: 503}, {status: 500}],
      'first first first second second',
    ],
    [
      'is kept for 5xx of COS',
      [
        {status: 503, id: true},
        {status: 503, id: true},
        {status: 503, id: true},
      ],
      'first first first first first',
    ],
    ['is left at once by a redirect', [{status: 302}], 'first second second second second second'],
    ['is kept where it redirects with 308', [{status: 308}], 'first first first first first'],
    ['is kept where COS itself redirects', [{status: 307, id: true}], 'first first first first first'],
  ];
  for (const [what, answers, asked] of rows)
    it(what, async () => {
      const seen = line(answers);
      const under = client(seen.transport);
      for (let i = 0; i < 5; i++) await under.putObject('a', 'x').catch(() => undefined);
      expect(seen.asked.join(' ')).to.equal(asked);
      expect(new Set(seen.hosts)).to.deep.equal(new Set(['signed']));
    });

  it('has failed once, where several requests were under way', async () => {
    const seen = line(Array<Answer>(9).fill('nothing'));
    const under = client(seen.transport);
    const three = (): Promise<unknown> =>
      Promise.all([1, 2, 3].map(() => under.putObject('a', new Blob(['x'])).catch(() => undefined)));
    await three();
    await three();
    expect(new Set(seen.asked)).to.deep.equal(new Set(['first']));
    await three();
    await three();
    expect(seen.asked.slice(-3)).to.deep.equal(['second', 'second', 'second']);
  });

  it('is gone back to when the other does not answer either', async () => {
    const asked: string[] = [];
    const under = client(({url}) => {
      asked.push(new URL(url).host.replace('.example.com', ''));
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    for (let i = 0; i < 6; i++) await under.putObject('a', 'x').catch(() => undefined);
    expect(asked).to.deep.equal(['first', 'first', 'first', 'second', 'first', 'second']);
  });

  it('has no other where the page says so', async () => {
    const seen = line(['nothing', 'nothing', 'nothing']);
    const under = client(seen.transport, 'none');
    for (let i = 0; i < 4; i++) await under.putObject('a', 'x').catch(() => undefined);
    expect(seen.asked).to.deep.equal(['first', 'first', 'first', 'first']);
    expect(thrownBy(() => client(seen.transport, 'nonsense'))).to.include({
      name: 'ConfigurationError',
      attribute: 'fallback-endpoint',
    });
  });

  const usual = `https://${bucket}.cos.${region}`;
  const defaults: [what: string, options: object, other: string | undefined][] = [
    ['the default host', {}, `${usual}.tencentcos.cn`],
    [
      'the default host as a template',
      {endpoint: 'https://{bucket}.cos.{region}.myqcloud.com'},
      `${usual}.tencentcos.cn`,
    ],
    ['the acceleration host', {accelerate: true}, undefined],
    ['an old region', {region: 'cn-south'}, undefined],
    ['a host of its own', {endpoint: 'https://cdn.example.com'}, undefined],
    [
      'a server that signs',
      {credentials: undefined, authorize: () => Promise.resolve({authorization: 'q-signature=1'})},
      undefined,
    ],
  ];
  for (const [what, options, other] of defaults)
    it(`${what} has ${other === undefined ? 'no other' : 'another'}`, async () => {
      const asked = new Set<string>();
      const under = createCosClient({
        bucket,
        region,
        credentials: async () => (await fetch(`${cosOrigin}/-/sts`)).json() as never,
        transport: ({url}: {url: string}) => {
          asked.add(new URL(url).origin);
          return Promise.reject(new TypeError('Failed to fetch'));
        },
        ...options,
      });
      for (let i = 0; i < 4; i++) await under.putObject('a', 'x').catch(() => undefined);
      expect([...asked]).to.deep.equal([under.origin, other].filter(Boolean));
    });

  it('does not end an upload, nor a diagnosis', async () => {
    const key = freshKey();
    const dead = {endpoint: 'http://127.0.0.1:1', fallbackEndpoint: cosOrigin, transport: fetchTransport};
    const {size} = await uploadFile(localClient(dead), new File(['hello'], 'a.txt'), {
      key,
      retry: () => 10,
    });
    expect(size).to.equal(5);
    expect((await requestsFor(key)).map(({operation, status}) => `${operation} ${status}`)).to.include(
      'PutObject 200',
    );
    const lines = await diagnose(localClient(dead));
    expect(lines.filter(({ok}) => !ok).map(({check}) => check)).to.deep.equal(['network']);
    expect(lines[1]).to.include({check: 'fallback', ok: true});
  });

  it('is an error where there is no other', async () => {
    const dead = localClient({endpoint: 'http://127.0.0.1:1'});
    expect(await rejection(dead.putObject('a', 'x'))).to.be.instanceOf(NetworkError);
  });
});
