import {CorsError} from '../../errors.js';
import {corsRule} from './cors.js';

/** What the requests of an upload carry beyond what every page may send. */
const headers = {authorization: 'probe', 'x-cos-security-token': 'probe', 'content-type': 'application/xml'};

/**
 * Tells a refused preflight from a dead line, for browsers report both as the same NetworkError: the server answers
 * without CORS, but not an empty request with it, asked twice. Resolves with a CorsError or, when the rules are not to
 * blame or nothing is known within `timeout` milliseconds, with undefined; rejects with the signal's reason. Nothing is
 * written: the probes are not signed.
 */
export async function corsRefusal(
  client: {locationOf(key: string): string},
  key: string,
  signal?: AbortSignal,
  timeout = 20_000,
  methods: readonly string[] = ['PUT', 'POST'],
): Promise<CorsError | undefined> {
  const late = AbortSignal.timeout(timeout);
  try {
    return await probe(client.locationOf(key), key, methods, signal ? AbortSignal.any([signal, late]) : late);
  } catch (error) {
    signal?.throwIfAborted();
    if (late.aborted) return undefined;
    throw error;
  }
}

async function probe(
  location: string,
  key: string,
  methods: readonly string[],
  signal: AbortSignal,
): Promise<CorsError | undefined> {
  const answers = (init: RequestInit): Promise<boolean> =>
    fetch(`${location}?partNumber=1&uploadId=probe`, {credentials: 'omit', signal, ...init}).then(
      () => true,
      () => {
        signal.throwIfAborted();
        return false;
      },
    );
  if (!(await answers({mode: 'no-cors'}))) return undefined;
  for (const method of methods) {
    if ((await answers({method, headers})) || (await answers({method, headers}))) continue;
    return new CorsError(
      `The bucket's CORS rules refuse ${method} from this page, so "${key}" cannot be sent. Add the rule that this error ` +
        'holds (rule) before any other rule that matches the page.',
      {rule: corsRule(), key},
    );
  }
  return undefined;
}
