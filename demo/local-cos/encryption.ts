import {createHash} from 'node:crypto';
import {CosFailure} from './cos-failure.js';

const SSE = 'x-cos-server-side-encryption';
const CUSTOMER = `${SSE}-customer`;

/** Bytes lie on disk as they are: this server checks and repeats the headers, it does not encrypt. */
export interface Encryption {
  /** Headers to repeat in answers. */
  echo: Record<string, string>;
  /** Base64 MD5 of the customer's key. */
  customerKeyMd5?: string;
  /** SSE-KMS and SSE-C objects have ETags that are no MD5 (436/7749). */
  opaqueEtag: boolean;
}

/** Reads the headers of 436/7728 for SSE-COS, SSE-KMS and SSE-C; throws SSEHeaderNotAllowed. */
export function readEncryption(headers: Readonly<Record<string, string>>): Encryption {
  const mode = headers[SSE];
  const customerKeyMd5 = readCustomerKey(headers, CUSTOMER, 'SSEHeaderNotAllowed');
  if (mode !== undefined && mode !== 'AES256' && mode !== 'cos/kms')
    throw new CosFailure('SSEHeaderNotAllowed');
  if (mode !== undefined && customerKeyMd5 !== undefined) throw new CosFailure('SSEHeaderNotAllowed');
  const kmsKey = headers[`${SSE}-cos-kms-key-id`];
  return {
    echo: {
      ...(mode !== undefined && {[SSE]: mode}),
      ...(mode === 'cos/kms' && kmsKey !== undefined && {[`${SSE}-cos-kms-key-id`]: kmsKey}),
      ...(customerKeyMd5 !== undefined && {
        [`${CUSTOMER}-algorithm`]: 'AES256',
        [`${CUSTOMER}-key-MD5`]: customerKeyMd5,
      }),
    },
    ...(customerKeyMd5 !== undefined && {customerKeyMd5}),
    opaqueEtag: mode === 'cos/kms' || customerKeyMd5 !== undefined,
  };
}

/** Default encryption of a bucket (436/40117): what a request does not say, the bucket does. */
export const withDefaultEncryption = (
  headers: Readonly<Record<string, string>>,
  encrypted: boolean,
): Record<string, string> => ({
  ...(encrypted && headers[`${CUSTOMER}-algorithm`] === undefined && {[SSE]: 'cos/kms'}),
  ...headers,
});

/** An SSE-C object or upload is only reached with its own key; throws SsecDecryptHeaderInvalid. */
export function checkCustomerKey(
  headers: Readonly<Record<string, string>>,
  expected: string | undefined,
  prefix: string = CUSTOMER,
): void {
  if (readCustomerKey(headers, prefix, 'SsecDecryptHeaderInvalid') !== expected) {
    throw new CosFailure('SsecDecryptHeaderInvalid');
  }
}

function readCustomerKey(
  headers: Readonly<Record<string, string>>,
  prefix: string,
  code: 'SSEHeaderNotAllowed' | 'SsecDecryptHeaderInvalid',
): string | undefined {
  const [algorithm, key, md5] = ['algorithm', 'key', 'key-md5'].map((name) => headers[`${prefix}-${name}`]);
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  const bytes = Buffer.from(key ?? '', 'base64');
  const actual = createHash('md5').update(bytes).digest('base64');
  if (algorithm !== 'AES256' || bytes.length !== 32 || md5 !== actual) throw new CosFailure(code);
  return actual;
}
