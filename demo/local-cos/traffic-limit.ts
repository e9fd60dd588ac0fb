import {CosFailure} from './cos-failure.js';
import type {QueryPair} from './target.js';

const [LEAST, MOST] = [819_200, 838_860_800];

/** `x-cos-traffic-limit`, header or parameter, in bit/s; `undefined` without one, an error out of its range. */
export function readTrafficLimit(
  headers: Readonly<Record<string, string>>,
  query: readonly QueryPair[],
  code: string,
): number | undefined {
  const text =
    headers['x-cos-traffic-limit'] ?? query.find(({name}) => name === 'x-cos-traffic-limit')?.value;
  if (text === undefined || text === '') return undefined;
  const bits = Number(text);
  if (!/^\d+$/.test(text) || bits < LEAST || bits > MOST) {
    throw new CosFailure(code, {message: `x-cos-traffic-limit must be between ${LEAST} and ${MOST}.`});
  }
  return bits;
}
