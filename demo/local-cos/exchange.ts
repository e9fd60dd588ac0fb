import type {IncomingMessage, ServerResponse} from 'node:http';
import {newRequestId} from './answer.js';
import type {Bucket} from './bucket.js';
import type {Cos} from './call.js';
import type {FaultDesk, FaultEffect} from './faults.js';
import {locate} from './host.js';
import {operationName} from './operation-name.js';
import {append, type LoggedRequest, maskedHeaders, maskedQuery} from './request-log.js';
import {parseTarget, type Target} from './target.js';
import type {Throttle} from './throttle.js';

/** A server and what steers it. */
export interface Desk {
  cos: Cos;
  faults: FaultDesk;
  log: LoggedRequest[];
  /** Pages that may use the desk, each as in a CORS rule. */
  origins: readonly string[];
  /** The link that all request bodies share. */
  link: Throttle;
}

/** One request on its way through the server. */
export interface Exchange {
  desk: Desk;
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  target: Target;
  /** Names in lower case; what came twice is joined with a comma. */
  headers: Record<string, string>;
  operation: string;
  key: string;
  /** `undefined`: the host names a bucket that does not exist. */
  bucket: Bucket | undefined;
  requestId: string;
  /** What the fault desk has planned for it. */
  effect: FaultEffect;
  entry: LoggedRequest;
  /** Server clock, ms. */
  now: number;
}

/** Reads the head of a request, enters it in the log and asks the fault desk, in this order of arrival. */
export function openExchange(desk: Desk, request: IncomingMessage, response: ServerResponse): Exchange {
  const {cos, faults} = desk;
  const method = request.method ?? 'GET';
  const headers = joinedHeaders(request);
  const asked = parseTarget(request.url ?? '/');
  const {bucket, target} = locate(cos, headers['host'] ?? '', method, asked);
  const key = target.path.slice(1);
  const operation = nameOperation(method, key, target, headers);
  const part = target.query.find(({name}) => name === 'partNumber');
  const partNumber = part && Number(part.value);
  const effect = faults.strike({operation, key, partNumber, method});
  const now = Date.now() + cos.settings.clockOffsetMs + (effect.clockSkew ?? 0);
  const entry = enter(desk, {
    method,
    host: headers['host'] ?? '',
    path: asked.rawPath,
    bucket: bucket?.name ?? '',
    key,
    operation,
    ...(partNumber !== undefined && {partNumber}),
    query: maskedQuery(target.query),
    headers: maskedHeaders(headers),
  });
  const requestId = newRequestId(now);
  return {
    desk,
    request,
    response,
    method,
    target,
    headers,
    operation,
    key,
    bucket,
    requestId,
    effect,
    entry,
    now,
  };
}

function nameOperation(method: string, key: string, target: Target, headers: Record<string, string>): string {
  if (method === 'OPTIONS') return 'OptionsObject';
  const copies = headers['x-cos-copy-source'] !== undefined;
  return operationName(method, key, target.query, copies) ?? 'Unknown';
}

const joinedHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  );

type Arrival = Omit<LoggedRequest, 'id' | 'time' | 'status' | 'bytesIn' | 'durationMs' | 'aborted'>;

/** Appends a request that has no answer yet. */
export function enter({log}: Desk, arrival: Arrival): LoggedRequest {
  const id = (log.at(-1)?.id ?? 0) + 1;
  const entry = {...arrival, id, time: Date.now(), status: 0, bytesIn: 0, durationMs: 0, aborted: false};
  append(log, entry);
  return entry;
}
