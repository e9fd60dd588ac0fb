import {expect} from 'chai';
import {cosErrorOf, readAnswer} from '../../../src/cos/wire/cos-error.js';
import {errorFacts} from '../../../src/cos/wire/error-facts.js';
import {retryAfterOf} from '../../../src/cos/wire/retry-after.js';
import type {TransportResponse} from '../../../src/cos/wire/transport.js';
import {rejection} from '../../support/thrown.js';

const answer = (status: number, body: string, headers: Record<string, string> = {}): TransportResponse => ({
  status,
  header: (name) => headers[name] ?? null,
  headers: () => Object.entries(headers),
  text: () => Promise.resolve(body),
});

const asked = {operation: 'UploadPart', key: 'dir/a.bin'};

describe('what a code means', () => {
  const retryable = [
    'RequestTimeout',
    'UserNetworkTooSlow',
    'IncompleteBody',
    'BadDigest',
    'SlowDown',
    'ServiceUnavailable',
    'InternalError',
    'PathConflict',
  ];
  for (const code of retryable)
    it(`${code} may be tried again`, () => expect(errorFacts(code, 400).retryable).to.equal(true));

  const final = [
    'AccessDenied',
    'SignatureDoesNotMatch',
    'NoSuchUpload',
    'InvalidPart',
    'NoSuchBucket',
    'ExpiredToken',
    'FileAlreadyExists',
    'NotImplemented',
    'PaymentRequired',
    'InvalidArgument',
    'InvalidSHA1Digest',
  ];
  for (const code of final)
    it(`${code} may not`, () => expect(errorFacts(code, 500).retryable).to.equal(false));

  const byStatus: [status: number, retryable: boolean][] = [
    // COS may fail after it has begun to answer.
    [200, false],
    [400, false],
    [403, false],
    [404, false],
    [408, true],
    [418, false],
    [429, true],
    [500, true],
    [501, false],
    [502, true],
    [503, true],
    [504, true],
  ];
  for (const [status, expected] of byStatus) {
    it(`an unknown code under ${status}: ${expected ? 'again' : 'not again'}`, () =>
      expect(errorFacts('Novel', status).retryable).to.equal(expected));
  }

  const advice: [code: string, says: RegExp][] = [
    ['AppendPositionErr', /headObject/],
    ['FileAlreadyExists', /another key/],
  ];
  for (const [code, says] of advice)
    it(`${code} says what to do`, () =>
      expect(errorFacts(code, 409)).to.include({category: 'state'}).and.property('why').match(says));

  it('tells an expired signature from a missing permission', () => {
    expect(errorFacts('AccessDenied', 403, 'Request has expired').category).to.equal('clock');
    expect(errorFacts('AccessDenied', 403, 'Access Denied.').category).to.equal('permission');
  });

  const denials: [message: string, category: string, says: RegExp][] = [
    ['Access Denied.', 'permission', /policy of the credentials must allow this action/],
    ['You are denied by bucket referer rule', 'bucket', /hotlink protection/],
    ['Strict signature missing header that must be signed', 'signature', /sign all that it is shown/],
    ['Access denied by KMS.', 'permission', /KMS key/],
  ];
  for (const [message, category, says] of denials)
    it(`AccessDenied, ${message}`, () =>
      expect(errorFacts('AccessDenied', 403, message))
        .to.include({category})
        .and.property('why')
        .match(says));

  // 436/7730, as of June 2026
  const newer: [codes: string, category: string][] = [
    ['KmsFreqControl KmsInternalException', 'busy'],
    ['NoProcessAuthority', 'permission'],
    ['BucketNameTooLong', 'name'],
    ['InvalidLockedTime UnexpectedContent VerifyAlgorithmNotSupported', 'request'],
    [
      'KmsException KmsKeyDisabled UserCnameInvalid PathStyleDomainForbidden ' +
        'MAZOperationNotSupportOnOAZBucket OAZOperationNotSupportOnMAZBucket',
      'bucket',
    ],
  ];
  for (const [codes, category] of newer)
    for (const code of codes.split(' '))
      // Under a status that would make something else of a code that is not known.
      it(code, () => expect(errorFacts(code, 402)).to.include({category, retryable: category === 'busy'}));
});

describe('CosError from an answer', () => {
  it('holds all that COS says', async () => {
    const error = await cosErrorOf(
      answer(
        404,
        `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>NoSuchUpload</Code>\n\t<Message>The specified multipart upload does not exist.</Message>\n\t` +
          '<Resource>demo-1250000000.cos.ap-guangzhou.myqcloud.com/dir/a.bin</Resource>\n\t<RequestId>Njky</RequestId>\n\t<TraceId>OGVm</TraceId>\n</Error>',
        {'retry-after': '2', date: 'Sun, 22 Nov 2026 08:00:00 GMT'},
      ),
      asked,
    );
    expect(error).to.include({
      name: 'CosError',
      status: 404,
      code: 'NoSuchUpload',
      category: 'upload',
      retryable: false,
      key: 'dir/a.bin',
      requestId: 'Njky',
      traceId: 'OGVm',
      resource: 'demo-1250000000.cos.ap-guangzhou.myqcloud.com/dir/a.bin',
      serverTime: Date.UTC(2026, 10, 22, 8),
      retryAfter: 2000,
    });
    expect(error.message).to.equal(
      'UploadPart of "dir/a.bin" failed: NoSuchUpload, The specified multipart upload does not exist. ' +
        'The upload was completed or aborted; start a new one.',
    );
  });

  it('reads ServerTime where the Date header is hidden', async () => {
    const error = await cosErrorOf(
      answer(
        403,
        '<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2026-11-22T08:00:00Z</ServerTime></Error>',
      ),
      asked,
    );
    expect(error.serverTime).to.equal(Date.UTC(2026, 10, 22, 8));
  });

  const bodiless: [status: number, body: string, code: string, retryable: boolean][] = [
    [404, '', 'NoSuchKey', false],
    [403, '', 'AccessDenied', false],
    [412, '', 'PreconditionFailed', false],
    [503, '', 'ServiceUnavailable', true],
    [502, '<html><body>Bad Gateway<br></body></html>', 'InternalError', true],
    [500, 'oops', 'InternalError', true],
    [418, '', 'BadRequest', false],
    [200, '<Error><Code>Inter', 'InternalError', true],
    [451, '', 'UnavailableForLegalReasons', false],
  ];
  for (const [status, body, code, retryable] of bodiless) {
    it(`${status} with ${JSON.stringify(body)} is ${code}`, async () => {
      const error = await cosErrorOf(answer(status, body, {'x-cos-request-id': 'id'}), asked);
      expect(error).to.include({code, status, retryable, requestId: 'id'});
      expect(error.message).to.include(String(status)).and.include('dir/a.bin');
    });
  }
});

describe('an answer of 200', () => {
  for (const body of ['', '   ', '<html></html>', 'ok', '<R/>', '<R><A>1</A>', '<R><A>1</B></R>', '{</R>']) {
    it(`that holds ${JSON.stringify(body)} proves nothing, and may be asked again`, async () => {
      const error = await rejection(readAnswer(answer(200, body), 'R', asked));
      expect(error).to.include({name: 'CosError', code: 'InvalidResponse', retryable: true});
    });
  }
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 8);
  const cases: [value: string | null, ms: number | undefined][] = [
    [null, undefined],
    ['3', 3000],
    ['0', 0],
    ['Sun, 22 Nov 2026 08:00:05 GMT', 5000],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
  ];
  for (const [value, ms] of cases) it(String(value), () => expect(retryAfterOf(value, now)).to.equal(ms));
});
