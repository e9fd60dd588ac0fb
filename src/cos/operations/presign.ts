import {ConfigurationError} from '../../errors.js';
import {tokenName} from '../credentials/authorizer.js';
import {checkWhole} from './check.js';
import type {PresignMethod, PresignOptions} from './operation-options.js';
import {extraHeaders} from './option-rules.js';
import {checkKey} from '../wire/key.js';
import {urlOf, type Core} from './request.js';

const actionOf: Readonly<Record<PresignMethod, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  POST: 'AppendObject',
  DELETE: 'DeleteObject',
};

/** A signed URL: whoever has it may do this one thing, until it expires or its temporary credentials do. */
export async function presign(
  core: Core,
  method: PresignMethod,
  key: string,
  {expires = 900, query = {}, headers, signal}: PresignOptions = {},
): Promise<string> {
  checkKey(key);
  // Without TypeScript a page may pass anything.
  const verb = method.toUpperCase() as PresignMethod;
  const action = actionOf[verb] as string | undefined;
  if (!action) throw new ConfigurationError('method', method, Object.keys(actionOf).join(', '), key);
  checkWhole('expires', expires, 1, 365 * 24 * 3600, key);
  const {authorization, securityToken} = await core.authorizer(
    {
      method: verb,
      key,
      query,
      headers: {...extraHeaders(headers), host: new URL(core.hosts.current).host},
      actions: [action],
      expires,
    },
    signal,
  );
  // The Authorization header has its values as they are. In a URL they have to be encoded.
  const fields = authorization.split('&').map((field) => {
    const equals = field.indexOf('=');
    return [field.slice(0, equals), field.slice(equals + 1)] as const;
  });
  return urlOf(core.hosts.current, key, {
    ...query,
    ...Object.fromEntries(fields),
    ...(securityToken ? {[tokenName]: securityToken} : {}),
  });
}
