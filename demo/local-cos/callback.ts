import {request as overHttp} from 'node:http';
import {request as overHttps} from 'node:https';
import {CosFailure} from './cos-failure.js';

/** `x-cos-callback` and `x-cos-callback-var` (436/106770). */
export interface CallbackOrder {
  urls: string[];
  host: string | undefined;
  body: string;
  type: string;
  /** Named `x:…`. */
  variables: Record<string, string>;
}

/** What came of an order: bytes, or why there are none. */
export type Outcome = {ok: true; body: Buffer} | {ok: false; code: string; message: string};

const FORM = 'application/x-www-form-urlencoded';
const PATIENCE_MS = 5000;

/** Base64 of JSON each. */
export function readCallback(callback: string, variables: string | undefined): CallbackOrder {
  const {callbackUrl, callbackHost, callbackBody, callbackBodyType = FORM} = fromBase64(callback);
  const urls = (callbackUrl ?? '').split(';').filter((url) => url !== '');
  const known = [FORM, 'application/json'].includes(callbackBodyType);
  if (urls.length > 5 || !callbackBody || !known) throw invalid();
  return {
    urls,
    host: callbackHost,
    body: callbackBody,
    type: callbackBodyType,
    variables: variables === undefined ? {} : fromBase64(variables),
  };
}

function fromBase64(text: string): Record<string, string> {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, string>;
  } catch {
    throw invalid();
  }
}

const invalid = (): CosFailure => new CosFailure('InvalidArgument', {message: 'The callback is not valid.'});

/** Asks one URL after another until one answers 200. Servers elsewhere are not called: this one is for one machine. */
export async function callBack(
  order: CallbackOrder,
  system: Readonly<Record<string, string | number>>,
): Promise<Outcome> {
  const body = filled(order, {...system, ...order.variables});
  let reason = 'There is no callback URL.';
  for (const text of order.urls) {
    const whole = /^https?:\/\//i.test(text) ? text : `http://${text}`;
    const url = URL.canParse(whole) ? new URL(whole) : undefined;
    if (!url || !/^(localhost|.*\.localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) {
      reason = `${text} is no server of this machine.`;
      continue;
    }
    try {
      const answer = await post(url, body, order);
      if (answer.status === 200) return {ok: true, body: answer.body};
      reason = `The callback server answered ${answer.status}.`;
    } catch (error) {
      reason = `The callback server cannot be reached: ${(error as Error).message}.`;
    }
  }
  return {ok: false, code: 'CallbackFailed', message: reason};
}

/** Values in a form are encoded, in JSON they are written as JSON; what has no value is empty. */
const filled = ({body, type}: CallbackOrder, values: Readonly<Record<string, string | number>>): string =>
  type === FORM
    ? body.replace(/\$\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
    : body
        .replace(/"\$\{([^}]+)\}"/g, (_, name: string) => JSON.stringify(String(values[name] ?? '')))
        .replace(/\$\{([^}]+)\}/g, (_, name: string) => JSON.stringify(values[name] ?? ''));

function post(url: URL, body: string, order: CallbackOrder): Promise<{status: number; body: Buffer}> {
  const open = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method: 'POST',
      timeout: PATIENCE_MS,
      headers: {
        Host: order.host ?? url.host,
        'Content-Type': order.type,
        'Content-Length': Buffer.byteLength(body),
      },
    });
    request.on('timeout', () => request.destroy(new Error('it took more than 5 s')));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({status: response.statusCode ?? 0, body: Buffer.concat(chunks)}));
    });
    request.end(body);
  });
}
