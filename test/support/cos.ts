import {createCosClient, type CosClient, type CosClientOptions} from '../../src/index.js';

declare global {
  /** Origin of the local COS that the test runner started. */
  var cosOrigin: string;
}

export const bucket = 'demo-1250000000';
export const region = 'ap-guangzhou';

/** A client of the local COS with temporary keys from its desk. */
export function localClient(options: Partial<CosClientOptions> = {}): CosClient {
  return createCosClient({
    bucket,
    region,
    endpoint: cosOrigin,
    ...(options.credentials || options.authorize ? {} : {credentialsUrl: `${cosOrigin}/-/sts`}),
    ...options,
  } as CosClientOptions);
}

const page = Math.random().toString(36).slice(2);
let count = 0;
/** A key that no other test uses: test files share the server and run side by side. */
export function freshKey(name = 'file.bin'): string {
  return `test/${page}-${(count++).toString()}/${name}`;
}

/** A file of bytes that are easy to make and hard to confuse: each 1 MB differs. */
export function makeFile(size: number, name = 'file.bin', seed = 1): File {
  const block = new Uint8Array(Math.min(size, 2 ** 20));
  let state = seed * 2654435761;
  for (let index = 0; index < block.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    block[index] = state >>> 24;
  }
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < size; offset += block.length) {
    const copy = block.slice(0, Math.min(block.length, size - offset));
    new DataView(copy.buffer).setUint8(0, (offset / 2 ** 20) & 0xff);
    blocks.push(copy);
  }
  return new File(blocks, name, {lastModified: 1_700_000_000_000});
}

export async function sha256(data: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await data.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the local COS has under a key; undefined when nothing. */
export async function download(key: string): Promise<Blob | undefined> {
  const url = await localClient().presign('GET', key);
  const response = await fetch(url, {cache: 'no-store'});
  return response.ok ? response.blob() : undefined;
}

export interface LoggedRequest {
  id: number;
  method: string;
  operation: string;
  bucket: string;
  key: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  status: number;
  errorCode?: string;
  bytesIn: number;
  aborted: boolean;
}

const desk = async (path: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(`${cosOrigin}/-/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.headers.get('content-type')?.includes('json') ? response.json() : undefined;
};

/** The requests about one key, oldest first. */
export async function requestsFor(key: string): Promise<LoggedRequest[]> {
  return (await desk(`log?key=${encodeURIComponent(key)}`)) as LoggedRequest[];
}

export interface Fault {
  match: {operation?: string; key?: string; partNumber?: number; method?: string};
  times?: number;
  probability?: number;
  effect: Record<string, unknown>;
}

/** Rules of this page: test files may run side by side on one server. */
const ownFaults = new Set<number>();

/** Answers their ids. */
export async function addFaults(...faults: Fault[]): Promise<number[]> {
  const {ids} = (await desk('faults', {method: 'POST', body: JSON.stringify(faults)})) as {ids: number[]};
  for (const id of ids) ownFaults.add(id);
  return ids;
}

export async function clearFaults(ids: Iterable<number> = ownFaults): Promise<void> {
  for (const id of [...ids]) {
    ownFaults.delete(id);
    await desk(`faults?id=${id.toString()}`, {method: 'DELETE'});
  }
}

/** How many requests a rule has struck. */
export async function hitsOf(id: number): Promise<number> {
  const rules = (await desk('faults')) as {id: number; hits: number}[];
  return rules.find((rule) => rule.id === id)?.hits ?? 0;
}

export interface OpenUpload {
  key: string;
  uploadId: string;
  parts: {partNumber: number; size: number; etag: string}[];
}

export async function openUploads(key: string): Promise<OpenUpload[]> {
  const uploads = (await desk('uploads')) as OpenUpload[];
  return uploads.filter((upload) => upload.key === key);
}
