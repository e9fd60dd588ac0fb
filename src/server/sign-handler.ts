import {tokenName} from '../cos/credentials/authorizer.js';
import type {TemporaryCredentials} from '../cos/credentials/credentials-types.js';
import {authorizationOf} from '../cos/credentials/sign.js';
import {originOf} from '../cos/wire/endpoint.js';
import {answer, decided, Refusal} from './answers.js';
import {checkOptions, isOfType, type ServerOptions, type Settings} from './options.js';
import {checkObjectKey, isFolder, isWithin} from './place.js';
import {creating, policyFor} from './policy.js';
import {guarded} from './question.js';
import {readSignable, type Signable} from './signable.js';
import {credentialsWith} from './sts.js';

/** What a request is about, in the page's words. */
export interface SignFile {
  /** The key of the object; for a listing of unfinished uploads the prefix of their keys. */
  key: string;
}

export interface SignHandlerOptions<Context = unknown> extends ServerOptions {
  /** The same as the page's. Default: the bucket's own host. */
  endpoint?: string | undefined;
  /** The same as the page's: the global acceleration host. */
  accelerate?: boolean | undefined;
  /**
   * Decides who may write where: the folder of whoever asks, ending in `/`, or the one key that they may write. The key that is asked for
   * has to be this one, or in this folder. Undefined, where nobody has signed in, is answered with 401. A Response is sent as it is.
   */
  key: (
    file: SignFile,
    request: Request,
    context: Context,
  ) => string | Response | undefined | Promise<string | Response | undefined>;
}

/** Seconds that a signature is valid. It is used at once. */
const lifetime = 900;

/**
 * Answers the page's `authorize`: signs what uploads need and nothing else. COS obeys headers and parameters that no signature
 * covers, so each is signed with temporary keys that can do no more than this one operation on this one object.
 * Throws a ConfigurationError for options that cannot work.
 */
export function signHandler<Context = unknown>(
  options: SignHandlerOptions<Context>,
): (request: Request, context?: Context) => Promise<Response> {
  const settings = checkOptions(options);
  const hosts = hostsOf(options);
  const keysFor = narrowKeys(options, settings);
  return guarded(options, async (question, request, context: Context) => {
    const asked = readSignable(question, hosts);
    const isListing = asked.action === 'ListMultipartUploads';
    const key = isListing ? asked.query['prefix']! : asked.key;
    const place = decided(await options.key({key}, request, context));
    if (place instanceof Response) return place;
    // The prefix of a listing may be the folder itself. A single key has no prefix that could be listed.
    if (isListing ? !isFolder(place) || !key.startsWith(place) : !isWithin(key, place))
      throw new Refusal(403, 'This object belongs to nobody who asks here.');
    checkObjectKey(key);
    checkBody(asked, settings);
    const keys = await keysFor(asked.action, key);
    const now = Math.floor(Date.now() / 1000);
    const headers = {...asked.headers, [tokenName]: keys.sessionToken};
    const keyTime = `${now - 60};${Math.min(now + lifetime, keys.expiredTime)}`;
    const authorization = authorizationOf({...asked, headers}, keys, keyTime);
    return answer(200, {authorization, securityToken: keys.sessionToken});
  });
}

function hostsOf({bucket, region, endpoint, accelerate}: SignHandlerOptions<never>): string[] {
  const {host} = new URL(originOf({bucket, region, endpoint, accelerate}));
  // Some networks cannot reach the first name of a bucket, so its second name is allowed, too.
  return (endpoint ?? accelerate) ? [host] : [host, host.replace(/\.myqcloud\.com$/, '.tencentcos.cn')];
}

function checkBody({action, headers}: Signable, {maxSize, types}: Settings): void {
  const size = Number(headers['content-length'] ?? 0);
  if ((action === 'PutObject' || action === 'UploadPart') && size > maxSize)
    throw new Refusal(413, `The body is larger than ${maxSize} bytes.`);
  const type = headers['content-type'] ?? '';
  if (creating.includes(action) && !isOfType(types, type))
    throw new Refusal(415, `Files of the type "${type}" are not taken.`);
}

/** How many keys are remembered. An upload in parts asks for the same ones thousands of times. */
const mostKept = 1000;

/** Answers temporary keys for one operation on one object, and asks for them once while they last. */
function narrowKeys(
  {bucket, region, maxSize}: ServerOptions,
  {types, seconds, sts}: Settings,
): (action: string, key: string) => Promise<TemporaryCredentials> {
  const kept = new Map<string, {keys: Promise<TemporaryCredentials>; until: number}>();
  return (action, key) => {
    const id = `${action} ${key}`;
    const known = kept.get(id);
    if (known && Date.now() < known.until) return known.keys;
    const resource = action === 'ListMultipartUploads' ? `${key}*` : key;
    const policy = policyFor({bucket, region, resource, actions: [action], maxSize, types});
    const keys = credentialsWith(sts, {policy, seconds});
    kept.delete(id);
    kept.set(id, {keys, until: Date.now() + seconds * 500});
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
    keys.catch(() => {
      if (kept.get(id)?.keys === keys) kept.delete(id);
    });
    return keys;
  };
}
