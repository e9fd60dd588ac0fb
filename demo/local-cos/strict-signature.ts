import {CosFailure} from './cos-failure.js';
import type {Authorization, SignedRequest} from './signature.js';

/** A rule of a bucket's strict signature mode (436/53892): what must be signed when it is present. */
export interface StrictRule {
  id?: string;
  /** `PutObject`, `Put*`, `*`; with or without `name/cos:`. */
  actions: string[];
  /** Header names; `x-cos-*` stands for all of them. */
  headers: string[];
  /** Parameter names; `all` stands for every one. */
  parameters: string[];
}

const wildcard = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(text);

/** Throws AccessDenied when a rule for this action names something present and unsigned. */
export function checkStrict(
  rules: readonly StrictRule[],
  action: string,
  request: SignedRequest,
  authorization: Authorization,
): void {
  for (const rule of rules) {
    if (!rule.actions.some((pattern) => wildcard(pattern.replace(/^name\/cos:/, ''), action))) continue;
    const headers = Object.keys(request.headers).filter((name) => name !== 'authorization');
    if (missing(headers, rule.headers, authorization.headers)) deny('header');
    const parameters = request.query
      .map(({name}) => name.toLowerCase())
      .filter((name) => !/^(q-|sign$|x-cos-security-token$)/.test(name));
    const wanted = rule.parameters.map((name) => (name === 'all' ? '*' : name));
    if (missing(parameters, wanted, authorization.parameters.flat())) deny('param');
  }
}

const missing = (present: readonly string[], wanted: readonly string[], signed: readonly string[]): boolean =>
  present.some((name) => !signed.includes(name) && wanted.some((pattern) => wildcard(pattern, name)));

function deny(what: 'header' | 'param'): never {
  throw new CosFailure('AccessDenied', {message: `Strict signature missing ${what} that must be signed`});
}
