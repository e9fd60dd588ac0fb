import {request} from 'node:http';
import COS from 'cos-nodejs-sdk-v5';
import type {LocalCos} from '../../demo/local-cos/server.js';
import {until} from '../support/until.js';

/** A request as it goes over the wire, signed by the official SDK's own function. */
export interface RawRequest {
  method?: string;
  /** Already encoded; sent exactly so, dots and double slashes included. */
  path: string;
  /** Parameters, also signed. */
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  sign?: {
    secretId?: string;
    secretKey?: string;
    token?: string;
    /** `start;end`, Unix seconds. */
    keyTime?: string;
    /** Signed instead of the decoded path. */
    pathname?: string;
    /** Names of the headers to sign; default all but the token. */
    only?: string[];
  };
  /** false: no Authorization at all. */
  signed?: boolean;
  signal?: AbortSignal;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  /** The names as they are written on the wire. */
  names: string[];
  text: string;
  /** `<Code>` of an error document, else ''. */
  code: string;
  message: string;
}

/** The headers of a request, `Authorization` among them. */
export function signedHeaders(server: LocalCos, raw: RawRequest): Record<string, string> {
  const {method = 'GET', path, query = {}, headers = {}, body = '', sign = {}, signed = true} = raw;
  const all: Record<string, string> = {
    Host: `127.0.0.1:${server.port}`,
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  };
  if (sign.token !== undefined) all['x-cos-security-token'] = sign.token;
  if (!signed) return all;
  const names = sign.only ?? Object.keys(all).filter((name) => name !== 'x-cos-security-token');
  const options = {
    SecretId: sign.secretId ?? server.secretId,
    SecretKey: sign.secretKey ?? server.secretKey,
    Method: method.toLowerCase(),
    Pathname: sign.pathname ?? decodeURIComponent(path),
    Query: query,
    Headers: Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))),
    ...(sign.keyTime !== undefined && {KeyTime: sign.keyTime}),
  };
  return {...all, Authorization: COS.getAuthorization(options as Parameters<typeof COS.getAuthorization>[0])};
}

/** Sends one request; rejects when the connection ends without an answer. */
export function send(server: LocalCos, raw: RawRequest): Promise<RawAnswer> {
  const {method = 'GET', path, query = {}, body = '', signal} = raw;
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
  return exchange(server.port, method, target, signedHeaders(server, raw), body, signal);
}

/** Whether the server keeps `held` waiting: `other`, which begins when that has arrived, ends before it is answered. */
export async function keepsWaiting(
  server: LocalCos,
  held: RawRequest,
  other: () => Promise<unknown>,
): Promise<boolean> {
  const gone = new AbortController();
  const before = server.log.length;
  let answered = false;
  const end = send(server, {...held, signal: gone.signal}).then(
    () => (answered = true),
    () => undefined,
  );
  await until(() => server.log.length > before, 'the arrival');
  await other();
  gone.abort();
  await end;
  return !answered;
}

function exchange(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
  signal: AbortSignal | undefined,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const target = {host: '127.0.0.1', port, method, path, headers, agent: false, ...(signal && {signal})};
    const outgoing = request(target, (incoming) => {
      incoming.toArray().then((chunks) => {
        const text = Buffer.concat(chunks as Buffer[]).toString();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers as Record<string, string>,
          names: incoming.rawHeaders.filter((_, index) => index % 2 === 0),
          text,
          code: /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? '',
          message: /<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? '',
        });
      }, reject);
    });
    outgoing.once('error', reject).end(body);
  });
}

/** Temporary keys from the server's own STS. */
export async function temporaryKeys(
  server: LocalCos,
  query: Record<string, string> = {},
): Promise<{secretId: string; secretKey: string; token: string}> {
  const answer = await fetch(`${server.origin}/-/sts?${new URLSearchParams(query).toString()}`);
  const {credentials} = (await answer.json()) as {
    credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
  };
  return {
    secretId: credentials.tmpSecretId,
    secretKey: credentials.tmpSecretKey,
    token: credentials.sessionToken,
  };
}
