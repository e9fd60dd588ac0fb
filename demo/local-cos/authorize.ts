import {CosFailure} from './cos-failure.js';
import type {Key, KeyRing} from './key-ring.js';
import {isAllowed, type PolicyQuestion} from './policy.js';
import type {Settings} from './settings.js';
import {type Authorization, checkSignature, readAuthorization, type SignedRequest} from './signature.js';
import {checkStrict, type StrictRule} from './strict-signature.js';

const TOLERANCE_SECONDS = 15 * 60;

export interface AuthorizeContext {
  keys: KeyRing;
  settings: Settings;
  strict: readonly StrictRule[];
  action: string;
  /** Server clock, ms. */
  now: number;
}

/** Who signed a request and what they may do. Questions about other objects (copy sources) are asked later. */
export interface Caller {
  anonymous: boolean;
  /** True for the owner's own key. */
  owner: boolean;
  may(question: PolicyQuestion): boolean;
}

const OWNER: Caller = {anonymous: false, owner: true, may: () => true};
const ANYBODY: Caller = {anonymous: true, owner: false, may: () => false};

/** Verifies key, token, time and signature (436/7778); throws the code of 436/7730 for what is wrong. */
export function identify(request: SignedRequest, context: AuthorizeContext): Caller {
  if (!context.settings.verifySignature) return OWNER;
  const authorization = readAuthorization(request);
  if (!authorization) return ANYBODY;
  const key = context.keys.find(authorization.secretId);
  if (!key) throw new CosFailure('InvalidAccessKeyId');
  checkToken(request, key, context);
  checkTime(request, authorization, context);
  checkSignature(request, authorization, key.secretKey);
  checkStrict(context.strict, context.action, request, authorization);
  const policy = key.temporary?.policy;
  if (!policy) return OWNER;
  return {anonymous: false, owner: false, may: (question) => isAllowed(policy, question)};
}

function checkToken(request: SignedRequest, key: Key, {settings, now}: AuthorizeContext): void {
  const given =
    request.headers['x-cos-security-token'] ??
    request.query.find(({name}) => name === 'x-cos-security-token')?.value;
  if (!key.temporary) return;
  if (given !== key.temporary.token) throw new CosFailure('InvalidAccessKeyId');
  if (now / 1000 > key.temporary.expiredTime) {
    throw new CosFailure('ExpiredToken', {status: settings.expiredTokenStatus});
  }
}

/** Past its end: AccessDenied, `Request has expired`; a start or a Date more than 15 minutes off: RequestTimeTooSkewed. */
function checkTime(
  request: SignedRequest,
  authorization: Authorization,
  {settings, now}: AuthorizeContext,
): void {
  const seconds = now / 1000;
  const details = settings.serverTimeInErrors ? {ServerTime: new Date(now).toISOString()} : {};
  for (const range of [authorization.signTime, authorization.keyTime]) {
    const match = /^(\d{10});(\d{10})$/.exec(range);
    if (!match)
      throw new CosFailure('AccessDenied', {message: 'Format of q-sign-time or q-key-time is not valid.'});
    if (seconds > Number(match[2]))
      throw new CosFailure('AccessDenied', {message: 'Request has expired', details});
    if (Number(match[1]) - seconds > TOLERANCE_SECONDS && settings.futureStart !== 'accept') {
      throw new CosFailure(settings.futureStart, {details});
    }
  }
  const date = Date.parse(request.headers['date'] ?? '');
  if (Math.abs(date - now) > TOLERANCE_SECONDS * 1000)
    throw new CosFailure('RequestTimeTooSkewed', {details});
}
