import type {IncomingMessage, ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {deliver, failureAnswer, newRequestId} from './answer.js';
import {identify} from './authorize.js';
import {createBody, type IncomingBody} from './body.js';
import type {Bucket} from './bucket.js';
import type {Answer, Call, Cos} from './call.js';
import {corsHeaders, findRule, preflightHeaders} from './cors.js';
import {CosFailure} from './cos-failure.js';
import type {FaultDesk, FaultEffect} from './faults.js';
import {findBucket} from './host.js';
import {operationName} from './operation-name.js';
import {append, type LoggedRequest, maskedHeaders, maskedQuery} from './request-log.js';
import {checkPermission, OPERATIONS} from './route.js';
import {parseTarget, type Target} from './target.js';
import {createThrottle, type Throttle} from './throttle.js';
import {readTrafficLimit} from './traffic-limit.js';

export interface Desk {
  cos: Cos;
  faults: FaultDesk;
  log: LoggedRequest[];
  link: Throttle;
}

/** One request on its way through the server. */
interface Exchange {
  desk: Desk;
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  headers: Record<string, string>;
  operation: string;
  key: string;
  bucket: Bucket | undefined;
  effect: FaultEffect;
  entry: LoggedRequest;
  /** Server clock, ms. */
  now: number;
}

/** Answers one request to the store. Never rejects: what cannot be answered ends with its connection. */
export async function handleStore(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = open(desk, request, response);
  const {effect, entry} = exchange;
  const body = createBody(request, {
    throttles: [desk.link, createThrottle(() => trafficLimit(exchange))],
    flipByte: effect.flipByte ?? false,
    ...(effect.reset === 'mid-body' && {
      cut: {at: Number(exchange.headers['content-length'] ?? 0) / 2, act: () => cut(request)},
    }),
  });
  response.once('close', () => {
    entry.durationMs = Date.now() - entry.time;
    entry.bytesIn = body.received;
    entry.aborted = !response.writableFinished;
  });
  try {
    const wait = desk.cos.settings.link.rttMs + (effect.delay ?? 0);
    if (wait > 0) await delay(wait);
    if (effect.reset === 'before') {
      cut(request);
      return;
    }
    const answer = await answerOrFail(exchange, body);
    if (request.socket.destroyed) return;
    if (answer === undefined) return;
    if (effect.dropAnswer === true || effect.reset === 'after') {
      cut(request);
      return;
    }
    entry.status = answer.status;
    const headers = allHeaders(exchange, answer);
    const throttle = createThrottle(() => trafficLimit(exchange));
    await deliver(response, answer, {method: entry.method, headers, throttle});
  } catch {
    // The client has gone, or bytes could not be read half-way through an answer.
    request.socket.destroy();
  }
}

function open(desk: Desk, request: IncomingMessage, response: ServerResponse): Exchange {
  const {cos, faults, log} = desk;
  const method = request.method ?? 'GET';
  const target = parseTarget(request.url ?? '/');
  const headers = joinedHeaders(request);
  const key = target.path.slice(1);
  const copies = headers['x-cos-copy-source'] !== undefined;
  const operation =
    method === 'OPTIONS' ? 'OptionsObject' : (operationName(method, key, target.query, copies) ?? 'Unknown');
  const query = new Map(target.query.map(({name, value}) => [name, value]));
  const partNumber = query.has('partNumber') ? Number(query.get('partNumber')) : undefined;
  const uploadId = query.get('uploadId');
  const effect = faults.strike({operation, key, partNumber, method});
  const bucket = findBucket(cos, headers['host'] ?? '');
  const entry: LoggedRequest = {
    id: (log.at(-1)?.id ?? 0) + 1,
    time: Date.now(),
    method,
    host: headers['host'] ?? '',
    path: target.rawPath,
    bucket: bucket?.name ?? '',
    key,
    operation,
    ...(partNumber !== undefined && {partNumber}),
    ...(uploadId !== undefined && {uploadId}),
    query: maskedQuery(target.query),
    headers: maskedHeaders(headers),
    status: 0,
    bytesIn: 0,
    durationMs: 0,
    aborted: false,
  };
  append(log, entry);
  const now = Date.now() + cos.settings.clockOffsetMs + (effect.clockSkew ?? 0);
  return {desk, request, response, target, headers, operation, key, bucket, effect, entry, now};
}

/** As node joins them, in lower case; what came twice is joined with a comma. */
const joinedHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  );

/** `undefined`: never answer. */
async function answerOrFail(exchange: Exchange, body: IncomingBody): Promise<Answer | undefined> {
  try {
    const answer = await perform(exchange, body);
    await body.drain();
    return answer;
  } catch (error) {
    await body.drain(); // Throws in turn when the reason was that the client has gone.
    const failure = error instanceof CosFailure ? error : internal(error);
    exchange.entry.errorCode = failure.code;
    const {headers, key} = exchange;
    return failureAnswer(failure, `${headers['host'] ?? ''}/${key}`, requestIdOf(exchange));
  }
}

function internal(error: unknown): CosFailure {
  return new CosFailure('InternalError', {message: error instanceof Error ? error.message : String(error)});
}

