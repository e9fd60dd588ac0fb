import type {IncomingMessage, ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {deliver, failureAnswer} from './answer.js';
import {createBody, type IncomingBody} from './body.js';
import type {Answer} from './call.js';
import {CosFailure} from './cos-failure.js';
import {answerHeaders, preflight} from './cross-origin.js';
import {type Desk, type Exchange, openExchange} from './exchange.js';
import type {FaultEffect} from './faults.js';
import {operate} from './operate.js';
import {createThrottle} from './throttle.js';
import {bytesPerSecond} from './traffic-limit.js';

/** Answers one request to the store. Never rejects: what cannot be answered ends with its connection. */
export async function handleStore(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const exchange = openExchange(desk, request, response);
  const {effect, entry, headers, method, target} = exchange;
  const cut = (): void => void request.socket.resetAndDestroy();
  const throttle = createThrottle(() => bytesPerSecond(headers, target.query));
  const body = createBody(request, {
    throttles: [desk.link, throttle],
    flipByte: effect.flipByte ?? false,
    ...(effect.reset === 'mid-body' && {cut: {at: Number(headers['content-length'] ?? 0) / 2, act: cut}}),
  });
  response.once('close', () => {
    entry.durationMs = Date.now() - entry.time;
    entry.bytesIn = body.received;
    entry.aborted = !response.writableFinished;
  });
  try {
    const wait = desk.cos.settings.link.rttMs + (effect.delay ?? 0);
    // A server that has closed does not stay for what still waits.
    if (wait > 0) await delay(wait, undefined, {ref: false});
    const answer = effect.reset === 'before' ? 'cut' : await answerOrFail(exchange, body);
    if (answer === 'cut' || (answer !== 'silence' && effect.dropAnswer === true)) {
      cut();
    } else if (answer !== 'silence') {
      entry.status = answer.status;
      await deliver(response, answer, {method, headers: answerHeaders(exchange, answer), throttle});
    }
  } catch {
    // The client has gone, or bytes could not be read half-way through an answer.
    request.socket.destroy();
  }
}

async function answerOrFail(exchange: Exchange, body: IncomingBody): Promise<Answer | 'cut' | 'silence'> {
  const {effect, entry, headers, key, method, requestId} = exchange;
  try {
    const bodiless = (headers['content-length'] ?? '0') === '0';
    if (effect.hang === true || effect.reset === 'after' || (effect.reset === 'mid-body' && bodiless)) {
      await body.drain();
      return effect.hang === true ? 'silence' : 'cut';
    }
    if (method === 'OPTIONS' && effect.status === undefined) return preflight(exchange);
    failAsPlanned(exchange, effect);
    if (effect.intercepted === true) {
      await body.drain();
      entry.errorCode = 'intercepted';
      return {
        status: 200,
        headers: {'Content-Type': 'text/html', ETag: '"5d8c72a5edda8d6a"'},
        body: '<html><body>Sign in to Wi-Fi</body></html>',
      };
    }
    const answer = await operate(exchange, body);
    await body.drain();
    return answer;
  } catch (error) {
    await body.drain(); // Throws in turn when the reason was that the client has gone.
    const failure =
      error instanceof CosFailure
        ? error
        : new CosFailure('InternalError', {message: (error as Error).message});
    entry.errorCode = failure.code;
    return failureAnswer(failure, `${headers['host'] ?? ''}/${key}`, requestId);
  }
}

function failAsPlanned({desk}: Exchange, effect: FaultEffect): void {
  if (effect.expiredToken === true) {
    throw new CosFailure('ExpiredToken', {status: desk.cos.settings.expiredTokenStatus});
  }
  if (effect.status === undefined) return;
  throw new CosFailure(effect.code ?? (effect.status === 503 ? 'SlowDown' : 'InternalError'), {
    status: effect.status,
    ...(effect.message !== undefined && {message: effect.message}),
    ...(effect.retryAfter !== undefined && {headers: {'Retry-After': String(effect.retryAfter)}}),
  });
}
