import assert from 'node:assert/strict';
import {test} from 'node:test';
import {authorizationOf} from '../../src/cos/credentials/sign.js';

const keys = {secretId: 'AKIDEXAMPLE0123456789abcdefghijklmn', secretKey: 'ExampleSecretKey0123456789ABCDEF'};
const keyTime = '1700000000;1700003600';
const host = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com';
const uploadId = '1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361';

const documented = {
  keys: {secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q', secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz'},
  host: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
};

const vectors = [
  {
    name: 'unicode, space and special characters',
    method: 'PUT',
    key: "上传/my photo !'()*+&=~@#$.txt",
    headers: {host, 'content-length': '11'},
    signature: 'b7eaa5041499485af37f9aa42a84ad58614380f6',
    lists: ['content-length;host', ''],
  },
  {
    name: 'a part with Content-MD5 and an ACL',
    method: 'PUT',
    key: 'exampleobject',
    query: {partNumber: '2', uploadId},
    headers: {host, 'Content-MD5': 'XrY7u+Ae7tCTyyK7j1rNww==', 'x-cos-acl': 'public-read'},
    signature: 'bd0ab2e52fa7cf59cd89c2355b55e4f5398bedc9',
    lists: ['content-md5;host;x-cos-acl', 'partnumber;uploadid'],
  },
  {
    name: 'Initiate with metadata',
    method: 'POST',
    key: 'dir/file name.mp4',
    query: {uploads: ''},
    headers: {
      host,
      'x-cos-acl': 'private',
      'x-cos-meta-author': '张三 & co',
      'x-cos-storage-class': 'STANDARD_IA',
    },
    signature: '80ae44415fdf7ab634b00f9557d1e7e7bc8ff44f',
    lists: ['host;x-cos-acl;x-cos-meta-author;x-cos-storage-class', 'uploads'],
  },
  {
    name: 'a listing with an encoded prefix',
    method: 'GET',
    key: '',
    query: {uploads: '', prefix: "上传/my photo !'()*", 'encoding-type': 'url', 'max-uploads': '1000'},
    headers: {host},
    signature: '83e4ef7e7d5c7567b1fbda0c92120648847c0b43',
    lists: ['host', 'encoding-type;max-uploads;prefix;uploads'],
  },
  {
    name: 'Complete',
    method: 'POST',
    key: 'exampleobject',
    query: {uploadId},
    headers: {host, 'Content-MD5': 'lWHXiSWWkCfcFVGUZhB9jw==', 'Content-Type': 'application/xml'},
    signature: '7bf7c6af324c914be0b75d7196a311d834553a99',
    lists: ['content-md5;content-type;host', 'uploadid'],
  },
  {
    name: 'Append',
    method: 'POST',
    key: 'log.txt',
    query: {append: '', position: '4096'},
    headers: {host, 'content-length': '5'},
    signature: '043afe51d449c99e786bb5206326fbc60b068d94',
    lists: ['content-length;host', 'append;position'],
  },
  {
    name: '436/7778, upload',
    method: 'PUT',
    key: 'exampleobject(腾讯云)',
    headers: {
      'content-length': '13',
      'content-md5': 'mQ/fVh815F3k6TAUm8m0eg==',
      'content-type': 'text/plain',
      date: 'Thu, 16 May 2019 06:45:51 GMT',
      host: documented.host,
      'x-cos-acl': 'private',
      'x-cos-grant-read': 'uin="100000000011"',
    },
    keys: documented.keys,
    keyTime: '1557989151;1557996351',
    signature: '3b8851a11a569213c17ba8fa7dcf2abec6935172',
  },
  {
    name: '436/7778, download',
    method: 'GET',
    key: 'exampleobject(腾讯云)',
    query: {
      'response-content-type': 'application/octet-stream',
      'response-cache-control': 'max-age=600',
    },
    headers: {date: 'Thu, 16 May 2019 06:55:53 GMT', host: documented.host},
    keys: documented.keys,
    keyTime: '1557989753;1557996953',
    signature: '01681b8c9d798a678e43b685a9f1bba0f6c0e012',
  },
];

for (const vector of vectors) {
  void test(`signature vector: ${vector.name}`, () => {
    const {method, key, query = {}, headers, signature, lists} = vector;
    const by = vector.keys ?? keys;
    const time = vector.keyTime ?? keyTime;
    const authorization = authorizationOf({method, key, query, headers}, by, time);
    assert.equal(authorization.split('q-signature=')[1], signature);
    assert.ok(
      authorization.startsWith(
        `q-sign-algorithm=sha1&q-ak=${by.secretId}&q-sign-time=${time}&q-key-time=${time}&`,
      ),
    );
    if (lists)
      assert.ok(
        authorization.includes(`&q-header-list=${lists[0] ?? ''}&q-url-param-list=${lists[1] ?? ''}&`),
      );
  });
}
