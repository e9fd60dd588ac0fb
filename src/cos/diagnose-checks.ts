import {type CorsError, CosError, NetworkError} from '../errors.js';
import type {CosClient} from './client.js';
import {corsRule} from './wire/cors.js';
import {corsRefusal, isReached} from './wire/cors-refusal.js';
import type {DiagnoseLine, DiagnoseOptions} from './diagnose-types.js';
import type {Core} from './operations/request.js';
import type {TransportResponse} from './wire/transport.js';

/** What an action rejected with; undefined when it worked. */
type Outcome = Error | undefined;

/** The headers that an upload reads, and what is lost without each. */
const readHeaders: readonly [name: string, loss: string][] = [
  ['ETag', 'no upload in parts can be completed'],
  ['x-cos-hash-crc64ecma', 'objects are not proven by their CRC64'],
  ['x-cos-request-id', 'errors cannot name the request'],
  ['Date', 'a wrong clock of this device cannot be corrected'],
];

export async function diagnosisOf(
  client: CosClient,
  core: Core,
  {keyPrefix = '', signal}: DiagnoseOptions,
): Promise<DiagnoseLine[]> {
  const key = `${keyPrefix}cos-uploader-probe-${Math.random().toString(36).slice(2)}`;
  const reached = await network(core, signal);
  let keys = await keysOf(core, key, signal);
  if (!reached.ok || keys.fault !== undefined) return [reached, credentials(core, keys)];

  // Where all is well COS answers NoSuchUpload. Unlike an answer to HEAD, this one has a body with a code.
  const first = await outcomeOf(client.listParts(key, 'probe', {signal}), signal);
  // The first request has told the server's clock, and may have renewed the keys, so they are read again.
  if (keys.expiresAt !== undefined) keys = await keysOf(core, key, signal);
  const lines = [reached, credentials(core, keys)];
  lines.push(preflight(await corsRefusal(client, key, signal)), signature(first), clock(core, first));
  if (first instanceof NetworkError || isAboutIdentity(first)) return lines;

  const {outcomes, answer} = await roundTrip(client, core, key, signal);
  const permissions = {ListParts: first, ...outcomes};
  for (const [action, outcome] of Object.entries(permissions)) lines.push(permission(action, outcome));
  const listing = client.listMultipartUploads({prefix: key, maxUploads: 1, signal});
  lines.push(listingUploads(await outcomeOf(listing, signal)));
  lines.push(multipart(outcomes['AbortMultipartUpload'], answer));
  for (const [name, loss] of readHeaders) lines.push(exposure(name, loss, answer));
  return lines;
}

const line = (check: string, fault: string | undefined, fine: string, fix: string): DiagnoseLine =>
  fault === undefined
    ? {check, ok: true, detail: fine, fix: undefined}
    : {check, ok: false, detail: fault, fix};

/** Asks without CORS, so that only a dead line or a wrong host makes it fail. */
async function network({origin}: Core, signal: AbortSignal | undefined): Promise<DiagnoseLine> {
  const reached = await isReached(`${origin}/`, signal);
  return line(
    'network',
    reached ? undefined : `${origin} does not answer`,
    `${origin} answers`,
    'Check bucket, region, endpoint, the connection, and connect-src of a Content-Security-Policy.',
  );
}

interface Keys {
  /** Why there are no keys. */
  fault: string | undefined;
  /** When the keys end, in milliseconds by the server's clock; undefined where a server signs. */
  expiresAt: number | undefined;
}

async function keysOf(core: Core, key: string, signal: AbortSignal | undefined): Promise<Keys> {
  const request = {method: 'GET', key, query: {}, headers: {host: new URL(core.origin).host}, actions: []};
  let expiresAt: number | undefined;
  const outcome = await outcomeOf(
    core.authorizer(request, signal).then((signed) => (expiresAt = signed.expiresAt)),
    signal,
  );
  return {fault: outcome?.message, expiresAt};
}

function credentials(core: Core, {fault, expiresAt = Infinity}: Keys): DiagnoseLine {
  const minutes = Math.round((expiresAt - core.clock.now()) / 60_000);
  const ended = minutes <= 0;
  return line(
    'credentials',
    fault ?? (ended ? `ended ${-minutes} minutes ago` : undefined),
    minutes === Infinity ? 'a server signs' : `valid for ${minutes} minutes more`,
    ended
      ? 'Let the endpoint answer fresh keys, and let nothing keep its answers.'
      : 'Answer {credentials: {tmpSecretId, tmpSecretKey, sessionToken}, startTime, expiredTime}, as qcloud-cos-sts does.',
  );
}

const preflight = (refusal: CorsError | undefined): DiagnoseLine =>
  line('cors', refusal?.message, 'the rules allow this page', `Add this rule:\n${refusal?.rule ?? ''}`);

function signature(first: Outcome): DiagnoseLine {
  const fault =
    first instanceof NetworkError ? 'not seen' : isAboutIdentity(first) ? first?.message : undefined;
  return line(
    'signature',
    fault,
    'accepted',
    'Let the endpoint answer keys of the account that owns the bucket, fresh ones.',
  );
}

