import {createCosClient, type CosClient} from '../../src/cos/client.js';
import type {CosClientOptions} from '../../src/cos/client-options.js';

declare global {
  /** Origin of the local COS that web-test-runner.config.js started. */
  var cosOrigin: string;
}

export const bucket = 'demo-1250000000';
export const region = 'ap-guangzhou';

/** A client of the local COS with temporary keys from its own endpoint. */
export const clientWith = (options: Partial<CosClientOptions> = {}): CosClient =>
  createCosClient({
    bucket,
    region,
    endpoint: cosOrigin,
    ...(options.credentials || options.authorize ? {} : {credentialsUrl: `${cosOrigin}/-/sts`}),
    ...options,
  } as CosClientOptions);

let count = 0;

/** Test files share the server and run side by side, so each key is used once. */
export const freshKey = (name = 'a.bin'): string =>
  `cos/${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}/${++count}/${name}`;

/** A request as the local COS saw it. */
export interface Logged {
  operation: string;
  bucket: string;
  key: string;
  method: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  status: number;
  aborted: boolean;
}

const desk = async <T>(path: string, init: RequestInit = {}): Promise<T> =>
  (await (await fetch(`${cosOrigin}/-/${path}`, init)).json()) as T;

/** The requests for one key, in order. */
export const requestsFor = async (key: string): Promise<Logged[]> =>
  (await desk<Logged[]>('log')).filter((request) => request.key === key);

export const addFault = (rule: object): Promise<unknown> =>
  desk('faults', {method: 'POST', body: JSON.stringify(rule)});

/** What the promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it resolved');
}

/** What the function throws. */
export function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it threw nothing');
}
