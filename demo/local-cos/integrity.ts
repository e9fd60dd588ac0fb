import {randomBytes} from 'node:crypto';
import type {Call} from './call.js';
import {CosFailure} from './cos-failure.js';
import type {Received} from './pieces.js';

export const MAX_BODY = 5 * 1024 ** 3;

/** Streams the body of a PUT, part or append to disk; throws before reading when its headers rule it out. */
export async function receiveBody(call: Call): Promise<Received> {
  const {settings, pieces} = call.cos;
  if (call.length === undefined && call.headers['transfer-encoding'] !== 'chunked') {
    throw new CosFailure('MissingContentLength');
  }
  if ((call.length ?? 0) > MAX_BODY) throw new CosFailure('EntityTooLarge');
  const md5 = readContentMd5(call);
  const sha1 = settings.verifyContentSha1 ? call.headers['x-cos-content-sha1'] : undefined;
  const received = await pieces.receive(call.body, {
    store: settings.storeBodies,
    md5: settings.computeMd5,
    crc64: settings.computeCrc64,
    sha1: sha1 !== undefined,
  });
  const differs = (wanted: string | undefined, actual: string | undefined): boolean =>
    wanted !== undefined && actual !== undefined && wanted !== actual;
  const code = differs(md5, received.md5)
    ? 'BadDigest'
    : differs(sha1, received.sha1)
      ? 'InvalidSHA1Digest'
      : received.size > MAX_BODY
        ? 'EntityTooLarge'
        : undefined;
  if (code === undefined) return received;
  pieces.release(received.pieces);
  throw new CosFailure(code);
}

/** Content-MD5 as hex; throws InvalidDigest unless it is base64 of 16 bytes. */
export function readContentMd5({headers}: Call): string | undefined {
  const text = headers['content-md5'];
  if (text === undefined || text === '') return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== text) throw new CosFailure('InvalidDigest');
  return bytes.toString('hex');
}

/** MD5 in quotes; opaque where the bytes are encrypted with a key, or MD5 is switched off. */
export function etagOf(received: Received, opaque: boolean): string {
  const fallback = received.crc64?.toString(16).padStart(32, '0') ?? randomHex();
  return `"${opaque ? randomHex() : (received.md5 ?? fallback)}"`;
}

/** A multipart ETag proves nothing in COS: three equal uploads have three ETags (436/7742). */
export const compositeEtag = (parts: number): string => `"${randomHex()}-${parts}"`;

const randomHex = (): string => randomBytes(16).toString('hex');

export const crcHeader = (crc64: bigint | undefined): Record<string, string | undefined> => ({
  'x-cos-hash-crc64ecma': crc64?.toString(),
});