function clock({clock}: Core, first: Outcome): DiagnoseLine {
  const seconds = Math.round(clock.offset() / 1000);
  const known = first instanceof CosError && first.serverTime !== undefined;
  return line(
    'clock',
    !known
      ? 'not known, for Date cannot be read'
      : Math.abs(seconds) > 900
        ? `this device is ${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} the server`
        : undefined,
    'less than 15 minutes off',
    known ? 'Set the clock of this device. Uploads work all the same.' : 'See "expose Date".',
  );
}

interface RoundTrip {
  /** By action. */
  outcomes: Record<string, Outcome>;
  /** The answer to the part; undefined when no part could be sent. */
  answer: TransportResponse | undefined;
}

/**
 * Tries every action that an upload needs, and leaves nothing behind: COS does not store a body that differs from its Content-MD5, a
 * Complete with a made-up ETag completes nothing, and the upload is aborted.
 */
async function roundTrip(
  client: CosClient,
  core: Core,
  key: string,
  signal: AbortSignal | undefined,
): Promise<RoundTrip> {
  const outcomes: Record<string, Outcome> = {};
  let answer: TransportResponse | undefined;
  let uploadId = 'probe';
  const attempt = async (action: string, promise: Promise<unknown>): Promise<void> => {
    outcomes[action] = await outcomeOf(promise, signal);
  };
  try {
    await attempt('HeadObject', client.headObject(key, {signal}));
    await attempt('PutObject', client.putObject(key, 'x', {contentMD5: `${'A'.repeat(22)}==`, signal}));
    if (!outcomes['PutObject']) await outcomeOf(client.deleteObject(key, {signal}), signal);
    await attempt(
      'InitiateMultipartUpload',
      client.createMultipartUpload(key, {signal}).then((upload) => (uploadId = upload.uploadId)),
    );
    const part = {
      method: 'PUT',
      operation: 'UploadPart',
      key,
      query: {partNumber: 1, uploadId},
      body: new Blob(['x']),
    };
    await attempt(
      part.operation,
      core.send({...part, signal}).then((response) => (answer = response)),
    );
    const parts = [{partNumber: 1, etag: `"${'0'.repeat(32)}"`}];
    await attempt('CompleteMultipartUpload', client.completeMultipartUpload(key, uploadId, parts, {signal}));
  } finally {
    // The upload is aborted even when the caller gives up, so this request does not get the caller's signal.
    const soon = {signal: AbortSignal.timeout(10_000)};
    outcomes['AbortMultipartUpload'] = await outcomeOf(client.abortMultipartUpload(key, uploadId, soon));
  }
  return {outcomes, answer};
}

/** COS looks at the permission before anything else, so any other error proves that it is given. */
function permission(action: string, outcome: Outcome): DiagnoseLine {
  const refused = outcome instanceof CosError && outcome.category === 'permission';
  const failed = !(outcome instanceof CosError) || outcome.status >= 500 || isAboutIdentity(outcome);
  return line(
    `name/cos:${action}`,
    refused
      ? 'not allowed by the policy of the credentials'
      : outcome && failed
        ? outcome.message
        : undefined,
    'allowed',
    outcome instanceof NetworkError
      ? `The bucket's CORS rules lack the method, or the connection is bad. The rule to add:\n${corsRule()}`
      : `Add "name/cos:${action}" to the actions of the policy, for the prefix this page writes to.`,
  );
}

/** A missing permission is no fault here: it only serves uploads that this browser does not know. */
const listingUploads = (outcome: Outcome): DiagnoseLine => ({
  check: 'name/cos:ListMultipartUploads',
  ok: true,
  detail: outcome
    ? 'not allowed, and uploads work without; those begun elsewhere are not found, nor are orphans'
    : 'allowed',
  fix: undefined,
});

const multipart = (aborted: Outcome, answer: TransportResponse | undefined): DiagnoseLine =>
  line(
    'multipart',
    !answer ? 'no part could be sent' : aborted && `the probe could not be aborted: ${aborted.message}`,
    'begun, a part sent, and aborted',
    'See the actions above.',
  );

const exposure = (name: string, loss: string, answer: TransportResponse | undefined): DiagnoseLine =>
  line(
    `expose ${name}`,
    !answer
      ? 'not seen, for no part could be sent'
      : answer.header(name)
        ? undefined
        : `cannot be read, so ${loss}`,
    'can be read',
    `Add <ExposeHeader>${name}</ExposeHeader> to the first CORS rule of the bucket that matches this page.`,
  );

const isAboutIdentity = (outcome: Outcome): boolean =>
  outcome instanceof CosError && ['signature', 'credentials', 'clock'].includes(outcome.category);

/** The error of a promise, if it rejects. Rejects itself only when the caller has given up. */
async function outcomeOf(promise: Promise<unknown>, signal?: AbortSignal): Promise<Outcome> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return error as Error;
  }
}
