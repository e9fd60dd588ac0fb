import {MB, nextPartSize, type Part} from '../../src/upload/parts/layout.js';
import {createPlanner} from '../../src/upload/parts/planner.js';
import {round, type Section} from './report.js';

interface Link {
  /** MB. */
  file: number;
  bytesPerSecond: number;
  rttMs: number;
  /** Share of requests that fail when half their body is sent, and are sent again. */
  loss: number;
}

const concurrency = 5;
const fixedSizes = [1, 2, 4, 8, 16, 32, 64];
const speeds = {'100 kB/s': 1e5, '1 MB/s': 1e6, '10 MB/s': 1e7, '100 MB/s': 1e8, '1 GB/s': 1e9};
const fileFor = {'100 kB/s': 64, '1 MB/s': 256, '10 MB/s': 1024, '100 MB/s': 4096, '1 GB/s': 16384};

/** How `part-size="auto"` behaves: the real planner on simulated links. Nothing is sent. */
export function benchLayout(): Section {
  const rows: string[][] = [];
  for (const [name, bytesPerSecond] of Object.entries(speeds)) {
    for (const rttMs of [5, 50, 300]) {
      for (const loss of [0, 0.05]) {
        const file = fileFor[name as keyof typeof fileFor];
        rows.push(row(name, {file, bytesPerSecond, rttMs, loss}));
      }
    }
  }
  rows.push(row('10 MB/s', {file: 200_000, bytesPerSecond: 1e7, rttMs: 50, loss: 0}));
  return {
    title: 'Part sizes under `part-size="auto"`',
    notes: [
      `A simulation: the planner as it is, ${concurrency} requests at a time that share the link evenly; each costs a preflight and its own ` +
        'round trip before bytes flow. With loss, that share of the requests fails half-way and is sent again. The last row is a file of ' +
        `200 GB, where 10,000 part numbers set the size. ` +
        'The last column is what the best of 1, 2, 4 … 64 MB would reach, known beforehand.',
    ],
    tables: [
      {
        columns: [
          'link',
          'RTT, ms',
          'loss, %',
          'file, MB',
          'parts',
          'sizes in order, MB (× how many)',
          'longest wait for a part, s',
          '% of link',
          'best fixed size, %',
        ],
        rows,
      },
    ],
  };
}

function row(name: string, link: Link): string[] {
  const {sizes, silence, seconds} = simulate(link);
  const best = Math.min(...fixedSizes.map((size) => simulate(link, size * MB).seconds));
  const runs: {size: number; count: number}[] = [];
  for (const size of sizes) {
    const last = runs.at(-1);
    if (last?.size === size) last.count++;
    else runs.push({size, count: 1});
  }
  const shown = runs.map(({size, count}) => `${round(size / MB)}${count > 1 ? `×${count}` : ''}`);
  if (shown.length > 14) shown.splice(8, shown.length - 13, '…');
  return [
    name,
    String(link.rttMs),
    String(link.loss * 100),
    String(link.file),
    String(sizes.length),
    shown.join(' '),
    round(silence),
    percent(link, seconds),
    percent(link, best),
  ];
}

const percent = ({file, bytesPerSecond}: Link, seconds: number): string =>
  ((100 * file * MB) / seconds / bytesPerSecond).toFixed(1);

interface Sending {
  part: Part;
  since: number;
  /** When bytes begin to flow. */
  from: number;
  left: number;
  fails: boolean;
}

/** Sizes in the order of the part numbers, longest time without a finished part, and the whole time; seconds. */
function simulate(
  {file, bytesPerSecond, rttMs, loss}: Link,
  fixed?: number,
): {
  sizes: number[];
  silence: number;
  seconds: number;
} {
  const latency = (2 * rttMs) / 1000;
  const random = seeded(7);
  const sizes: number[] = [];
  let timed: {size: number; seconds: number} | undefined;
  const planner = createPlanner(
    file * MB,
    [],
    new Set(),
    (restBytes, partsLeft, size) =>
      fixed ??
      nextPartSize({
        size,
        largest: Math.max(size, ...sizes),
        seconds: timed?.size === size ? timed.seconds : undefined,
        latency,
        restBytes,
        partsLeft,
        slots: concurrency,
      }),
    () => undefined,
  );
  const sending = new Set<Sending>();
  let now = 0;
  let confirmed = 0;
  let silence = 0;
  const send = (part: Part): void => {
    const fails = random() < loss;
    sending.add({part, since: now, from: now + latency, left: fails ? part.size / 2 : part.size, fails});
  };
  // One part is always planned ahead of its slot, as in the engine.
  let ahead = planner.next();
  for (;;) {
    while (ahead && sending.size < concurrency) {
      sizes.push(ahead.size);
      send(ahead);
      ahead = planner.next();
    }
    if (sending.size === 0) return {sizes, silence, seconds: now};
    const flowing = [...sending].filter(({from}) => from <= now);
    const rate = bytesPerSecond / Math.max(1, flowing.length);
    const step = Math.min(
      ...flowing.map(({left}) => left / rate),
      ...[...sending].filter(({from}) => from > now).map(({from}) => from - now),
    );
    now += step;
    for (const one of flowing) one.left -= step * rate;
    for (const one of flowing.filter(({left}) => left < 1e-3)) {
      sending.delete(one);
      if (one.fails) {
        send(one.part);
        continue;
      }
      timed = {size: one.part.size, seconds: now - one.since};
      silence = Math.max(silence, now - confirmed);
      confirmed = now;
    }
  }
}

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
