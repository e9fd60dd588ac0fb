import {expect} from 'chai';
import {CorsError, NetworkError, uploadFile} from '../../src/index.js';
import {addFaults, clearFaults, freshKey, localClient, makeFile} from '../support/cos.js';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a bucket without the right CORS rules', () => {
  afterEach(() => clearFaults());

  it('that refuses the preflight fails at once and names the rule to paste', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'OPTIONS'}, effect: {status: 403}});
    const since = performance.now();
    const error = await failure(uploadFile(localClient(), makeFile(10), {key}));
    expect(error).to.be.instanceOf(CorsError);
    expect(error).to.have.property('rule').that.includes('<AllowedMethod>PUT</AllowedMethod>');
    expect(performance.now() - since, 'no patience').to.be.below(5000);
  });

  it('is not blamed for a dead line', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'PutObject', key}, effect: {reset: 'before'}});
    const error = await failure(uploadFile(localClient(), makeFile(10), {key, retries: 1}));
    expect(error).to.be.instanceOf(NetworkError);
  });
});
