import {median, round, type Section, type Table} from './report.js';
import type {Run, Tries} from './upload-bench.js';
import type {Workload} from './upload-plan.js';

export interface Conditions {
  readonly rounds: number;
  readonly verify: boolean;
}

/** What the runs of one workload say, as tables. */
export function uploadSection(
  {about, files, size, link, watched = false}: Workload,
  tries: readonly Tries[],
  {rounds, verify}: Conditions,
): Section {
  const megabytes = (files * size) / 2 ** 20;
  const speeds = ({runs}: Tries): number[] => runs.map(({seconds}) => megabytes / seconds);
  const done = tries.filter(({error}) => error === undefined);
  // Not the best of each round: the luckiest of three loops is more than any loop can keep up.
  const bestLoop = done
    .filter(({contender}) => contender.module === 'bare')
    .map(speeds)
    .reduce((best, loop) => (median(loop) > median(best) ? loop : best));
  const range = (values: readonly number[]): string =>
    `${round(median(values))} (${round(Math.min(...values))}–${round(Math.max(...values))})`;
  const of = (runs: readonly Run[], pick: (run: Run) => number): number => median(runs.map(pick));
  const speed: Table = {
    columns: [
      '',
      'MB/s',
      '÷ best loop',
      's',
      ...(files > 1 ? ['files/s'] : []),
      ...(link ? ['% of link'] : []),
      ...(watched ? ['longest still, s', 'steps'] : []),
      'requests',
      'preflights',
    ],
    rows: done.map((entry) => {
      const {runs, contender} = entry;
      const seconds = of(runs, (run) => run.seconds);
      const ratios = speeds(entry).map((value, at) => value / bestLoop[at]!);
      return [
        contender.label,
        range(speeds(entry)),
        range(ratios),
        round(seconds),
        ...(files > 1 ? [round(files / seconds)] : []),
        ...(link ? [round((100 * files * size) / seconds / link.bytesPerSecond)] : []),
        ...(watched
          ? [round(of(runs, (run) => run.stillSeconds)), String(of(runs, (run) => run.steps))]
          : []),
        String(of(runs, (run) => run.requests)),
        String(of(runs, (run) => run.preflights)),
      ];
    }),
  };
  const cost: Table = {
    columns: [
      '',
      'CPU of page, s',
      'CPU of browser, s',
      'longest task, ms',
      'tasks > 50 ms',
      'peak JS heap, MB',
      'peak resident, MB',
    ],
    rows: done.map(({contender, runs}) => {
      const longest = Math.max(...runs.map(({longestTask}) => longestTask));
      return [
        contender.label,
        round(of(runs, ({renderers}) => renderers)),
        round(of(runs, ({browser}) => browser)),
        longest === 0 ? '< 50' : longest.toFixed(0),
        String(of(runs, ({longTasks}) => longTasks)),
        round(of(runs, ({heapMB}) => heapMB)),
        round(of(runs, ({residentMB}) => residentMB ?? 0)),
      ];
    }),
  };
  return {
    title: [
      `${files === 1 ? 'One file' : `${files.toLocaleString('en')} files`} of ${sizeText(size)}`,
      ...(link ? [`${(link.bytesPerSecond * 8) / 1e6} Mbit/s`, `${link.rttMs} ms`] : []),
      ...(about === undefined ? [] : [about]),
    ].join(', '),
    notes: [
      `${rounds} rounds, each with all contenders in another order, each run on a fresh page; median (lowest–highest). Ratios are to the loop with the best median, round by round; the longest task is that of all rounds. ` +
        `The server drains bodies and computes their CRC64${verify ? ', and verifies the signatures of those that sign as COS does' : ''}; ` +
        'for those that use MD5 it computes that too. Requests include those for temporary keys. CPU of page: all renderer processes with their workers; of browser: all processes.',
      ...(link
        ? [
            'The link is shared by all bodies; the round-trip time is added to every request, preflights included.',
          ]
        : []),
      ...tries
        .filter(({error}) => error !== undefined)
        .map(({contender, error}) => `${contender.label} failed: ${error!.split('\n')[0]!}`),
    ],
    tables: [speed, cost],
    bars: done.map((entry) => ({
      label: entry.contender.label,
      median: median(speeds(entry)),
      min: Math.min(...speeds(entry)),
      max: Math.max(...speeds(entry)),
    })),
  };
}

function sizeText(size: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = Math.min(3, Math.floor(Math.log2(size) / 10));
  return `${round(size / 2 ** (10 * power)).replace(/\.0+$/, '')} ${units[power]!}`;
}
