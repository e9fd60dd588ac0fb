import type {BeginOptions, ObjectOptions, PartOptions} from '../../cos/operations/object-options.js';
import type {CompleteOptions} from '../../cos/operations/operation-options.js';
import {limitHeaders, orderHeaders} from '../../cos/operations/orders.js';
import type {Run} from './run-context.js';

type Options = Pick<Run, 'objectOptions'>;

/** Which headers of the page's own go with the parts, and which with Complete; all others belong to Initiate. 436/7750 436/7742 */
const ofParts = /^(x-cos-psize-(min|max)|x-cos-mime-limit)$/i;
const ofComplete =
  /^(pic-operations|x-cos-callback|x-cos-callback-var|x-cos-return-body|x-cos-pnum-(min|max))$/i;

function headersWhere(
  {headers = {}}: ObjectOptions,
  belongs: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => belongs(name)));
}

/**
 * What Initiate says of the object. Throws a ConfigurationError for what Complete could not say: with the first request, not after all
 * bytes.
 */
export function beginOptions({objectOptions}: Options): BeginOptions {
  orderHeaders(objectOptions);
  for (const kind of ['part', 'complete'] as const) limitHeaders(kind, objectOptions);
  const {
    callback: _callback,
    returnBody: _returnBody,
    picOperations: _picOperations,
    ...options
  } = objectOptions;
  return {
    ...options,
    headers: headersWhere(options, (name) => !ofParts.test(name) && !ofComplete.test(name)),
  };
}

/** With SSE-C each part carries the encryption key. */
export function partOptions({objectOptions}: Options): PartOptions {
  const {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5, sizeLimit, mimeLimit} = objectOptions;
  return {
    ...(sseCustomerKey === undefined ? {} : {sseCustomerAlgorithm, sseCustomerKey, sseCustomerKeyMD5}),
    sizeLimit,
    mimeLimit,
    headers: headersWhere(objectOptions, (name) => ofParts.test(name)),
  };
}

export function completeOptions({objectOptions}: Options): CompleteOptions {
  const {forbidOverwrite, callback, returnBody, picOperations, sizeLimit} = objectOptions;
  const headers = headersWhere(objectOptions, (name) => ofComplete.test(name));
  return {forbidOverwrite, callback, returnBody, picOperations, sizeLimit, headers};
}
