import {ConfigurationError} from '../../errors.js';
import {base64} from '../wire/base64.js';
import {jsonOf} from '../wire/json.js';
import {checkObject, checkWhole} from './check.js';
import type {Headers} from './headers.js';
import {checkText} from './option-rules.js';
import type {Callback, ObjectOptions, Orders, PicOperations, SizeLimit} from './object-options.js';

/** Headers for what COS is to do with a whole object. Throws a ConfigurationError that names the option at fault. 436/106770 436/97529 */
export function orderHeaders({callback, returnBody, picOperations}: Orders): Headers {
  return {
    ...(callback === undefined ? {} : callbackHeaders(callback)),
    ...(returnBody === undefined ? {} : {'x-cos-return-body': base64(textOfReturn(returnBody))}),
    ...(picOperations === undefined ? {} : {'pic-operations': textOfPicture(picOperations)}),
  };
}

/** Whether the headers of a request, of whatever origin, order something of COS. */
export const isOrdered = (headers: Headers): boolean =>
  ['x-cos-callback', 'x-cos-return-body', 'pic-operations'].some((name) => headers[name] !== undefined);

/** The limits that a request may promise to keep: PUT what its content is, a part its size too, Complete the number of parts. */
export function limitHeaders(
  kind: 'put' | 'part' | 'complete',
  {sizeLimit, mimeLimit}: Pick<ObjectOptions, 'sizeLimit' | 'mimeLimit'>,
): Headers {
  if (kind === 'complete')
    return numbers(sizeLimit, {minParts: 'x-cos-pnum-min', maxParts: 'x-cos-pnum-max'});
  return {
    ...(kind === 'part'
      ? numbers(sizeLimit, {minPartSize: 'x-cos-psize-min', maxPartSize: 'x-cos-psize-max'})
      : {}),
    ...(mimeLimit === undefined ? {} : {'x-cos-mime-limit': checkText('mimeLimit', mimeLimit, mimeLimit)}),
  };
}

function numbers(limit: SizeLimit = {}, names: Partial<Record<keyof SizeLimit, string>>): Headers {
  checkObject('sizeLimit', limit);
  return Object.fromEntries(
    Object.entries(names).flatMap(([option, name]) => {
      const value = limit[option as keyof SizeLimit];
      if (value === undefined) return [];
      checkWhole(`sizeLimit.${option}`, value, 1, Number.MAX_SAFE_INTEGER);
      return [[name, String(value)]];
    }),
  );
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function callbackHeaders(callback: Callback): Headers {
  checkObject('callback', callback);
  const {url, body, bodyType, host, variables = {}} = callback;
  const refuse = (name: string, value: unknown, allowed: string): never => {
    throw new ConfigurationError(`callback.${name}`, value, allowed);
  };
  if (!isText(url) || !/^[^;\s]+(;[^;\s]+){0,4}$/.test(url) || !/^[\x21-\x7e]+$/.test(url))
    refuse('url', url, 'one to five URLs, percent-encoded and joined with ";"');
  if (!isText(body)) refuse('body', body, 'a text such as key=${object}&etag=${etag}');
  if (bodyType !== undefined && !['application/x-www-form-urlencoded', 'application/json'].includes(bodyType))
    refuse('bodyType', bodyType, 'application/x-www-form-urlencoded or application/json');
  if (host !== undefined && !isText(host)) refuse('host', host, 'a host name');
  checkObject('callback.variables', variables);
  const named = Object.entries(variables).map(([name, value]) => {
    // A value may be a secret, so the error does not show it.
    if (typeof value !== 'string') refuse('variables', name, 'names with texts as their values');
    return [name.replace(/^(x:)?/, 'x:'), value];
  });
  return {
    'x-cos-callback': base64(
      JSON.stringify({callbackUrl: url, callbackHost: host, callbackBody: body, callbackBodyType: bodyType}),
    ),
    ...(named.length > 0 ? {'x-cos-callback-var': base64(JSON.stringify(Object.fromEntries(named)))} : {}),
  };
}

function textOfReturn(body: NonNullable<Orders['returnBody']>): string {
  const text = typeof body === 'string' ? body : jsonOf(body);
  if (!text) throw new ConfigurationError('returnBody', body, "an object such as {key: '${object}'}");
  return text;
}

/** A header is ASCII, and so can JSON be. */
function textOfPicture(operations: PicOperations): string {
  checkObject('picOperations', operations);
  const {rules} = operations as {rules?: unknown};
  const json = jsonOf(operations);
  const isRule = (rule: Partial<PicOperations['rules'][number]> | null): boolean =>
    isText(rule?.fileid) && isText(rule?.rule);
  if (!json || !Array.isArray(rules) || !rules.every(isRule))
    throw new ConfigurationError(
      'picOperations',
      json,
      "{rules: [{fileid: 'small.jpg', rule: 'imageMogr2/thumbnail/200x'}]}",
    );
  return json.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
