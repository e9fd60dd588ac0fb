import {NetworkError} from '../../errors.js';
import type {Asked} from './cos-error.js';
import type {TransportResponse} from './transport.js';
import {rootOf} from './xml.js';

/** The one success of each method that COS documents; DELETE's is 204, and 200 with other servers of this protocol. */
const successes: Readonly<Record<string, readonly number[]>> = {DELETE: [204, 200]};

/** What the status of a gateway in front of COS tells by itself: too slow, too large, too many. */
const tellsEnough: ReadonlySet<number> = new Set([408, 413, 429]);

/**
 * The error for an answer that is not COS's own, else undefined: a redirect, a web page (of a hotel's login, a filter, a service
 * worker), a success that COS does not know, or a refusal (4xx) in other words than COS's XML. Without a readable request id it is not
 * COS's either where answers to that method have shown one before; its absence alone proves nothing, because CORS may hide it. A 5xx of a
 * gateway in front of COS is judged by its status.
 * @param body the answer's
 * @param ids the methods whose answers have shown a request id; kept here
 */
export function foreignAnswer(
  answer: TransportResponse,
  body: string,
  {method, ordered = false}: {readonly method: string; readonly ordered?: boolean},
  ids: Set<string>,
  {operation, key}: Asked,
): NetworkError | undefined {
  const {status} = answer;
  const identified = Boolean(answer.header('x-cos-request-id'));
  const missed = ids.has(method) && !identified;
  if (identified) ids.add(method);
  const what = `${operation}${key && ` of "${key}"`}`;
  if (status >= 300 && status < 400) {
    return new NetworkError(
      `${what} was answered with a redirect, which is not followed: the keys would go along. Check region and endpoint, and ` +
        'what stands between this page and the store (a gateway, a login page).',
      {code: 'redirected', key: key || undefined},
    );
  }
  const success = status >= 200 && status < 300;
  // The type that HEAD tells is the object's own.
  const page =
    beginsAsPage(body) || (isPageType(answer.header('content-type')) && !(success && method === 'HEAD'));
  const foreign = success
    ? page || missed || !(successes[method] ?? (ordered ? [200, 203] : [200])).includes(status)
    : status < 500 &&
      !identified &&
      !tellsEnough.has(status) &&
      rootOf(body) !== 'Error' &&
      (page || missed || body.trim() !== '');
  if (!foreign) return undefined;
  return new NetworkError(
    `Something between this page and the store answered instead of it: ${what} got ${status}${page ? ' and a web page' : ''}. ` +
      (success
        ? 'Look for a login page, a proxy, a filter or a service worker.'
        : 'It refuses this request, perhaps for its name, its content or its size. Let the firewall, the filter or the proxy pass what goes to ' +
          'the store, or try from another network.'),
    {code: 'intercepted', status, key: key || undefined},
  );
}

const isPageType = (type: string | null): boolean => /^\s*(text\/html|application\/xhtml)/i.test(type ?? '');
const beginsAsPage = (body: string): boolean => /^\s*<(!doctype\s+html|html)\b/i.test(body);

/** Whether a server that was asked for something else has answered a web page. */
export const isPage = ({headers}: Response, body: string): boolean =>
  isPageType(headers.get('content-type')) || beginsAsPage(body);
