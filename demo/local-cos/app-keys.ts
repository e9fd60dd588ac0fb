import type {IncomingMessage, ServerResponse} from 'node:http';
import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {type Desk, enter} from './exchange.js';
import {readStsRequest} from './key-ring.js';

export type Send = (status: number, value: unknown) => void;

/** What an application's own server hands out. */
interface AppKeys {
  /** How faults and the log name it. */
  operation: 'sts' | 'ticket';
  /** How faults tell it from others: the prefix, or the key of the object. */
  key: string;
  issue: (now: number) => unknown;
}

/** Of each request that is answered with keys; throws a TypeError for what cannot be read. */
export const KEYS: Record<string, (query: URLSearchParams, desk: Desk, body: unknown) => AppKeys> = {
  'GET sts': (query, {cos}) => {
    const request = readStsRequest(query, cos.home);
    return {
      operation: 'sts',
      key: query.get('prefix') ?? '',
      issue: (now) => cos.keys.issue(request, now),
    };
  },
  'POST tickets': (query, {cos}, body) => {
    const prefix = query.get('prefix') ?? '';
    const {name = '', key = nameFor(prefix, name)} = (body ?? {}) as {name?: string; key?: string};
    if (!key.startsWith(prefix)) throw new TypeError(`key must begin with ${prefix}`);
    const request = readStsRequest(query, cos.home, key);
    return {
      operation: 'ticket',
      key,
      issue: (now) => ({...cos.home, key, ...cos.keys.issue(request, now)}),
    };
  },
};

/** A key that nobody guesses, and that no other file gets. */
const nameFor = (prefix: string, name: string): string =>
  `${prefix}${randomUUID()}${/\.[a-z\d]{1,10}$/i.exec(name)?.[0].toLowerCase() ?? ''}`;

/** Temporary keys, unless a fault is planned for them. */
export async function answerKeys(
  desk: Desk,
  {operation, key, issue}: AppKeys,
  request: IncomingMessage,
  response: ServerResponse,
  send: Send,
): Promise<void> {
  const {method = 'GET', url: target = '/'} = request;
  const url = new URL(target, 'http://localhost');
  const effect = desk.faults.strike({operation, key, partNumber: undefined, method});
  const entry = enter(desk, {
    method,
    host: request.headers.host ?? '',
    path: url.pathname,
    bucket: '',
    key: operation === 'ticket' ? key : '',
    operation,
    query: Object.fromEntries(url.searchParams),
    headers: {},
  });
  response.once('close', () => {
    entry.durationMs = Date.now() - entry.time;
    entry.aborted = !response.writableFinished;
  });
  await delay(effect.delay ?? 0);
  if (effect.hang === true) return;
  if (effect.reset !== undefined || effect.dropAnswer === true) {
    request.socket.resetAndDestroy();
    return;
  }
  const now = Date.now() + desk.cos.settings.clockOffsetMs + (effect.clockSkew ?? 0);
  entry.status = effect.status ?? 200;
  if (effect.status === undefined) send(200, issue(now));
  else send(effect.status, {message: effect.message ?? 'planned failure'});
}
