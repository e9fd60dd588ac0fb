import type {IncomingMessage, ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {createBucket} from './bucket.js';
import type {FaultRule} from './faults.js';
import {type Desk, enter} from './exchange.js';
import {readStsRequest} from './key-ring.js';
import {describeObjects, describeUploads} from './inventory.js';
import {emptyBuckets} from './object-store.js';
import {changeSettings, createSettings, type Settings} from './settings.js';

/** Everything under here steers the server and is never part of the store. */
export const CONTROL_PATH = '/-/';

const OPEN_TO_ALL = {
  'Access-Control-Allow-Origin': '*',
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

type Send = (status: number, value: unknown) => void;

const ROUTES: Record<string, (wish: Wish) => unknown> = {
  'GET log': ({desk, query}) => desk.log.filter(({id}) => id > Number(query.get('since') ?? 0)),
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
  'DELETE everything': ({desk, initial}) => {
    desk.log.splice(0);
    desk.faults.clear();
    desk.cos.keys.clear();
    Object.assign(desk.cos.settings, createSettings(initial));
    emptyBuckets(desk.cos, Date.now());
  },
};

/** Answers one request to the control desk, in JSON, for any origin and unsigned. */
export async function handleControl(
  desk: Desk,
  initial: Settings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const name = `${request.method ?? 'GET'} ${url.pathname.slice(CONTROL_PATH.length)}`;
  const send: Send = (status, value) => {
    response.writeHead(status, {...OPEN_TO_ALL, 'Content-Type': 'application/json'});
    response.end(JSON.stringify(value ?? {}, null, 1));
  };
  if (request.method === 'OPTIONS') {
    send(200, {});
    return;
  }
  try {
    const text = (await request.toArray()).join('');
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const route = ROUTES[name];
    if (name === 'GET sts') await answerSts(desk, url, request, response, send);
    else if (route) send(200, await route({desk, initial, query: url.searchParams, body}));
    else send(404, {message: `there is no ${name}; there are: GET sts, ${Object.keys(ROUTES).join(', ')}`});
  } catch (error) {
    send(400, {message: String(error)});
  }
}

/** Temporary keys as an application's own server would fetch them from STS; faults may match operation `sts`, with the prefix as key. */
async function answerSts(
  desk: Desk,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  send: Send,
): Promise<void> {
  const effect = desk.faults.strike({
    operation: 'sts',
    key: url.searchParams.get('prefix') ?? '',
    partNumber: undefined,
    method: 'GET',
  });
  const entry = enter(desk, {
    method: 'GET',
    host: request.headers.host ?? '',
    path: url.pathname,
    bucket: '',
    key: '',
    operation: 'sts',
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
  if (effect.status === undefined) {
    send(200, desk.cos.keys.issue(readStsRequest(url.searchParams, desk.cos.home), now));
  } else {
    send(effect.status, {message: effect.message ?? 'planned failure'});
  }
}
