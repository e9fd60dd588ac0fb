import type {IncomingMessage, ServerResponse} from 'node:http';
import {answerKeys, KEYS, type Send} from './app-keys.js';
import {createBucket} from './bucket.js';
import {fits} from './cors.js';
import type {Desk} from './exchange.js';
import type {FaultRule} from './faults.js';
import {describeObjects, describeUploads} from './inventory.js';
import {emptyBuckets} from './object-store.js';
import {changeSettings, createSettings, type Settings} from './settings.js';

/** Everything under here steers the server and is never part of the store. */
export const CONTROL_PATH = '/-/';

const ALLOWED = {
  'Access-Control-Allow-Methods': 'GET,PUT,POST,DELETE',
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Max-Age': '600',
  'Cache-Control': 'no-store',
};

interface Wish {
  desk: Desk;
  initial: Settings;
  query: URLSearchParams;
  /** Parsed JSON, `undefined` without a body. */
  body: unknown;
}

const ROUTES: Record<string, (wish: Wish) => unknown> = {
  'GET log': ({desk, query}) => {
    const [since, wanted] = [Number(query.get('since') ?? 0), query.get('key')];
    return desk.log.filter(({id, key}) => id > since && (wanted === null || key === wanted));
  },
  'DELETE log': ({desk}) => {
    desk.log.splice(0);
  },
  'GET faults': ({desk}) => desk.faults.list(),
  'POST faults': ({desk, body}) => ({ids: [body].flat().map((rule) => desk.faults.add(rule as FaultRule))}),
  'DELETE faults': ({desk, query}) => {
    const id = query.get('id');
    if (id === null) desk.faults.clear();
    else desk.faults.remove(Number(id));
  },
  'GET settings': ({desk}) => desk.cos.settings,
  'PUT settings': ({desk, body}) => {
    changeSettings(desk.cos.settings, body as Partial<Settings>);
    return desk.cos.settings;
  },
  'GET objects': ({desk, query}) => describeObjects(desk.cos, query.get('prefix') ?? ''),
  'GET uploads': ({desk}) => describeUploads(desk.cos),
  // A page cannot create a bucket as COS has it: the preflight of a bucket that does not exist is refused.
  'PUT bucket': ({desk: {cos}, query}) => {
    const name = query.get('name') ?? '';
    cos.buckets.set(name, createBucket(name, cos.home.region, Date.now()));
  },
  'DELETE everything': ({desk, initial}) => reset(desk, initial),
};

/** Back to the start. */
export function reset(desk: Desk, initial: Settings): void {
  desk.log.splice(0);
  desk.faults.clear();
  desk.cos.keys.clear();
  Object.assign(desk.cos.settings, createSettings(initial));
  emptyBuckets(desk.cos, Date.now());
}

/** Answers one request to the control desk, in JSON, unsigned, for pages of the origins that may use it and for programs. */
export async function handleControl(
  desk: Desk,
  initial: Settings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const name = `${request.method ?? 'GET'} ${url.pathname.slice(CONTROL_PATH.length)}`;
  const {origin} = request.headers;
  const allowed = origin === undefined || desk.origins.some((pattern) => fits(pattern, origin));
  const send: Send = (status, value) => {
    response.writeHead(status, {
      ...(allowed && {...ALLOWED, 'Access-Control-Allow-Origin': origin ?? '*'}),
      Vary: 'Origin',
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify(value ?? {}, null, 1));
  };
  if (!allowed) {
    send(403, {message: `pages of ${origin} may not use this server; it lets in ${desk.origins.join(', ')}`});
    return;
  }
  if (request.method === 'OPTIONS') {
    send(200, {});
    return;
  }
  try {
    const text = (await request.toArray()).join('');
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const route = ROUTES[name];
    const keys = KEYS[name]?.(url.searchParams, desk, body);
    if (keys) await answerKeys(desk, keys, request, response, send);
    else if (route) send(200, await route({desk, initial, query: url.searchParams, body}));
    else
      send(404, {message: `there is no ${name}; there are: ${Object.keys({...KEYS, ...ROUTES}).join(', ')}`});
  } catch (error) {
    send(400, {message: String(error)});
  }
}
