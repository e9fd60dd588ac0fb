import {type CorsError, CosError, CredentialsError, NetworkError} from '../errors.js';
import {meantRegion, wholeOf} from './advice.js';
import type {CosClient} from './client.js';
import type {ClientCore} from './core.js';
import {corsRule} from './wire/cors.js';
import {corsRefusal, isReached} from './wire/cors-refusal.js';
import {errorFacts} from './wire/error-facts.js';
import type {DiagnoseLine, DiagnoseOptions} from './diagnose-types.js';
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
  core: ClientCore,
  {keyPrefix = '', form = false, signal}: DiagnoseOptions,
): Promise<DiagnoseLine[]> {
  const reached = await network(core, signal);
  const other = core.hosts.all[1];
  const hosts = [reached, ...(other === undefined ? [] : [await fallback(other, signal)])];
  // The other checks ask a host that can be reached.
  if (!reached.ok && hosts[1]?.ok) core.hosts.leave(core.origin);
  const isReachable = hosts.some(({ok}) => ok);
  const named = isReachable ? await probeKey(core, keyPrefix, signal) : '';
  if (named instanceof Error) return [...hosts, credentials(core, {fault: named, expiresAt: undefined})];
  const key = named;
  let keys = await keysOf(core, key, signal);
  if (!isReachable || keys.fault !== undefined) return [...hosts, credentials(core, keys)];

  // Where all is well COS answers NoSuchUpload. Unlike an answer to HEAD, this one has a body with a code.
  const first = await outcomeOf(client.listParts(key, 'probe', {signal}), signal);
  // The first request has told the server's clock, and may have renewed the keys, so they are read again.
  if (keys.expiresAt !== undefined) keys = await keysOf(core, key, signal);
  const lines = [...hosts, credentials(core, keys)];
  const locationOf = (key: string): string => client.locationOf(key).replace(core.origin, core.hosts.current);
  lines.push(
    preflight(core, await corsRefusal({locationOf}, key, signal)),
    signature(core, first),
    clock(core, first),
  );
  if (first instanceof NetworkError || isAboutIdentity(first)) return lines;
  if (isAboutBucket(first)) return [...lines, bucketLine(core, first)];

  const {outcomes, answer} = await roundTrip(client, core, key, form, signal);
  const permissions = {ListParts: first, ...outcomes};
  const nothing = Object.values(permissions).every(isForbidden);
  for (const [action, outcome] of Object.entries(permissions))
    lines.push(permission(core, action, outcome, nothing ? key : undefined));
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

/** The key of an object that does not exist: one in the folder that the page writes to, or one that the application names. */
async function probeKey(
  {tickets}: ClientCore,
  keyPrefix: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<string | CredentialsError> {
  const name = `cos-uploader-probe-${Math.random().toString(36).slice(2)}`;
  if (!tickets) return keyPrefix + name;
  try {
    const file = {name, path: name, size: 1, type: 'application/octet-stream', lastModified: Date.now()};
    return (await tickets.take(file, signal)).key;
  } catch (error) {
    signal.throwIfAborted();
    return error as CredentialsError;
  }
}

/** Asks without CORS, so that only a dead line or a wrong host makes it fail. */
async function network({origin, region}: ClientCore, signal: AbortSignal | undefined): Promise<DiagnoseLine> {
  return line(
    'network',
    await silenceOf(origin, signal),
    `${origin} answers`,
    `Check bucket, region, endpoint, connection, and connect-src of the Content-Security-Policy.${meantRegion(region)}`,
  );
}

/** Why there is no answer; undefined where there is one. */
async function silenceOf(origin: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    return (await isReached(`${origin}/`, signal)) ? undefined : `${origin} does not answer`;
  } catch (error) {
    if (error instanceof NetworkError)
      return `The Content-Security-Policy of this page forbids it to ask ${origin}`;
    throw error;
  }
}

async function fallback(origin: string, signal: AbortSignal | undefined): Promise<DiagnoseLine> {
  const silence = await silenceOf(origin, signal);
  return line(
    'fallback',
    silence && `${silence}, so there is no other host when the first is away`,
    `${origin} answers, and is tried when the first host is away`,
    'Add it to connect-src of the Content-Security-Policy, or say fallback-endpoint="none".',
  );
}

interface Keys {
  /** Why there are no keys, or no signatures. */
  fault: Error | undefined;
  /** When the keys end, in milliseconds by the server's clock; undefined where a server signs. */
  expiresAt: number | undefined;
}

async function keysOf(core: ClientCore, key: string, signal: AbortSignal | undefined): Promise<Keys> {
  // A server that signs knows the operations of an upload, and may refuse any other.
  const request = {
    method: 'GET',
    key,
    query: {uploadId: 'probe'},
    headers: {host: new URL(core.hosts.current).host},
    actions: ['ListParts'],
  };
  let expiresAt: number | undefined;
  const outcome = await outcomeOf(
    core.authorizer(request, signal).then((signed) => (expiresAt = signed.expiresAt)),
    signal,
  );
  return {fault: outcome, expiresAt};
}

function credentials(core: ClientCore, {fault, expiresAt = Infinity}: Keys): DiagnoseLine {
  const minutes = Math.round((expiresAt - core.clock.now()) / 60_000);
  const ended = minutes <= 0;
  const keys = '{tmpSecretId, tmpSecretKey, sessionToken}, startTime, expiredTime}';
  return line(
    'credentials',
    (fault && wholeOf(fault)) ?? (ended ? `ended ${-minutes} minutes ago` : undefined),
    minutes === Infinity ? 'a server signs' : `valid for ${minutes} minutes more`,
    core.signedElsewhere
      ? 'Let authorize answer {authorization, securityToken?} for ListParts of a key in the folder of this page, as signHandler of cos-uploader/server does.'
      : ended
        ? 'Let the endpoint answer fresh keys, and let nothing keep its answers.'
        : core.tickets
          ? `Answer {key, credentials: ${keys}, as ticketHandler of cos-uploader/server does.`
          : `Answer {credentials: ${keys}, as qcloud-cos-sts does.`,
  );
}

const preflight = ({region}: ClientCore, refusal: CorsError | undefined): DiagnoseLine =>
  line(
    'cors',
    refusal && refusal.message + meantRegion(region),
    'the rules allow this page',
    `Add this rule:\n${refusal?.rule ?? ''}`,
  );

/** What the bucket, or the account that it belongs to, has against any request of this page. */
const bucketLine = ({region}: ClientCore, first: CosError): DiagnoseLine =>
  line(
    'bucket',
    first.message + meantRegion(region),
    '',
    errorFacts(first.code, first.status, first.message).why,
  );

function signature({signedElsewhere}: ClientCore, first: Outcome): DiagnoseLine {
  const fault =
    first instanceof NetworkError ? 'not seen' : isAboutIdentity(first) ? first?.message : undefined;
  return line(
    'signature',
    fault,
    'accepted',
    signedElsewhere
      ? 'Let authorize sign every header and parameter that it is shown, as they are, with keys of the account that owns the bucket.'
      : 'Let the endpoint answer keys of the account that owns the bucket, fresh ones.',
  );
}

function clock({clock}: ClientCore, first: Outcome): DiagnoseLine {
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
  core: ClientCore,
  key: string,
  form: boolean,
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
    if (form)
      await attempt('PostObject', client.postObject(key, 'x', {contentMD5: `${'A'.repeat(22)}==`, signal}));
    if (!outcomes['PutObject'] || (form && !outcomes['PostObject']))
      await outcomeOf(client.deleteObject(key, {signal}), signal);
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

const isForbidden = (outcome: Outcome): boolean =>
  outcome instanceof CosError && outcome.category === 'permission';

/**
 * COS looks at the permission before anything else, so any other error proves that it is given. `nothingIn`: a key for which every action
 * is refused.
 */
function permission(
  {signedElsewhere}: ClientCore,
  action: string,
  outcome: Outcome,
  nothingIn: string | undefined,
): DiagnoseLine {
  const failed = !(outcome instanceof CosError) || outcome.status >= 500 || isAboutIdentity(outcome);
  const folder = nothingIn?.slice(0, nothingIn.lastIndexOf('/') + 1);
  return line(
    `name/cos:${action}`,
    isForbidden(outcome) ? outcome?.message : outcome && failed ? wholeOf(outcome) : undefined,
    'allowed',
    outcome instanceof NetworkError
      ? `The bucket's CORS rules lack the method, or the connection is bad. The rule to add:\n${corsRule()}`
      : signedElsewhere && outcome instanceof CredentialsError
        ? `Let authorize sign ${action}.`
        : folder !== undefined
          ? `Nothing is allowed in "${folder}": compare bucket, region and key-prefix with the resource of the policy.`
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

/** Whether COS would answer the same to any request of this page. */
const isAboutBucket = (outcome: Outcome): outcome is CosError =>
  outcome instanceof CosError &&
  (outcome.code === 'NoSuchBucket' || ['bucket', 'account'].includes(outcome.category));

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
