import type {ErrorCategory} from '../../errors.js';

export interface ErrorFacts {
  category: ErrorCategory;
  /** May the same request succeed later, with nothing changed but the time? */
  retryable: boolean;
  /** Why so, and what to do. */
  why: string;
}

type Row = readonly [category: ErrorCategory, retryable: boolean, why: string, codes: string];

/** What each code means that the operations here may be answered with. 436/7730 */
const table: readonly Row[] = [
  [
    'transfer',
    true,
    'The body did not arrive whole and in time; send it again.',
    'BadDigest EntitySizeNotMatch IncompleteBody RequestTimeout UserNetworkTooSlow',
  ],
  [
    'busy',
    true,
    'COS or the key is busy; try again a little later.',
    'InternalError KmsFreqControl KmsInternalException PathConflict ServiceUnavailable SlowDown UploadConflict',
  ],
  // The client has already renewed the keys once before it throws, so another try would not help.
  [
    'credentials',
    false,
    'COS does not accept the credentials, new ones neither; check what the credentials endpoint answers.',
    'ExpiredToken InvalidAccessKeyId',
  ],
  [
    'clock',
    false,
    'The signature is not valid at this time; check the clocks of this device and of the credentials endpoint.',
    'RequestTimeTooSkewed',
  ],
  [
    'signature',
    false,
    'The request was signed with another secret key, or changed on its way.',
    'SignatureDoesNotMatch',
  ],
  [
    'permission',
    false,
    'The policy of the credentials must allow this action on this key, with conditions that this request meets.',
    'AccessDenied NoProcessAuthority',
  ],
  [
    'upload',
    false,
    'The upload was completed or aborted; start a new one.',
    'NoSuchUpload UploadIdNotSupported',
  ],
  [
    'parts',
    false,
    'The list of parts does not match the server; list them again and send what is missing.',
    'EntityTooSmall InvalidPart InvalidPartOrder',
  ],
  [
    'missing',
    false,
    'Check the names of bucket, region and key.',
    'NoSuchBucket NoSuchCopySource NoSuchKey NoSuchVersion',
  ],
  [
    'state',
    false,
    'The object as it is on the server does not allow this.',
    'InvalidObjectState ObjectLocked ObjectNotAppendable PreconditionFailed',
  ],
  [
    'state',
    false,
    'The object has another length. Read its length with headObject and append there.',
    'AppendPositionErr',
  ],
  ['state', false, 'The key is taken. Choose another key, or let it be overwritten.', 'FileAlreadyExists'],
  [
    'name',
    false,
    'Choose another name.',
    'BucketNameTooLong InvalidBucketName InvalidObjectName InvalidRegionName InvalidURI KeyTooLong',
  ],
  [
    'request',
    false,
    'Change what the message names; the same request fails again.',
    'BadRequest EntityTooLarge InvalidArgument InvalidCopySource InvalidDigest InvalidLockedTime ' +
      'InvalidRange InvalidRequest InvalidSHA1Digest MalformedXML MethodNotAllowed ' +
      'NotImplemented SSEContentNotSupported SSEHeaderNotAllowed ' +
      'SsecDecryptHeaderInvalid UnexpectedContent VerifyAlgorithmNotSupported XMLSizeLimit',
  ],
  [
    'bucket',
    false,
    "Change the bucket's settings (CORS rules, acceleration, zones, encryption, domain).",
    'AccessForbidden ActionAccelerateNotSupported BucketAccelerateNotEnabled KmsException KmsKeyDisabled ' +
      'MAZOperationNotSupportOnOAZBucket OAZOperationNotSupportOnMAZBucket PathStyleDomainForbidden ' +
      'UserCnameInvalid',
  ],
  [
    'account',
    false,
    "Look into the bucket owner's account: bills, quota, domain.",
    'DomainAuditFailed PaymentRequired UnavailableForLegalReasons',
  ],
];

const facts = new Map<string, ErrorFacts>(
  table.flatMap(([category, retryable, why, codes]) =>
    codes.split(' ').map((code): [string, ErrorFacts] => [code, {category, retryable, why}]),
  ),
);

/** Facts about a COS code; for an unknown one (a proxy's page, a new code) the HTTP status decides. */
export function errorFacts(code: string, status = 400, message = ''): ErrorFacts {
  const said = code === 'AccessDenied' ? denials.find(([words]) => words.test(message)) : undefined;
  // A new code under a success says more than that success: it is no trouble of the server.
  return said?.[1] ?? factsOf(facts.has(code) ? code : codeOfStatus(status < 300 ? 400 : status));
}

const factsOf = (code: string): ErrorFacts => facts.get(code) as ErrorFacts;

/** COS answers AccessDenied for several causes, and only its message tells which. 436/40105 436/53892 */
const denials: readonly (readonly [words: RegExp, ErrorFacts])[] = [
  [/^Request has expired/, factsOf('RequestTimeTooSkewed')],
  [
    /referer/i,
    {
      category: 'bucket',
      retryable: false,
      why: "The bucket's hotlink protection (referer rule) refuses this page: allow its address there.",
    },
  ],
  [
    /strict signature/i,
    {
      category: 'signature',
      retryable: false,
      why: 'The bucket demands that all headers and parameters are signed: let authorize sign all that it is shown.',
    },
  ],
  [
    /\bkms\b/i,
    {
      category: 'permission',
      retryable: false,
      why: "The object is encrypted with a KMS key: the policy of the credentials must allow the key's use, too.",
    },
  ],
];

/** The code an answer without a body (HEAD, a proxy) most likely stands for. */
export function codeOfStatus(status: number): string {
  if (status === 501) return 'NotImplemented';
  if (status === 503 || status === 429) return 'ServiceUnavailable';
  // Under a success COS has begun to answer, and then it has failed.
  if (status >= 500 || status < 300) return 'InternalError';
  return (
    {
      402: 'PaymentRequired',
      403: 'AccessDenied',
      404: 'NoSuchKey',
      405: 'MethodNotAllowed',
      408: 'RequestTimeout',
      412: 'PreconditionFailed',
      413: 'EntityTooLarge',
      451: 'UnavailableForLegalReasons',
    }[status] ?? 'BadRequest'
  );
}
