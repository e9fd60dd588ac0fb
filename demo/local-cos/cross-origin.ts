import type {Answer} from './call.js';
import {corsHeaders, type CorsOptions, type CorsRule, findRule, preflightHeaders} from './cors.js';
import {CosFailure} from './cos-failure.js';
import type {Exchange} from './exchange.js';

const rulesOf = ({bucket, desk}: Exchange): readonly CorsRule[] =>
  bucket ? (bucket.cors ?? desk.cos.settings.corsRules) : [];

const optionsOf = ({bucket, desk}: Exchange): CorsOptions => ({
  allowHeadersUnasked: desk.cos.settings.allowHeadersUnasked,
  responseVary: bucket?.corsVary ?? desk.cos.settings.responseVary,
});

/** OPTIONS Object (436/8288): unsigned. */
export function preflight(exchange: Exchange): Answer {
  const {bucket, headers} = exchange;
  // A bucket that does not exist has no rules.
  if (!bucket) throw new CosFailure('AccessForbidden');
  const request = {
    origin: headers['origin'] ?? '',
    method: headers['access-control-request-method'] ?? '',
    headers: headers['access-control-request-headers'] ?? '',
  };
  const allowed = preflightHeaders(rulesOf(exchange), request, optionsOf(exchange));
  if (!allowed) throw new CosFailure('AccessForbidden');
  return {status: 200, headers: allowed};
}

/** Common headers (436/7729), those of the operation and CORS, also for errors; without what a fault hides. */
export function answerHeaders(exchange: Exchange, answer: Answer): Record<string, string> {
  const {effect, now, requestId} = exchange;
  const own = Object.entries(answer.headers ?? {}).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const hidden = new Set(effect.hideHeaders?.map((name) => name.toLowerCase()));
  const visible = (name: string): boolean => !hidden.has(name.toLowerCase());
  const all: Record<string, string> = {
    Server: 'tencent-cos',
    Date: new Date(now).toUTCString(),
    ...(effect.intercepted !== true && {'x-cos-request-id': requestId}),
    ...Object.fromEntries(own),
    ...crossOriginHeaders(exchange, Object.keys(answer.headers ?? {}), visible),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => visible(name)));
}

function crossOriginHeaders(
  exchange: Exchange,
  names: readonly string[],
  visible: (name: string) => boolean,
): Record<string, string> {
  const origin = exchange.headers['origin'];
  if (origin === undefined || exchange.method === 'OPTIONS') return {};
  const rule = findRule(rulesOf(exchange), origin, exchange.method);
  if (!rule) return {};
  const shown = {...rule, exposeHeaders: rule.exposeHeaders.filter(visible)};
  const metadata = exchange.desk.cos.settings.exposeMetadata
    ? names.filter((name) => name.startsWith('x-cos-meta-') && visible(name))
    : [];
  return corsHeaders(shown, origin, optionsOf(exchange), metadata);
}
