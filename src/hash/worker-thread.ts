import {attend} from '../workers/attend.js';
import type {FromWorker, ToWorker} from './hash.worker.js';
import type {Digests} from './types.js';
import {ThreadDied, type Thread, type Work} from './thread.js';

interface Answer {
  work: Work;
  resolve: (digests: Digests) => void;
  reject: (error: Error) => void;
}

/** A page that may not have this worker is told by a rejection of `ready`, `startTime` ms from now at the latest. */
export function openWorkerThread(worker: Worker, startTime: number): Thread {
  const send = (message: ToWorker): void => worker.postMessage(message);
  const stop = (): void => send({type: 'stop'});
  let current: Answer | undefined;
  let died: ThreadDied | undefined;

  const take = (): Answer | undefined => {
    const answer = current;
    current = undefined;
    answer?.work.signal.removeEventListener('abort', stop);
    return answer;
  };

  let end = (): void => undefined;
  const ready = new Promise<'wasm' | 'js'>((resolve, reject) => {
    end = attend<FromWorker>(worker, startTime, {
      hears(message) {
        if (message.type === 'ready') resolve(message.means);
        else if (message.type === 'progress') current?.work.onProgress(message.bytes);
        else if (message.type === 'done') take()?.resolve(message.digests);
        else take()?.reject(new DOMException(message.message, message.name));
      },
      diesOf(message) {
        died = new ThreadDied(message);
        reject(died);
        take()?.reject(died);
      },
    });
  });

  return {
    ready,
    hash: (work) =>
      new Promise((resolve, reject) => {
        if (died) throw died;
        send({type: 'hash', blob: work.blob, wanted: work.wanted});
        current = {work, resolve, reject};
        work.signal.addEventListener('abort', stop);
      }),
    end,
  };
}
