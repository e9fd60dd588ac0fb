import type {XmlElement} from './xml.js';

/** Status and message for each code (436/7730). Texts not printed there are S3-like, as 436/7730 leaves them open. */
const CODES = {
  AccessDenied: [403, 'Access Denied.'],
  AccessForbidden: [
    403,
    // Misspellings are the service's own (436/8288).
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not whitelisted by the resource's CORS spec",
  ],
  AppendPositionErr: [409, 'Position not equal object length.'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  BucketAlreadyExists: [409, 'The requested bucket name is not available.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  ExpiredToken: [400, 'The provided token has expired.'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The Access Key Id you provided does not exist in our records'],
  InvalidArgument: [400, 'Invalid Argument.'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidCopySource: [400, 'The copy source is not valid.'],
  InvalidDelimiter: [400, 'The delimiter must be one character.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidObjectName: [400, 'The specified object name is not valid.'],
  InvalidObjectState: [403, 'The operation is not valid for the object storage class.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found, or its ETag did not match.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  IncorrectNumberOfFilesInPostRequest: [400, 'POST requires exactly one file upload per request.'],
  InvalidPicOperations: [400, 'The Pic-Operations you specified are not valid.'],
  InvalidPolicyDocument: [400, 'You must provide condition if you specify a policy in post object request.'],
  InvalidRange: [416, 'The requested range cannot be satisfied.'],
  InvalidSHA1Digest: [400, 'The x-cos-content-sha1 you specified did not match what we received.'],
  InvalidTag: [400, 'The tag you specified is not valid.'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  KeyTooLong: [400, 'Your key is too long.'],
  ListPartUploadIdIsEmpty: [400, 'The upload id of a list parts request must not be empty.'],
  MAZOperationNotSupportOnOAZBucket: [400, 'The bucket has one zone, and no class of several.'],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  MissingRequestBodyError: [400, 'Request body is empty.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchCORSConfiguration: [404, 'The CORS configuration does not exist.'],
  NoSuchCopySource: [404, 'The specified copy source does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchTagSet: [404, 'The TagSet does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NoSuchVersion: [404, 'The specified version does not exist.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented.'],
  NotSupportedStorageClass: [400, 'The storage class you specified is not supported.'],
  OAZOperationNotSupportOnMAZBucket: [400, 'The bucket has several zones, and no class of one.'],
  ObjectNotAppendable: [409, 'The operation is not valid for the current state of the object.'],
  PathConflict: [409, 'Path conflict.'],
  PreconditionFailed: [412, 'Precondition not match.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  SSEHeaderNotAllowed: [400, 'The server side encryption header is not allowed or not valid.'],
  SignatureDoesNotMatch: [403, 'The Signature you specified is invalid.'],
  SsecDecryptHeaderInvalid: [400, 'The SSE-C headers are missing or do not match those of the object.'],
  XMLSizeLimit: [400, 'The XML you provided is too large.'],
} as const satisfies Record<string, readonly [number, string]>;

export type CosCode = keyof typeof CODES;

/** What an operation throws; the server writes it as the error document of 436/7730. */
export class CosFailure extends Error {
  override name = 'CosFailure' as const;
  readonly status: number;
  readonly code: string;
  /** Children of `<Error>` after the message, e.g. `StringToSign` or `ServerTime`. */
  readonly details: XmlElement;
  readonly headers: Record<string, string>;

  constructor(
    code: CosCode | (string & {}),
    options: {status?: number; message?: string; details?: XmlElement; headers?: Record<string, string>} = {},
  ) {
    const [status, message] = (CODES as Record<string, readonly [number, string]>)[code] ?? [400, code];
    super(options.message ?? message);
    this.code = code;
    this.status = options.status ?? status;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}
