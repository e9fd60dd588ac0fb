import {draw, type Wanted} from './draw.js';

export interface ToWorker {
  readonly file: Blob;
  readonly wanted: Wanted;
}

/** `ready` comes once, `drawn` after the one message that a worker gets: it is ended then, and its memory is free. */
export type FromWorker = {readonly type: 'ready'} | {readonly type: 'drawn'; readonly blob: Blob | undefined};

const post = (message: FromWorker): void => postMessage(message);

// The name that ways-to-worker.ts gives. Whoever else imports this module has no use for it.
if ((globalThis as {name?: string}).name === 'cos-uploader-image') {
  addEventListener('message', ({data}: MessageEvent<ToWorker>) => {
    void draw(data.file, data.wanted).then((blob) => post({type: 'drawn', blob}));
  });
  post({type: 'ready'});
}