async function perform(exchange: Exchange, body: IncomingBody): Promise<Answer | undefined> {
  const {effect} = exchange;
  if (exchange.operation === 'OptionsObject') return preflight(exchange);
  if (effect.hang === true) {
    await body.drain();
    return undefined;
  }
  if (effect.reset === 'after') return {status: 200};
  if (effect.expiredToken === true) {
    throw new CosFailure('ExpiredToken', {status: exchange.desk.cos.settings.expiredTokenStatus});
  }
  if (effect.status !== undefined) throw planned(effect, effect.status);
  return operate(exchange, body);
}

const planned = (effect: FaultEffect, status: number): CosFailure =>
  new CosFailure(effect.code ?? (status === 503 ? 'SlowDown' : 'InternalError'), {
    status,
    ...(effect.message !== undefined && {message: effect.message}),
    ...(effect.retryAfter !== undefined && {headers: {'Retry-After': String(effect.retryAfter)}}),
  });

async function operate(exchange: Exchange, body: IncomingBody): Promise<Answer> {
  const {desk, target, headers, operation, key, bucket, now} = exchange;
  const {settings, keys} = desk.cos;
  const run = OPERATIONS[operation];
  checkKey(target, settings.countEncodedKey);
  readTrafficLimit(headers, target.query, settings.trafficLimitCode);
  if (!run) throw new CosFailure('MethodNotAllowed');
  const signed = {method: exchange.entry.method, path: target.path, query: target.query, headers};
  const strict = bucket?.strict ?? settings.strictSignature;
  const caller = identify(signed, {keys, settings, strict, action: operation, now});
  if (!bucket) throw new CosFailure('NoSuchBucket');
  const call: Call = {
    cos: desk.cos,
    bucket,
    key,
    host: headers['host'] ?? '',
    query: new Map(target.query.map(({name, value}) => [name, value])),
    // Empty values are how the JS SDK keeps proxies from adding their own; they say nothing.
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
    body: body.chunks(),
    length: headers['content-length'] === undefined ? undefined : Number(headers['content-length']),
    caller,
    now,
  };
  checkPermission(operation, call);
  return run(call);
}

/** 436/13324: 1–850 bytes, no leading slash or backslash, none of the four control characters. */
function checkKey(target: Target, encoded: boolean): void {
  const key = target.path.slice(1);
  const size = Buffer.byteLength(encoded ? target.rawPath.slice(1) : key);
  if (target.broken) throw new CosFailure('InvalidURI');
  if (size > 850) throw new CosFailure('KeyTooLong');
  // eslint-disable-next-line no-control-regex
  if (/^[/\\]|[\x18-\x1b]/.test(key)) throw new CosFailure('InvalidObjectName');
}

function preflight({desk, headers, bucket}: Exchange): Answer {
  const request = {
    origin: headers['origin'] ?? '',
    method: headers['access-control-request-method'] ?? '',
    headers: headers['access-control-request-headers'] ?? '',
  };
  const {settings} = desk.cos;
  const allowed = preflightHeaders(bucket?.cors ?? settings.corsRules, request, settings);
  if (!allowed) throw new CosFailure('AccessForbidden');
  return {status: 200, headers: allowed};
}

/** Common headers (436/7729), CORS, those of the operation; without what a fault hides. */
function allHeaders(exchange: Exchange, answer: Answer): Record<string, string> {
  const {desk, headers, bucket, effect, entry, now} = exchange;
  const {settings} = desk.cos;
  const own = Object.entries(answer.headers ?? {}).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const origin = headers['origin'];
  const rule =
    origin === undefined || entry.operation === 'OptionsObject'
      ? undefined
      : findRule(bucket?.cors ?? settings.corsRules, origin, entry.method);
  const metadata = settings.exposeMetadata
    ? own.map(([name]) => name).filter((name) => /^x-cos-meta-/.test(name))
    : [];
  const hidden = new Set(effect.hideHeaders?.map((name) => name.toLowerCase()));
  const visible = (name: string): boolean => !hidden.has(name.toLowerCase());
  const shown = rule && {...rule, exposeHeaders: rule.exposeHeaders.filter(visible)};
  const all = {
    Server: 'tencent-cos',
    Date: new Date(now).toUTCString(),
    'x-cos-request-id': requestIdOf(exchange),
    ...(shown && origin !== undefined && corsHeaders(shown, origin, settings, metadata.filter(visible))),
    ...Object.fromEntries(own),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => visible(name)));
}

const requestIds = new WeakMap<Exchange, string>();

function requestIdOf(exchange: Exchange): string {
  const id = requestIds.get(exchange) ?? newRequestId(exchange.now);
  requestIds.set(exchange, id);
  return id;
}

/** Bytes per second this request asked for; 0 without a (valid) limit. */
function trafficLimit({headers, target}: Exchange): number {
  const bits = Number(
    headers['x-cos-traffic-limit'] ?? target.query.find(({name}) => name === 'x-cos-traffic-limit')?.value,
  );
  return Number.isFinite(bits) ? bits / 8 : 0;
}

const cut = (request: IncomingMessage): void => void request.socket.resetAndDestroy();
