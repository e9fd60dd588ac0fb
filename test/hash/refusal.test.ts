import {expect} from 'chai';
import type * as hasherModule from '../../src/hash/hasher.js';
import {createHasher} from '../../src/hash/hasher.js';
import {randomBytes, randomNumbers} from './random.js';
import {hashUnderPolicy} from './under-policy.js';

const WASM = "'wasm-unsafe-eval'";

describe('hashing where the page is refused something', () => {
  const table = [
    ['nothing', `script-src 'self' ${WASM}`, 'worker-wasm'],
    ['WebAssembly', "script-src 'self'", 'worker-js'],
    ['workers', `script-src 'self' ${WASM}; worker-src 'none'`, 'page-wasm'],
    ['WebAssembly and workers', "script-src 'self'; worker-src 'none'", 'page-js'],
  ] as const;
  for (const [refused, policy, path] of table)
    it(`${refused}: ${path}`, async () => {
      const blob = new Blob(['123', '456789']);
      const answer = await hashUnderPolicy(policy, blob);
      expect(answer.path).to.equal(path);
      expect(answer.digests).to.deep.equal({
        md5: '25f9e794323b453885f5181f1b624d0b',
        crc64: 11051210869376104954n,
      });
      expect(answer.line.detail).to.match(new RegExp(`^${path}: `));
      expect(answer.line.ok).to.equal(path === 'worker-wasm');
      expect(/'wasm-unsafe-eval'/.test(answer.line.fix ?? '')).to.equal(path.endsWith('js'));
      expect(/worker-src/.test(answer.line.fix ?? '')).to.equal(path.startsWith('page'));
    });

  const required = `script-src 'self' ${WASM}; require-trusted-types-for 'script'`;
  for (const [policy, path, violations] of [
    [required, 'worker-wasm', []],
    [`${required}; trusted-types cos-uploader`, 'worker-wasm', []],
    [`${required}; trusted-types lit-html cos-uploader; worker-src 'self'`, 'worker-wasm', []],
    [`${required}; trusted-types lit-html`, 'page-wasm', ['trusted-types', 'require-trusted-types-for']],
  ] as const)
    it(`a page that says ${policy.slice(policy.indexOf('require'))}: ${path}`, async () => {
      const answer = await hashUnderPolicy(policy, new Blob(['123456789']));
      expect(answer.path).to.equal(path);
      expect(answer.digests.crc64).to.equal(11051210869376104954n);
      expect([...new Set(answer.violations)]).to.deep.equal(violations);
      expect(answer.violations.filter((directive) => directive === 'trusted-types').length).to.be.at.most(1);
    });

  it('a worker from another origin starts from its source', async () => {
    const elsewhere = new URL('/csp/default-src/src/hash/hasher.ts', location.href);
    elsewhere.hostname = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    const {createHasher} = (await import(elsewhere.href)) as typeof hasherModule;
    const hasher = createHasher();
    const {crc64} = await hasher.hash(new Blob(['123456789']), {md5: true, crc64: true});
    expect(crc64).to.equal(11051210869376104954n);
    expect(hasher.path).to.equal('worker-wasm');
  });

  /** What a URL of a worker may answer, where nobody has put the worker. */
  const said = (answer: object): string => `/said?${encodeURIComponent(JSON.stringify(answer))}`;
  const elsewhere = 'http://127.0.0.1:9/hash.worker.js';
  for (const [what, workerUrl] of [
    ['404', said({status: 404})],
    ['a web page', said({status: 200, type: 'text/html', body: '<!doctype html>'})],
    ['a script that breaks', said({status: 200, type: 'text/javascript', body: 'throw new Error()'})],
    ['another origin', elsewhere],
  ] as const)
    it(`a worker URL that answers ${what}: its source`, async () => {
      const hasher = createHasher({workerUrl});
      const blobs = [new Blob(['123456789']), new Blob(['1234', '56789'])];
      for (const {crc64} of await Promise.all(blobs.map((blob) => hasher.hash(blob, {crc64: true}))))
        expect(crc64).to.equal(11051210869376104954n);
      expect(hasher.path).to.equal('worker-wasm');
      hasher.close();
    });

  it('a worker URL of the page is used where a policy allows no other', async () => {
    const places = ['src', 'node_modules', '__wds-outside-root__'].map(
      (place) => `${location.origin}/${place}/`,
    );
    const policy = `script-src 'self' ${WASM}; worker-src ${places.join(' ')}`;
    const blob = new Blob(['123456789']);
    const workerUrl = '/src/hash/hash.worker.ts';
    expect((await hashUnderPolicy(policy, blob, {workerUrl})).path).to.equal('worker-wasm');
    expect((await hashUnderPolicy(policy, blob, {workerUrl: '/nowhere.js'})).path).to.equal('page-wasm');
  });

  it('gives the same sums on every path, over many steps', async () => {
    const blob = new Blob([randomBytes(randomNumbers(11), 5 * 2 ** 20 + 12_345)]);
    const answers = await Promise.all(table.map(([, policy]) => hashUnderPolicy(policy, blob)));
    for (const {digests} of answers) expect(digests).to.deep.equal(answers[0]?.digests);
    expect(answers[0]?.digests.md5).to.match(/^[0-9a-f]{32}$/);
  });

  it('leaves the page its turns when its own thread hashes', async () => {
    const blob = new Blob([new Uint8Array(24 * 2 ** 20)]);
    const {path, turns} = await hashUnderPolicy("script-src 'self'; worker-src 'none'", blob);
    expect(path).to.equal('page-js');
    // The turn above which a quarter of the time lies: the longest alone may be the machine's doing.
    const whole = turns.reduce((sum, turn) => sum + turn, 0);
    let quarter = whole / 4;
    const long = turns.sort((a, b) => b - a).find((turn) => (quarter -= turn) <= 0);
    // A step of 4 MB hashed in one go would take about a sixth. On a busy machine every turn is longer.
    expect(long).to.be.below(Math.max(16, whole / 12));
  });
});
