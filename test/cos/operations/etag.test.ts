import {expect} from 'chai';
import {plainEtag} from '../../../src/cos/operations/etag.js';

describe('an ETag that a gateway has touched', () => {
  const md5 = '5d41402abc4b2a76b9719d911017c592';
  const table: [etag: string, plain: string][] = [
    [`"${md5}"`, `"${md5}"`],
    [`W/"${md5}"`, `"${md5}"`],
    [`"${md5}-gzip"`, `"${md5}"`],
    [`W/"${md5}--gzip"`, `"${md5}"`],
    [`"${md5};br"`, `"${md5}"`],
    [md5, `"${md5}"`],
    [`"${md5}-12"`, `"${md5}-12"`],
    [`W/"${md5}-12-gzip"`, `"${md5}-12"`],
    [`"a", "a"`, `"a", "a"`],
    ['', ''],
  ];
  for (const [etag, plain] of table) it(etag || 'none', () => expect(plainEtag(etag)).to.equal(plain));
});
