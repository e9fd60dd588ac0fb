import {expect} from 'chai';
import type {CosClient} from '../../../src/cos/client.js';
import type {Transport} from '../../../src/cos/wire/transport.js';
import {localClient} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';

interface Said {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** Answers one after the other, the last one again and again. */
const saying =
  (...answers: Said[]): Transport =>
  () => {
    const {status, headers = {}, body = ''} = (answers.length > 1 ? answers.shift() : answers[0])!;
    return Promise.resolve({
      status,
      header: (name) => headers[name.toLowerCase()] ?? null,
      headers: () => Object.entries(headers),
      text: () => Promise.resolve(body),
    });
  };

const operations: Record<string, (client: CosClient) => Promise<unknown>> = {
  put: (client) => client.putObject('a', 'x'),
  part: (client) => client.uploadPart('a', 'id', 1, 'x'),
  initiate: (client) => client.createMultipartUpload('a'),
  complete: (client) => client.completeMultipartUpload('a', 'id', [{partNumber: 1, etag: '"e"'}]),
  abort: (client) => client.abortMultipartUpload('a', 'id'),
  head: (client) => client.headObject('a'),
  list: (client) => client.listParts('a', 'id'),
};

const etag = {etag: '"5d8c72a5edda8d6a"'};
const html = {'content-type': 'text/html; charset=utf-8'};
const page = '<html><body>Sign in to Wi-Fi</body></html>';
const id = {'x-cos-request-id': 'NWU3'};
const xml = {'content-type': 'application/xml'};
const json = {'content-type': 'application/json'};
const refused = (status: number): object => ({
  name: 'NetworkError',
  code: 'intercepted',
  status,
  retryable: true,
});
const denied = '<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>';

const rows: [what: string, operation: keyof typeof operations, said: Said, means: object | undefined][] = [
  ['a success of COS', 'put', {status: 200, headers: {...etag, ...id}}, undefined],
  ['a success whose id CORS hides', 'put', {status: 200, headers: etag}, undefined],
  ['the type of a page that is stored', 'head', {status: 200, headers: {...etag, ...html}}, undefined],
  ['an abort', 'abort', {status: 204}, undefined],
  ['an abort by another server of the protocol', 'abort', {status: 200}, undefined],
  [
    'a page with an ETag',
    'put',
    {status: 200, headers: {...etag, ...html}, body: page},
    {code: 'intercepted'},
  ],
  [
    'a page without a type',
    'part',
    {status: 200, headers: etag, body: `\n<!DOCTYPE html>${page}`},
    {code: 'intercepted'},
  ],
  ['a page for Initiate', 'initiate', {status: 200, headers: html, body: page}, {code: 'intercepted'}],
  ['a page for Complete', 'complete', {status: 200, headers: html, body: page}, {code: 'intercepted'}],
  ['a page for a list', 'list', {status: 200, headers: html, body: page}, {code: 'intercepted'}],
  ['a page for an abort', 'abort', {status: 200, headers: html, body: page}, {code: 'intercepted'}],
  ['204 for a body', 'put', {status: 204, headers: etag}, {code: 'intercepted'}],
  ['206 for a body', 'part', {status: 206, headers: etag}, {code: 'intercepted'}],
  ['202 for a question', 'head', {status: 202, headers: etag}, {code: 'intercepted'}],
  ['a firewall', 'put', {status: 403, headers: html, body: page}, refused(403)],
  ['a login page', 'part', {status: 401, headers: html, body: page}, {code: 'intercepted'}],
  ['a firewall, in JSON', 'part', {status: 403, headers: json, body: '{"blocked":true}'}, refused(403)],
  ['a firewall, in plain words', 'complete', {status: 406, body: 'Not Acceptable!'}, refused(406)],
  ['a firewall that says its name', 'head', {status: 403, headers: html}, refused(403)],
  ["a gateway's 404", 'list', {status: 404, headers: html, body: page}, refused(404)],
  [
    "a gateway's limit",
    'put',
    {status: 429, headers: html, body: page},
    {code: 'ServiceUnavailable', retryable: true},
  ],
  ["a gateway's 408", 'put', {status: 408, body: 'too slow'}, {code: 'RequestTimeout', retryable: true}],
  ['a refusal without a word', 'put', {status: 403}, {code: 'AccessDenied', retryable: false}],
  [
    'a refusal whose id CORS hides',
    'put',
    {status: 403, body: denied},
    {code: 'AccessDenied', retryable: false},
  ],
  ['a refusal of COS that is no XML', 'put', {status: 403, headers: id, body: 'no'}, {code: 'AccessDenied'}],
  [
    'a refused question of COS',
    'head',
    {status: 403, headers: xml},
    {code: 'AccessDenied', retryable: false},
  ],
  [
    'a refusal of COS',
    'put',
    {status: 403, headers: xml, body: denied},
    {code: 'AccessDenied', retryable: false},
  ],
  [
    'a refusal under 200',
    'put',
    {status: 200, headers: etag, body: denied},
    {code: 'AccessDenied', status: 200},
  ],
  [
    'a refusal under 200 after blanks',
    'complete',
    {status: 200, body: '    \n<Error><Code>InternalError</Code><Message>m</Message></Error>'},
    {name: 'CosError', code: 'InternalError', status: 200, retryable: true},
  ],
  [
    "a gateway's page",
    'put',
    {status: 502, headers: html, body: page},
    {code: 'InternalError', retryable: true},
  ],
  [
    'a limit on bodies',
    'put',
    {status: 413, headers: html, body: page},
    {code: 'EntityTooLarge', retryable: false},
  ],
  [
    'a redirect',
    'put',
    {status: 307, headers: {location: 'https://elsewhere/'}},
    {code: 'redirected', retryable: false},
  ],
  ['a redirect of a question', 'head', {status: 302}, {code: 'redirected'}],
];

describe('whose answer it is', () => {
  for (const [what, operation, said, means] of rows) {
    it(`${what}: ${operation}`, async () => {
      const asked = operations[operation]!(localClient({transport: saying(said)}));
      if (!means) await asked;
      else expect(await rejection(asked)).to.include({key: 'a', ...means});
    });
  }

  it('says what happened and what to look for', async () => {
    const intercepted = localClient({transport: saying({status: 200, headers: html, body: page})});
    expect(await rejection(intercepted.putObject('a', 'x')))
      .to.include({name: 'NetworkError', retryable: true})
      .and.property('message')
      .that.matches(
        /^Something between this page and the store answered instead of it: .*"a" got 200 and a web page\./,
      );
    const blocked = localClient({transport: saying({status: 403, headers: html, body: page})});
    expect((await rejection(blocked.putObject('a', 'x'))).message).to.match(
      /got 403 and a web page.*firewall/,
    );
    const redirected = localClient({transport: saying({status: 302})});
    expect((await rejection(redirected.putObject('a', 'x'))).message).to.match(
      /redirect.*region and endpoint/,
    );
    const limited = localClient({transport: saying({status: 413, headers: html, body: page})});
    expect((await rejection(limited.putObject('a', 'x'))).message).to.match(/client_max_body_size/);
  });

  it('is not the store where an id is missing that its answers have shown, for that method', async () => {
    const known = {status: 200, headers: {...etag, ...id}};
    const client = localClient({transport: saying(known, {status: 200, headers: etag})});
    await client.putObject('a', 'x');
    expect(await rejection(client.putObject('a', 'x'))).to.include({code: 'intercepted'});
    const blocked = localClient({transport: saying(known, {status: 403})});
    await blocked.putObject('a', 'x');
    expect(await rejection(blocked.putObject('a', 'x'))).to.include({code: 'intercepted'});
    // Another rule of CORS may answer for another method.
    await client.headObject('a');
  });
});

describe('what an error may hold', () => {
  it('is cut at some hundred characters', async () => {
    const long = 'x'.repeat(5000);
    const body = `<Error><Code>${long}</Code><Message>${long}</Message><RequestId>${long}</RequestId></Error>`;
    const client = localClient({transport: saying({status: 400, headers: {'x-cos-trace-id': long}, body})});
    const error = (await rejection(client.putObject('a', 'x'))) as Error & Record<string, string>;
    expect(error.message.length).to.be.lessThan(1000);
    for (const name of ['code', 'requestId', 'traceId']) expect(error[name]).to.have.length(300);
  });
});
