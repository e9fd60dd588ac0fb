import type {IncomingMessage} from 'node:http';
import type {Throttle} from './throttle.js';

/** The body of one request on its way in. */
export interface IncomingBody {
  /** Bytes that have arrived. */
  received: number;
  chunks(): AsyncGenerator<Buffer>;
  /** Reads what is left, so that the client gets to see the answer instead of a broken pipe. */
  drain(): Promise<void>;
}

export interface BodyOptions {
  /** Each chunk waits for all of them: the link, the traffic limit. */
  throttles: readonly Throttle[];
  /** Changes the first byte, before anybody hashes it. */
  flipByte: boolean;
  /** Called once as soon as this many bytes have arrived. */
  cut?: {at: number; act: () => void};
}

export function createBody(request: IncomingMessage, {throttles, flipByte, cut}: BodyOptions): IncomingBody {
  // A form begins with its fields: the damage is to be in the file.
  const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
  const body: IncomingBody = {
    received: 0,
    async *chunks() {
      if (request.readableEnded) return;
      // Kept open on an early end: what is left is drained before the answer.
      for await (const chunk of request.iterator({destroyOnReturn: false}) as AsyncIterable<Buffer>) {
        if (flipByte && body.received === 0) {
          const at = isForm ? chunk.length >> 1 : 0;
          chunk[at] = (chunk[at] ?? 0) ^ 1;
        }
        body.received += chunk.length;
        for (const throttle of throttles) await throttle.take(chunk.length);
        if (cut && body.received >= cut.at) cut.act();
        yield chunk;
      }
    },
    async drain() {
      for await (const _ of body.chunks());
    },
  };
  return body;
}
