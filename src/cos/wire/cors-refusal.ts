import {CorsError, NetworkError} from '../../errors.js';
import {corsRule} from './cors.js';
import {isOfOrigin, unlessForbidden} from './page-policy.js';

type Answers = (init: RequestInit) => Promise<boolean>;

/** What the requests of an upload carry beyond what every page may send. */
const headers = {authorization: 'probe', 'x-cos-security-token': 'probe', 'content-type': 'application/xml'};

/**
 * Tells a refused preflight from a dead or a bad line, for browsers report all as the same NetworkError: each time the server answers
 * without CORS, but not an empty request with it. Resolves with a CorsError or, when the rules are not to
 * blame or nothing is known within `timeout` milliseconds, with undefined. Rejects with the signal's reason, or with a NetworkError where the
 * page's own policy forbids to ask. Nothing is written: the probes are not signed.
 */
export async function corsRefusal(
  client: {locationOf(key: string): string},
  key: string,
  signal?: AbortSignal,
  timeout = 20_000,
): Promise<CorsError | undefined> {
  return inTime(timeout, signal, (limited) => probe(client.locationOf(key), key, limited));
}

/**
 * Whether HEAD alone is refused: the rules leave it out, or something on the way does. While a store is away its gateway answers no
 * preflight at all, which says nothing of HEAD, so each time a PUT has to be answered. False where nothing is known
 * within `timeout` milliseconds; rejects with the signal's reason.
 */
export async function isHeadRefused(
  client: {locationOf(key: string): string},
  key: string,
  signal: AbortSignal,
  timeout = 5000,
): Promise<boolean> {
  const refused = await inTime(timeout, signal, (limited) => {
    const answers = asking(client.locationOf(key), limited);
    return isRefused(
      () => answers({method: 'HEAD', headers}),
      () => answers({method: 'PUT', headers}),
    );
  });
  return refused === true;
}

/**
 * Whether a question is never answered while `other` always is. A bad line loses now the one, now the other: where half of all answers
 * are lost, it looks so once in 256 times.
 */
async function isRefused(ask: () => Promise<boolean>, other: () => Promise<boolean>): Promise<boolean> {
  for (let round = 0; round < 4; round++) if ((await ask()) || !(await other())) return false;
  return true;
}

/** What `ask` answers within `timeout` milliseconds, or undefined. */
async function inTime<T>(
  timeout: number,
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const late = AbortSignal.timeout(timeout);
  try {
    return await ask(signal ? AbortSignal.any([signal, late]) : late);
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) return undefined;
    throw error;
  }
}

const asking =
  (location: string, signal: AbortSignal): Answers =>
  (init) =>
    fetch(`${location}?partNumber=1&uploadId=probe`, {credentials: 'omit', signal, ...init}).then(
      () => true,
      () => {
        signal.throwIfAborted();
        return false;
      },
    );

async function probe(location: string, key: string, signal: AbortSignal): Promise<CorsError | undefined> {
  const answers = asking(location, signal);
  const reached = (): Promise<boolean> => isReached(location, signal);
  if (!(await reached())) return undefined;
  for (const method of ['PUT', 'POST']) {
    if (!(await isRefused(() => answers({method, headers}), reached))) continue;
    const {host} = new URL(location);
    const paste = 'add the one that this error holds (rule) before any other that matches it';
    // Where a read is answered there are rules for this page, so they may not be to blame.
    const why = (await answers({headers}))
      ? `Others are answered, so either no CORS rule of ${host} allows this page ${method}: ${paste}. Or something on the way (a proxy ` +
        `that wants a login, a filter) lets no ${method} pass: look there.`
      : `Either ${host} has no CORS rule for this page: ${paste}. Or there is no such bucket in this region, and so no rules: check ` +
        'both names.';
    return new CorsError(
      `${method} of "${key}" is refused before it is sent, or its answer is kept from this page. ${why}`,
      {rule: corsRule(), key},
    );
  }
  return undefined;
}

/** Milliseconds until the browser has reported what it keeps from a page. */
const reportTime = 2000;

/**
 * Whether a server answers at all, whatever its CORS rules are. A page under Cross-Origin-Embedder-Policy or
 * Document-Isolation-Policy may not even know that: there
 * the browser's report of what it has kept back says that there was an answer, where the browser has such reports. Rejects with a
 * NetworkError where the page's own policy forbids to ask.
 */
export async function isReached(url: string, signal: AbortSignal | undefined): Promise<boolean> {
  let kept = (): void => undefined;
  const reported = new Promise<boolean>((resolve) => (kept = () => resolve(true)));
  const observer =
    'ReportingObserver' in globalThis
      ? new ReportingObserver(
          (reports) => {
            // The fields of such a report can be read as JSON only.
            const told = JSON.parse(JSON.stringify(reports)) as {body?: {blockedURL?: string}}[];
            const {origin} = new URL(url);
            if (told.some(({body}) => isOfOrigin(body?.blockedURL ?? '', origin))) kept();
          },
          {types: ['coep', 'dip']},
        )
      : undefined;
  observer?.observe();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const init = {mode: 'no-cors', credentials: 'omit', cache: 'no-store', signal: signal ?? null} as const;
    await unlessForbidden(url, () => fetch(url, init));
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NetworkError) throw error;
    if (!observer) return false;
    const silence = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, reportTime, false);
    });
    return await Promise.race([reported, silence]);
  } finally {
    clearTimeout(timer);
    observer?.disconnect();
  }
}
