import {MB} from '../../src/upload/parts/layout.js';
import {isSmall, Line} from '../../src/upload/requests/line.js';

/** A browser has so many connections to a host over HTTP/1.1. */
const connections = 6;
const packet = 1460;
/** Bytes that a server lets be under way on one connection. */
const largestWindow = 3 * MB;

export interface Outcome {
  readonly seconds: number;
  /** Mean time at which a file was done. */
  readonly meanEnd: number;
  /** Bodies under way at a time, when it ended. */
  readonly bodies: number;
}

export interface Work {
  readonly files: number;
  readonly bytes: number;
}

export interface Way {
  bytesPerSecond: number;
  rttMs: number;
  /** Share of packets that are lost. */
  loss: number;
}

interface Body {
  readonly since: number;
  readonly spent: number;
  readonly connection: {window: number};
  /** When bytes begin to flow, and when the answer is there. */
  readonly from: number;
  left: number;
  answer: number | undefined;
}

/** Sends files whole over a line that is simulated, with a fixed number of bodies at a time or by the real rule. */
export function simulate(
  {bytesPerSecond, rttMs, loss}: Way,
  {files, bytes}: Work,
  concurrency: number | 'auto',
): Outcome {
  const rtt = rttMs / 1000;
  const line = new Line();
  const most = Math.min(largestWindow, loss > 0 ? (1.22 * packet) / Math.sqrt(loss) : Infinity);
  const free = Array.from({length: connections}, () => ({window: 10 * packet}));
  const bodies = new Set<Body>();
  const ends: number[] = [];
  let begun = 0;
  let now = 0;
  let spent = 0;
  const admits = (): boolean =>
    concurrency === 'auto'
      ? line.admits(bytes, {
          bodies: bodies.size,
          bytes: bodies.size * bytes,
          small: isSmall(bytes) ? bodies.size * bytes : 0,
        })
      : bodies.size < concurrency;
  while (ends.length < files) {
    while (begun < files && free.length > 0 && admits()) {
      begun++;
      const connection = free.pop()!;
      bodies.add({since: now, spent, connection, from: now + 2 * rtt, left: bytes, answer: undefined});
    }
    const flowing = [...bodies].filter(({from, left}) => from <= now && left > 0);
    const wanted = flowing.map(({connection}) => connection.window / rtt);
    const rates = shared(bytesPerSecond, wanted);
    // As far as the next change of anything.
    const step = Math.min(
      rtt,
      ...flowing.map(({left}, index) => left / rates[index]!),
      ...[...bodies]
        .flatMap(({from, answer}) => [from, answer ?? Infinity])
        .flatMap((at) => (at > now ? [at - now] : [])),
    );
    now += step;
    spent += bodies.size * step;
    for (const [index, body] of flowing.entries()) {
      body.left -= rates[index]! * step;
      const window = body.connection.window * (1 + step / rtt);
      if (rates[index]! >= wanted[index]! * 0.99) body.connection.window = Math.min(most, window);
      if (body.left < 1e-3) {
        body.left = 0;
        body.answer = now + rtt;
      }
    }
    for (const body of bodies) {
      const seconds = now - body.since;
      if (body.answer === undefined || body.answer > now + 1e-9) {
        if (bodies.size === 1 && body.from <= now) line.moved(bytes - body.left, seconds, 2 * rtt);
        continue;
      }
      bodies.delete(body);
      free.push(body.connection);
      ends.push(now);
      line.took({bytes, seconds, sharing: (spent - body.spent) / seconds, latency: 2 * rtt});
    }
  }
  return {
    seconds: now,
    meanEnd: ends.reduce((sum, end) => sum + end, 0) / files,
    bodies: concurrency === 'auto' ? line.bodies : concurrency,
  };
}

/** What each gets of `all`, when none gets more than it wants: as TCP shares a line. */
function shared(all: number, wanted: readonly number[]): number[] {
  const order = [...wanted.entries()].sort(([, a], [, b]) => a - b);
  const given = new Array<number>(wanted.length);
  for (const [done, [index, most]] of order.entries()) {
    given[index] = Math.min(most, all / (order.length - done));
    all -= given[index];
  }
  return given;
}
