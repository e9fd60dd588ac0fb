import type {Moved} from './page/slots.js';
import {median, round, type Section} from './report.js';
import type {Stage} from './stage.js';
import type {Tab} from './tab.js';

const frames = 240;

interface Run {
  msToFill: number;
  heapMB: number;
  nodes: number;
  /** Of the page's own thread, milliseconds a frame. */
  scroll: number;
  progress: number;
  append: number;
  longestFrame: number;
  longestTask: number;
}

/** A list of files with a button of the page in some of their rows. */
export async function benchSlots(stage: Stage, files: number, rounds: number): Promise<Section> {
  const counts = [0, Math.ceil(files / 100), Math.ceil(files / 10), files];
  const runs = new Map<number, Run[]>(counts.map((count) => [count, []]));
  for (let round = 0; round < rounds; round++) {
    for (const count of counts) {
      const run = await runOnce(stage, files, count);
      runs.get(count)!.push(run);
      console.log(`  ${round + 1}  ${count} filled  ${JSON.stringify(run)}`);
    }
  }
  return {
    title: `${files.toLocaleString('en')} files with buttons of the page in their rows`,
    notes: [
      `A \`<cos-upload-list>\` of ${files.toLocaleString('en')} files that wait, and a button with a listener in the slot \`row-{id}\` of the first of them. ` +
        `Milliseconds of the page's own thread for each of ${frames} frames, while the list is scrolled by two rows at each, one file moves on at each, and one row more gets its button at each. ` +
        `Heap and nodes after a collection. Nothing is sent; ${rounds} rounds in turn, medians.`,
    ],
    tables: [
      {
        columns: [
          'rows with a button',
          'until they are painted, ms',
          'JS heap, MB',
          'DOM nodes',
          'scrolling, ms a frame',
          'progress, ms a frame',
          'one button more, ms a frame',
          'longest frame, ms',
          'longest task, ms',
        ],
        rows: [...runs].map(([count, list]) => {
          const of = (pick: (run: Run) => number): string => round(median(list.map(pick)));
          return [
            count.toLocaleString('en'),
            of(({msToFill}) => msToFill),
            of(({heapMB}) => heapMB),
            String(median(list.map(({nodes}) => nodes))),
            of(({scroll}) => scroll),
            of(({progress}) => progress),
            of(({append}) => append),
            of(({longestFrame}) => longestFrame),
            list.every(({longestTask}) => longestTask === 0) ? '< 50' : of(({longestTask}) => longestTask),
          ];
        }),
      },
    ],
  };
}

async function runOnce(stage: Stage, files: number, count: number): Promise<Run> {
  const tab = await stage.open('/slots.html');
  try {
    await tab.call('mount', files);
    const msToFill = await tab.call<number>('fill', count);
    const heapMB = await tab.call<number>('heapMB');
    const {nodes} = await tab.session.send('Memory.getDOMCounters');
    await tab.session.send('Performance.enable');
    const seen: Moved[] = [];
    const cost = async (method: string): Promise<number> => {
      const before = await taskSeconds(tab);
      const moved = await tab.call<Moved>(method, frames);
      seen.push(moved);
      if (method === 'scroll' && moved.top === 0) throw new Error('The list was not scrolled.');
      return ((await taskSeconds(tab)) - before) * (1000 / frames);
    };
    const [scroll, progress, append] = [await cost('scroll'), await cost('progress'), await cost('append')];
    return {
      msToFill,
      heapMB,
      nodes,
      scroll,
      progress,
      append,
      longestFrame: Math.max(...seen.map(({longestFrame}) => longestFrame)),
      longestTask: Math.max(...seen.map(({watched}) => watched.longestTask)),
    };
  } finally {
    await tab.close();
  }
}

/** What the page's thread has worked so far. */
async function taskSeconds({session}: Tab): Promise<number> {
  const {metrics} = await session.send('Performance.getMetrics');
  return metrics.find(({name}) => name === 'TaskDuration')!.value;
}
