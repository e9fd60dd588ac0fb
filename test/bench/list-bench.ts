import {createRandom} from '../chaos/random.js';
import {writeFiles} from './files.js';
import type {Target} from './page/contender.js';
import type {Begun, Listed} from './page/list.js';
import {median, round, type Section} from './report.js';
import type {Stage} from './stage.js';
import type {Tab} from './tab.js';

const widgets = ['cos-uploader', 'Uppy Dashboard', 'vaadin-upload'];
/** Milliseconds for which the pointer is on a widget before the files are chosen: a person takes longer. */
const beforeChoice = 1000;

/** Seconds of sending that are watched; some need many minutes for all. */
const mostSeconds = 60;

/** Seconds after which a widget without a row is stopped, and, with nothing else to wait for, one that does not answer. */
const mostToRow = 120;

interface Run extends Begun, Listed {
  nodes: number;
}

/** A widget whose page was closed, for the reason given. */
class Cut extends Error {}

/** The same files chosen in three widgets, in turn, each on a fresh page. `slowed`: how many times the page's processor is slower than it is. */
export async function benchList(stage: Stage, files: number, rounds: number, slowed = 1): Promise<Section> {
  const paths = await writeFiles(stage.folder, files, 2048);
  const runs = new Map<string, Run[]>(widgets.map((name) => [name, []]));
  const cut = new Map<string, string>();
  const random = createRandom(files);
  for (let at = 0; at < rounds; at++) {
    for (const name of random.shuffled(widgets)) {
      // Another round of it would be as long, and say as little.
      if (cut.has(name)) continue;
      let run: Run;
      try {
        run = await runOnce(stage, name, paths, at, slowed);
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
        cut.set(name, error.message);
        console.log(`  ${at + 1}  ${name.padEnd(16)} ${error.message}`);
        continue;
      }
      runs.get(name)!.push(run);
      console.log(
        `  ${at + 1}  ${name.padEnd(16)} first row ${run.secondsToRow.toFixed(2)} s, longest task ${Math.max(run.adding.longestTask, run.sending.longestTask)} ms, ${run.nodes} nodes, ${run.done} sent in ${run.secondsSending.toFixed(1)} s`,
      );
    }
  }
  const task = (ms: number): string => (ms === 0 ? '< 50' : ms.toFixed(0));
  return {
    title: `${files.toLocaleString('en')} files in the list${slowed > 1 ? `, on a processor that is ${slowed} times slower` : ''}`,
    notes: [
      `The same ${files.toLocaleString('en')} files of 2 KB through the input of each widget, each as it comes and told to send at once, to the same server, a second after the pointer has come to it; ${rounds} rounds in turn, medians. ` +
        `Sending is watched until all have arrived, for ${mostSeconds} s at most. Nodes at that end, garbage collected.`,
      ...[...cut].map(([name, reason]) => `${name} ${reason}, was stopped, and not tried again.`),
    ],
    tables: [
      {
        columns: [
          '',
          'first row, s',
          'longest task until then, ms',
          'longest task while sending, ms',
          'tasks > 50 ms while sending',
          'frames > 50 ms while sending',
          'peak JS heap, MB',
          'DOM nodes',
          'files sent',
          'files/s',
        ],
        rows: [...runs].map(([name, list]) => {
          if (list.length === 0) return [name, `> ${mostToRow}`, ...Array<string>(8).fill('–')];
          const of = (pick: (run: Run) => number): number => median(list.map(pick));
          return [
            name,
            round(of(({secondsToRow}) => secondsToRow)),
            task(of(({adding}) => adding.longestTask)),
            task(of(({sending}) => sending.longestTask)),
            String(of(({sending}) => sending.longTasks)),
            String(of(({sending}) => sending.slowFrames)),
            round(of(({adding, sending}) => Math.max(adding.heapMB, sending.heapMB))),
            String(of(({nodes}) => nodes)),
            String(of(({done}) => done)),
            round(of(({done, secondsSending}) => done / secondsSending)),
          ];
        }),
      },
    ],
  };
}

async function runOnce(
  stage: Stage,
  name: string,
  paths: readonly string[],
  round: number,
  slowed: number,
): Promise<Run> {
  const {cos, tus} = stage;
  const tab = await stage.open('/list.html');
  try {
    cos.settings.verifySignature = name === 'cos-uploader';
    cos.log.length = 0;
    const target: Target = {
      cos: cos.origin,
      bucket: cos.bucket,
      region: cos.region,
      tus: tus.origin,
      prefix: `list/${name.replaceAll(' ', '-')}/${round}`,
    };
    await tab.call('mount', name, target);
    await tab.session.send('Input.dispatchMouseEvent', {type: 'mouseMoved', x: 200, y: 80});
    await new Promise((resolve) => setTimeout(resolve, beforeChoice));
    await tab.session.send('Emulation.setCPUThrottlingRate', {rate: slowed});
    const begun = await within(mostToRow, `did not show a row within ${mostToRow} s`, async () => {
      await tab.choose(paths, 'bench.input');
      return tab.call<Begun>('row');
    });
    const most = mostSeconds + mostToRow;
    const rest = await within(most, `did not answer within ${most} s of its first row`, async () => {
      const listed = await tab.call<Listed>('watch', paths.length, mostSeconds);
      return {...listed, nodes: await countNodes(tab)};
    });
    return {...begun, ...rest};
  } finally {
    await tab.close();
  }
}

async function countNodes({session}: Tab): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const {nodes} = await session.send('Memory.getDOMCounters');
  return nodes;
}

/** The page cannot cut itself off: its thread may be the one that is busy. */
async function within<T>(seconds: number, otherwise: string, work: () => Promise<T>): Promise<T> {
  const working = work();
  // Closing the page ends it, and nobody listens any more.
  working.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Cut(otherwise)), seconds * 1000);
  });
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}
