import {CosFailure} from './cos-failure.js';
import type {QueryPair} from './target.js';

const [LEAST, MOST] = [819_200, 838_860_800];

type Headers = Readonly<Record<string, string>>;

/** `x-cos-traffic-limit`, header or parameter, in bit/s. */
const find = (headers: Headers, query: readonly QueryPair[]): string =>
  headers['x-cos-traffic-limit'] ?? query.find(({name}) => name === 'x-cos-traffic-limit')?.value ?? '';

/** Throws `code` for a limit out of its range. */
export function checkTrafficLimit(headers: Headers, query: readonly QueryPair[], code: string): void {
  const text = find(headers, query);
  if (text === '' || (/^\d+$/.test(text) && Number(text) >= LEAST && Number(text) <= MOST)) return;
  throw new CosFailure(code, {message: `x-cos-traffic-limit must be between ${LEAST} and ${MOST}.`});
}

/** 0 without a limit, or with one that will be refused. */
export function bytesPerSecond(headers: Headers, query: readonly QueryPair[]): number {
  const bits = Number(find(headers, query));
  return bits >= LEAST && bits <= MOST ? bits / 8 : 0;
}
