import type {FromWorker, ToWorker} from './hash.worker.js';
import type {Digests} from './types.js';
import {ThreadDied, type Thread, type Work} from './thread.js';

interface Answer {
  work: Work;
  resolve: (digests: Digests) => void;
  reject: (error: Error) => void;
}

/**
 * When the page may not have this worker: under a content security policy there is only an `error` event, and where something swallows
 * its script there is nothing at all for `startTime` ms. Both reject `ready`.
 */
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

  let starting: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(starting);
    worker.terminate();
  };

  const ready = new Promise<'wasm' | 'js'>((resolve, reject) => {
    worker.onmessage = ({data}: MessageEvent<FromWorker>) => {
      if (data.type === 'ready') {
        clearTimeout(starting);
        resolve(data.means);
      } else if (data.type === 'progress') current?.work.onProgress(data.bytes);
      else if (data.type === 'done') take()?.resolve(data.digests);
      else take()?.reject(new DOMException(data.message, data.name));
    };
    const die = (message: string): void => {
      end();
      died = new ThreadDied(message);
      reject(died);
      take()?.reject(died);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // The work goes on elsewhere, so it is no error of the page's.
      die(event.message);
    };
    starting = setTimeout(die, startTime, 'The worker did not start in time.');
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
