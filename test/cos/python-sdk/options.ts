/** The rows that several operations share, with what each must come to. */
import {expect} from 'chai';
import type {CosClient} from '../../../src/cos/client.js';
import type {ObjectOptions} from '../../../src/cos/operations/object-options.js';
import type {ObjectMetadata} from '../../../src/cos/wire/results.js';
import {freshKey, type LoggedRequest, requestsFor} from '../../support/cos.js';
import {rejection} from '../../support/thrown.js';
import {grantsOf} from './bucket.js';
import type {BodyParameter, Check, Checks, HeaderParameter, PlaceParameter} from './page.js';

export const hello = '"5d41402abc4b2a76b9719d911017c592"';
const helloMd5 = 'XUFAKrxLKna5cZ2REBfFkg==';

/** The requests of one operation for a key, preflights left out. */
export const sent = async (key: string, operation: string): Promise<LoggedRequest[]> =>
  (await requestsFor(key)).filter((request) => request.operation === operation);

const header = async (key: string, operation: string, name: string): Promise<string | undefined> =>
  (await sent(key, operation))[0]?.headers[name];

/** `store` makes an object with these options; `operation` is the request that says them. */
export function headerRows(
  client: CosClient,
  operation: string,
  store: (key: string, options: ObjectOptions) => Promise<unknown>,
): Checks<HeaderParameter> {
  const stored = async (options: ObjectOptions): Promise<string> => {
    const key = freshKey('option.bin');
    await store(key, options);
    return key;
  };
  const head =
    (options: ObjectOptions, found: Partial<ObjectMetadata>): Check =>
    async () =>
      expect(await client.headObject(await stored(options))).to.deep.include(found);
  /** For what CORS keeps from a page. */
  const wire =
    (options: ObjectOptions, name: string, value: string): Check =>
    async () =>
      expect(await header(await stored(options), operation, name)).to.equal(value);
  const grants =
    (options: ObjectOptions, grant: string): Check =>
    async () =>
      expect(await grantsOf(client, await stored(options))).to.include(grant);
  const date = 'Tue, 22 Nov 2033 08:00:00 GMT';

  return {
    ACL: async () => {
      const anybody = async (acl: string): Promise<number> =>
        (await fetch(client.locationOf(await stored({acl})))).status;
      expect([await anybody('public-read'), await anybody('private')]).to.deep.equal([200, 403]);
    },
    GrantFullControl: grants({grantFullControl: 'id="100000000009"'}, '100000000009: FULL_CONTROL'),
    GrantRead: grants({grantRead: 'id="100000000008",id="100000000009"'}, '100000000009: READ'),
    StorageClass: head({storageClass: 'STANDARD_IA'}, {storageClass: 'STANDARD_IA'}),
    Expires: head({expires: date}, {expires: date}),
    CacheControl: head({cacheControl: 'max-age=60'}, {cacheControl: 'max-age=60'}),
    ContentType: head({contentType: 'text/html; charset=utf-8'}, {contentType: 'text/html; charset=utf-8'}),
    ContentDisposition: wire(
      {contentDisposition: 'attachment; filename="a b.txt"'},
      'content-disposition',
      'attachment; filename="a b.txt"',
    ),
    ContentEncoding: wire({contentEncoding: 'identity'}, 'content-encoding', 'identity'),
    ContentLanguage: head({contentLanguage: 'id'}, {contentLanguage: 'id'}),
    Metadata: head(
      {metadata: {'x-cos-meta-key1': 'value1', key2: '值 2'}},
      {metadata: {key1: 'value1', key2: '值 2'}},
    ),
  };
}

/** `send` brings `hello` to the server in a request of `operation` with these options. */
export function bodyRows(
  operation: string,
  send: (
    key: string,
    options: Pick<ObjectOptions, 'contentMD5' | 'enableMD5' | 'trafficLimit'>,
  ) => Promise<unknown>,
): Checks<BodyParameter> {
  return {
    EnableMD5: async () => {
      const key = freshKey();
      await send(key, {enableMD5: true});
      expect(await header(key, operation, 'content-md5')).to.equal(helloMd5);
    },
    ContentLength: async () => {
      const key = freshKey();
      await send(key, {});
      expect(await header(key, operation, 'content-length')).to.equal('5');
    },
    ContentMD5: async () => {
      const key = freshKey();
      await send(key, {contentMD5: helloMd5});
      expect(await header(key, operation, 'content-md5')).to.equal(helloMd5);
      expect(await rejection(send(freshKey(), {contentMD5: `${'A'.repeat(22)}==`}))).to.include({
        name: 'CosError',
        code: 'BadDigest',
      });
    },
    TrafficLimit: async () => {
      const key = freshKey();
      await send(key, {trafficLimit: 819_200});
      expect(await header(key, operation, 'x-cos-traffic-limit')).to.equal('819200');
      expect(await rejection(send(key, {trafficLimit: 819_199}))).to.include({name: 'ConfigurationError'});
    },
  };
}

/** `request` sends one for the key, and it succeeds. */
export function placeRows(
  client: CosClient,
  operation: string,
  request: (key: string) => Promise<unknown>,
): Checks<PlaceParameter> {
  const place = async (key: string): Promise<LoggedRequest | undefined> => {
    await request(key);
    return (await sent(key, operation))[0];
  };
  return {
    Bucket: async () => expect(await place(freshKey())).to.include({bucket: client.bucket}),
    Key: async () => expect(await place(freshKey("doc/图 !'()*+&=~@#$?%41.jpg"))).not.to.equal(undefined),
  };
}
