import {expect} from 'chai';
import {CorsError, NetworkError, uploadFile} from '../../../src/index.js';
import {addFaults, freshKey, localClient, makeFile} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {until} from '../../support/until.js';
import {leave, visit} from '../run/visits.js';

describe('a bucket without the right CORS rules', () => {
  const {warn} = console;
  let warnings: unknown[];
  beforeEach(() => {
    warnings = [];
    console.warn = (message: unknown) => warnings.push(message);
  });
  afterEach(() => {
    console.warn = warn;
    return leave();
  });

  it('that refuses the preflight fails at once and names the rule to paste', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'OPTIONS'}, effect: {status: 403}});
    // A second try would come after an hour.
    const options = {key, retry: () => 3_600_000};
    const error = await rejection(uploadFile(localClient(), makeFile(10), options));
    expect(error).to.be.instanceOf(CorsError);
    expect(error).to.have.property('rule').that.includes('<AllowedMethod>PUT</AllowedMethod>');
  });

  it('is named in the console, with the rule, once for all files', async () => {
    const prefix = freshKey('');
    const keys = ['a.bin', 'b.bin'].map((name) => prefix + name);
    await addFaults(...keys.map((key) => ({match: {key, method: 'OPTIONS'}, effect: {status: 403}})));
    const uploader = visit({});
    const tasks = keys.map((key) => uploader.add(makeFile(10), {key}));
    const {failed} = await uploader.settled(tasks);
    expect(failed).to.deep.equal(tasks);
    await until(() => warnings.length > 0, 'the console');
    expect(warnings).to.have.length(1);
    expect(warnings[0])
      .to.include('CORS rules of demo-1250000000')
      .and.include('<AllowedMethod>PUT</AllowedMethod>');
  });

  it('is not blamed for the first answers that a bad line loses', async () => {
    const key = freshKey();
    await addFaults({match: {key, method: 'OPTIONS'}, times: 4, effect: {status: 502}});
    const {size} = await uploadFile(localClient(), makeFile(10), {key, retry: () => 0});
    expect(size).to.equal(10);
  });

  it('is not blamed for a dead line', async () => {
    const key = freshKey();
    await addFaults({match: {operation: 'PutObject', key}, effect: {reset: 'before'}});
    const error = await rejection(uploadFile(localClient(), makeFile(10), {key, retries: 1, giveUpAfter: 0}));
    expect(error).to.be.instanceOf(NetworkError);
  });
});
