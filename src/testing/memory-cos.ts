import type {GetCredentials} from '../cos/credentials/credentials-types.js';
import {
  blobOf,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '../cos/wire/transport.js';
import {NetworkError} from '../errors.js';
import {type Answer, base64Of, Failure, failureAnswer, random} from './answers.js';
import {type Call, readCall} from './call.js';
import {createFaults, type MemoryEffect, type MemoryFault, type MemoryFaultRule} from './faults.js';
import {operate} from './operations.js';
import type {MemoryObject, MemoryUpload, State} from './state.js';

/** May be changed at any time. */
export interface MemoryLine {
  /** Of all bodies together; 0: as fast as it goes. */
  bytesPerSecond: number;
  /** ms before each answer. */
  latency: number;
}

export type MemoryCosOptions = Partial<MemoryLine>;

/** One request, without secrets. */
export interface MemoryRequest {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly method: string;
  /** `PutObject`, `UploadPart`, `ListParts`… */
  readonly operation: string;
  readonly key: string;
  readonly partNumber?: number;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** 0 until it is answered, and for ever where the connection was cut. */
  readonly status: number;
  readonly errorCode?: string;
  /** Bytes of the body. */
  readonly bytes: number;
}

export interface MemoryCos {
  /** What `Uploader`, `createCosClient` and the element take as `transport`. */
  readonly transport: Transport;
  /** Any keys are good: the signature is not looked at. */
  readonly credentials: GetCredentials;
  readonly bucket: string;
  readonly region: string;
  /** What is stored, by key. Whatever bucket a request names, there is one. */
  readonly objects: ReadonlyMap<string, MemoryObject>;
  /** What is unfinished, by UploadId. */
  readonly uploads: ReadonlyMap<string, MemoryUpload>;
  /** All requests since the start or `reset()`, in the order they came. */
  readonly log: readonly MemoryRequest[];
  readonly line: MemoryLine;
  /** Makes requests go wrong from now on. */
  fault(rule: MemoryFaultRule): MemoryFault;
  /** Back to the start: no object, no upload, no fault, no log. The line stays. */
  reset(): void;
}

/**
 * A COS inside the page, or inside Node: objects and parts lie in memory, checksums are real, nothing is sent anywhere.
 * `createCosClient(memoryCos())` is a client of it. It plays every operation of the client; callbacks, return bodies and image processing are
 * answered with 501, versions and encryption are not played, signatures not checked: for those there is the package `cos-uploader-local`.
 */
export function memoryCos({bytesPerSecond = 0, latency = 0}: MemoryCosOptions = {}): MemoryCos {
  const line: MemoryLine = {bytesPerSecond, latency};
  const state: State = {objects: new Map(), uploads: new Map()};
  const faults = createFaults();
  const log: MemoryRequest[] = [];
  const carry = createCarrier(line);
  return {
    transport: async (sent) => {
      const {signal} = sent;
      signal?.throwIfAborted();
      const request = await readable(sent);
      const call = readCall(request);
      const effect = faults.strike(call);
      const entry = enter(log, call, sizeOf(request));
      await pause(line.latency + (effect.delay ?? 0), signal);
      const answer = await answerTo(state, call, request, {effect, carry, entry});
      entry.status = answer.status;
      return responseOf(call, answer, effect);
    },
    credentials: () => {
      const startTime = Math.floor(Date.now() / 1000);
      const keys = {secretId: 'AKIDmemory', secretKey: 'memory', sessionToken: 'memory'};
      return Promise.resolve({...keys, startTime, expiredTime: startTime + 1800});
    },
    bucket: 'demo-1250000000',
    region: 'ap-guangzhou',
    objects: state.objects,
    uploads: state.uploads,
    log,
    line,
    fault: (rule) => faults.add(rule),
    reset() {
      state.objects.clear();
      state.uploads.clear();
      faults.clear();
      log.length = 0;
    },
  };
}

type Entry = {-readonly [Name in keyof MemoryRequest]: MemoryRequest[Name]};

const secret = /^(authorization|x-cos-security-token|q-.*|signature|policy)$|customer-key$/;
const told = (pairs: Iterable<[string, string]>): Record<string, string> =>
  Object.fromEntries([...pairs].filter(([name]) => !secret.test(name)));

function enter(log: MemoryRequest[], call: Call, bytes: number): Entry {
  const {method, operation, key, partNumber} = call;
  const entry: Entry = {
    id: (log.at(-1)?.id ?? 0) + 1,
    time: Date.now(),
    method,
    operation,
    key,
    ...(partNumber !== undefined && {partNumber}),
    query: told(call.query),
    headers: told(Object.entries(call.headers)),
    status: 0,
    bytes,
  };
  log.push(entry);
  return entry;
}

/** The same request, with the fields of a form at hand where it came as bytes. */
async function readable(request: TransportRequest): Promise<TransportRequest> {
  const {body, headers} = request;
  const type = headers['content-type'] ?? '';
  if (!(body instanceof ArrayBuffer) || !type.startsWith('multipart/form-data')) return request;
  return {...request, body: await new Response(body, {headers: {'content-type': type}}).formData()};
}

const contentOf = ({body}: TransportRequest): Blob => {
  if (body === undefined) return new Blob();
  return body instanceof FormData ? (body.get('file') as File) : blobOf(body);
};
const sizeOf = (request: TransportRequest): number => contentOf(request).size;

const cut = (): NetworkError => new NetworkError('no answer from the server');

interface Circumstances {
  effect: MemoryEffect;
  carry: Carrier;
  entry: Entry;
}

async function answerTo(
  state: State,
  call: Call,
  request: TransportRequest,
  {effect, carry, entry}: Circumstances,
): Promise<Answer> {
  const {signal} = request;
  if (effect.reset === 'before') throw cut();
  const content = contentOf(request);
  await carry(request, effect.reset === 'mid-body' ? content.size / 2 : content.size);
  if (effect.reset !== undefined) throw cut();
  if (effect.hang === true) await pause(Infinity, signal);
  if (effect.intercepted === true) return interception;
  const requestId = base64Of(random(16));
  const common = {Server: 'tencent-cos', Date: new Date().toUTCString(), 'x-cos-request-id': requestId};
  let answer: Answer;
  try {
    planned(effect);
    answer = await operate(state, call, effect.flipByte === true ? await flipped(content) : content);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    entry.errorCode = error.code;
    answer = failureAnswer(error, `${call.host}/${call.key}`, requestId);
  }
  signal?.throwIfAborted();
  if (effect.dropAnswer === true) throw cut();
  return {...answer, headers: {...common, ...answer.headers}};
}

const interception: Answer = {
  status: 200,
  headers: {'Content-Type': 'text/html', ETag: '"5d8c72a5edda8d6a"'},
  body: '<html><body>Sign in to Wi-Fi</body></html>',
};

function planned({expiredToken, status, code, message, retryAfter}: MemoryEffect): void {
  if (expiredToken === true) throw new Failure('ExpiredToken');
  if (status === undefined) return;
  throw new Failure(code ?? (status === 503 ? 'SlowDown' : 'InternalError'), {
    status,
    message,
    ...(retryAfter !== undefined && {headers: {'Retry-After': String(retryAfter)}}),
  });
}

async function flipped(content: Blob): Promise<Blob> {
  const first = new Uint8Array(await content.slice(0, 1).arrayBuffer());
  return new Blob([first.map((byte) => byte ^ 1), content.slice(1)]);
}

function responseOf(
  {method}: Call,
  {status, headers = {}, body}: Answer,
  {hideHeaders = []}: MemoryEffect,
): TransportResponse {
  const hidden = hideHeaders.map((name) => name.toLowerCase());
  const all: Record<string, string | undefined> = {
    ...(typeof body === 'string' && {'content-type': 'application/xml'}),
    ...headers,
  };
  const visible = new Map(
    Object.entries(all)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !hidden.includes(name)),
  );
  return {
    status,
    header: (name) => visible.get(name.toLowerCase()) ?? null,
    headers: () => visible,
    text: async () =>
      method === 'HEAD' || body === undefined ? '' : typeof body === 'string' ? body : body.text(),
  };
}

type Carrier = (request: TransportRequest, bytes: number) => Promise<void>;

/** Bodies share the line: who comes first is served first, a tenth of a second at a time. */
function createCarrier(line: MemoryLine): Carrier {
  let free = 0;
  return async ({signal, onProgress, body}, bytes) => {
    for (let sent = 0; sent < bytes;) {
      const {bytesPerSecond} = line;
      const step =
        bytesPerSecond > 0 ? Math.min(bytes - sent, Math.max(1, bytesPerSecond / 10)) : bytes - sent;
      if (bytesPerSecond > 0) {
        const now = performance.now();
        free = Math.max(now, free) + (step / bytesPerSecond) * 1000;
        await pause(free - now, signal);
      }
      sent = Math.min(bytes, sent + step);
      if (sent < bytes) onProgress?.(Math.floor(sent));
    }
    if (body !== undefined) onProgress?.(Math.floor(bytes));
  };
}

/** Rejects with the signal's reason. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = ms === Infinity ? undefined : setTimeout(end, ms);
    function end(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    }
    signal?.addEventListener('abort', stop, {once: true});
  });
}
