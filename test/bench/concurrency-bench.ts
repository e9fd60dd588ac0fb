import {MB} from '../../src/upload/parts/layout.js';
import {type Outcome, simulate, type Way, type Work} from '../support/simulated-line.js';
import {round, type Section} from './report.js';

const fixed = [1, 3, 5, 6, 10];
const speeds = {
  '100 kB/s': 1e5,
  '500 kB/s': 5e5,
  '1 MB/s': 1e6,
  '10 MB/s': 1e7,
  '100 MB/s': 1e8,
  '1 GB/s': 1e9,
};
/** How `concurrency="auto"` behaves: the real rule on simulated lines. Nothing is sent. */
export function benchConcurrency(): Section {
  const tables = [
    {title: 'Photos: 40 files of 4 MB', work: {files: 40, bytes: 4 * MB}},
    {title: 'Small files: 400 of 20 kB', work: {files: 400, bytes: 20_000}},
  ].map(({title, work}) => ({
    columns: [
      title,
      'RTT, ms',
      'loss, %',
      'bodies at the end',
      '% of line',
      ...fixed.map((count) => `with ${count}`),
      'mean end of a file, s',
      'with 5',
    ],
    rows: Object.entries(speeds).flatMap(([name, bytesPerSecond]) =>
      [5, 50, 300].flatMap((rttMs) =>
        [0, 0.005].map((loss) => row(name, {bytesPerSecond, rttMs, loss}, work)),
      ),
    ),
  }));
  return {
    title: 'Bodies at a time under `concurrency="auto"`',
    notes: [
      'A simulation: the rule as it is, over HTTP/1.1 with its six connections. Each body costs a preflight and a round trip before its bytes ' +
        'flow, and one until its answer; connections that are open share the line, begin slowly, and with loss are no faster than TCP is ' +
        '(1.22 packets a round trip, divided by the root of the loss).',
    ],
    tables,
  };
}

function row(name: string, way: Way, work: Work): string[] {
  const share = ({seconds}: Outcome): string =>
    ((100 * work.files * work.bytes) / seconds / way.bytesPerSecond).toFixed(1);
  const auto = simulate(way, work, 'auto');
  const others = fixed.map((count) => simulate(way, work, count));
  return [
    name,
    String(way.rttMs),
    String(way.loss * 100),
    String(auto.bodies),
    share(auto),
    ...others.map(share),
    round(auto.meanEnd),
    round(others[fixed.indexOf(5)]!.meanEnd),
  ];
}
