import {randomBytes} from 'node:crypto';
import type {ServerResponse} from 'node:http';
import type {Answer} from './call.js';
import type {CosFailure} from './cos-failure.js';
import type {Throttle} from './throttle.js';
import {writeXml} from './xml.js';

/** `<hex time>_<hex>_<hex>_<hex>` in base64, as 436/7729's samples. */
export function newRequestId(now: number): string {
  const time = Math.floor(now / 1000).toString(16);
  const random = Math.random().toString(16).slice(2, 10);
  const text = [time, random, process.pid.toString(16), (serial++).toString(16)].join('_');
  return Buffer.from(text).toString('base64');
}

let serial = 1;

/** The error document of 436/7730; `details` stand between message and resource. */
export function failureAnswer(failure: CosFailure, resource: string, requestId: string): Answer {
  const traceId = randomBytes(72).toString('base64');
  const body = writeXml(
    'Error',
    {
      Code: failure.code,
      Message: failure.message,
      ...failure.details,
      Resource: resource,
      RequestId: requestId,
      TraceId: traceId,
    },
    'single',
  );
  return {status: failure.status, headers: {'x-cos-trace-id': traceId, ...failure.headers}, body};
}

export interface Delivery {
  method: string;
  /** Already with CORS and common headers. */
  headers: Record<string, string>;
  throttle?: Throttle;
}

/** Writes an answer to the end; resolves also when the client has gone. */
export async function deliver(response: ServerResponse, answer: Answer, delivery: Delivery): Promise<void> {
  const {body} = answer;
  const headers = {...delivery.headers};
  const named = (name: string): boolean =>
    Object.keys(headers).some((header) => header.toLowerCase() === name);
  if (typeof body === 'string') headers['Content-Length'] = String(Buffer.byteLength(body));
  else if (body === undefined && answer.status !== 204 && !named('content-length'))
    headers['Content-Length'] = '0';
  if (body !== undefined && !named('content-type')) headers['Content-Type'] = 'application/xml';
  response.writeHead(answer.status, withWrittenNames(headers));
  if (delivery.method === 'HEAD' || body === undefined) {
    response.end();
  } else if (typeof body === 'string') {
    response.end(body);
  } else {
    await stream(response, body, delivery.throttle);
  }
}

/** `Content-Length`, as COS writes it; its own headers are lower case. */
const withWrittenNames = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      /^(x-cos-|[A-Z])/.test(name) ? name : name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]),
  );

async function stream(
  response: ServerResponse,
  body: AsyncIterable<Buffer | string>,
  throttle: Throttle | undefined,
): Promise<void> {
  response.flushHeaders();
  for await (const chunk of body) {
    if (response.destroyed) return;
    await throttle?.take(chunk.length);
    if (!response.write(chunk)) await writable(response);
  }
  response.end();
}

const writable = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
