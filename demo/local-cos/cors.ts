/** CORS as 436/8279 and 436/8288 describe it: rules from top to bottom, the first that fits decides. */
export interface CorsRule {
  id?: string;
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders: string[];
  exposeHeaders: string[];
  maxAgeSeconds?: number;
}

export interface CorsOptions {
  responseVary: boolean;
  allowHeadersUnasked: boolean;
}

/** One `*` stands for anything. */
export const fits = (pattern: string, text: string): boolean => {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern.toLowerCase() === text.toLowerCase();
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
};

/** The first rule for this origin, method and (preflight only) list of headers. */
export function findRule(
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  headers: readonly string[] = [],
): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      rule.allowedMethods.includes(method) &&
      headers.every((name) => rule.allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name))),
  );
}

/** Headers of an answer to `origin` under `rule`; the same for preflights and for real requests. */
export function corsHeaders(
  rule: CorsRule,
  origin: string,
  options: CorsOptions,
  extraExposed: readonly string[] = [],
): Record<string, string> {
  const named = !rule.allowedOrigins.includes('*');
  const exposed = [...rule.exposeHeaders, ...extraExposed];
  return {
    'Access-Control-Allow-Origin': named ? origin : '*',
    ...(named && {'Access-Control-Allow-Credentials': 'true'}),
    'Access-Control-Allow-Methods': rule.allowedMethods.join(','),
    ...(exposed.length > 0 && {'Access-Control-Expose-Headers': exposed.join(',')}),
    ...(rule.maxAgeSeconds !== undefined && {'Access-Control-Max-Age': String(rule.maxAgeSeconds)}),
    ...(options.responseVary && {Vary: 'Origin'}),
  };
}

/** The answer to a preflight, or `undefined` when no rule fits. */
export function preflightHeaders(
  rules: readonly CorsRule[],
  request: {origin: string; method: string; headers: string},
  options: CorsOptions,
): Record<string, string> | undefined {
  const asked = request.headers
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = findRule(rules, request.origin, request.method, asked);
  if (!rule) return undefined;
  const allowed = rule.allowedHeaders.includes('*')
    ? asked
    : rule.allowedHeaders.map((name) => name.toLowerCase());
  return {
    ...corsHeaders(rule, request.origin, options),
    ...((asked.length > 0 || options.allowHeadersUnasked) &&
      allowed.length > 0 && {'Access-Control-Allow-Headers': allowed.join(',')}),
  };
}
