import type {AuthorizeRequest} from '../cos/credentials/credentials-types.js';
import {Refusal} from './answers.js';
import {rightsHeaders} from './policy.js';

/** One kind of request that uploads are made of. */
interface Operation {
  /** Without `name/cos:`. */
  action: string;
  method: string;
  /** The parameters that it has, all of them and no others. */
  query: readonly string[];
  optional?: readonly string[];
}

const pageOf = (name: string): string[] => ['encoding-type', `max-${name}`];

/** All operations that are signed. Any other is refused. */
const operations: readonly Operation[] = [
  {action: 'PutObject', method: 'PUT', query: []},
  {action: 'HeadObject', method: 'HEAD', query: []},
  {action: 'InitiateMultipartUpload', method: 'POST', query: ['uploads']},
  {action: 'UploadPart', method: 'PUT', query: ['partNumber', 'uploadId']},
  {
    action: 'ListParts',
    method: 'GET',
    query: ['uploadId'],
    optional: [...pageOf('parts'), 'part-number-marker'],
  },
  {action: 'CompleteMultipartUpload', method: 'POST', query: ['uploadId']},
  {action: 'AbortMultipartUpload', method: 'DELETE', query: ['uploadId']},
  {
    action: 'ListMultipartUploads',
    method: 'GET',
    query: ['prefix', 'uploads'],
    optional: [...pageOf('uploads'), 'delimiter', 'key-marker', 'upload-id-marker'],
  },
];

/** Headers that tell how an object is kept, and give nobody rights. */
const harmless =
  /^(host|content-(type|length|md5|disposition|encoding|language)|cache-control|expires|x-cos-(meta-[a-z0-9-]+|storage-class|tagging|traffic-limit|forbid-overwrite|mime-limit|p(size|num)-(min|max)|server-side-encryption(-[a-z0-9-]+)?))$/;

/** A checked request in the words of `authorize`: its operation, parameters and headers are all known. */
export interface Signable extends AuthorizeRequest {
  action: string;
}

/** Throws a Refusal for anything that is not part of an upload to one of these hosts. */
export function readSignable(question: Record<string, unknown>, hosts: readonly string[]): Signable {
  const {method, key} = question;
  const query = textsOf('query', question['query']);
  const headers = textsOf('headers', question['headers']);
  if (typeof method !== 'string' || typeof key !== 'string')
    throw new Refusal(400, '"method" and "key" are texts.');
  const operation = operations.find((each) => isRequestOf(each, {method, query}));
  if (!operation || (operation.action === 'ListMultipartUploads') !== (key === ''))
    throw new Refusal(403, 'This kind of request is not signed here.');
  if (query['uploads']) throw new Refusal(403, '"uploads" has no value.');
  const unknown = Object.keys(headers).find((name) => !harmless.test(name));
  if (unknown !== undefined) {
    const shown = rightsHeaders.includes(unknown)
      ? `${unknown}, which gives rights,`
      : `The header "${unknown}"`;
    throw new Refusal(403, `${shown} is not signed here.`);
  }
  if (!hosts.includes(headers['host'] ?? ''))
    throw new Refusal(403, 'Only requests to the bucket of this server are signed.');
  if (/^P/.test(method) && !/^\d{1,15}$/.test(headers['content-length'] ?? ''))
    throw new Refusal(403, `${method} is signed with its content-length alone.`);
  return {action: operation.action, method, key, query, headers};
}

function isRequestOf(
  {method, query, optional = []}: Operation,
  asked: {method: string; query: Readonly<Record<string, string>>},
): boolean {
  const names = Object.keys(asked.query);
  return (
    method === asked.method &&
    query.every((name) => names.includes(name)) &&
    names.every((name) => query.includes(name) || optional.includes(name))
  );
}

/**
 * Reads texts by name. Names are taken as they stand, so that no second spelling of one passes. Values with characters that begin another
 * line are refused.
 */
function textsOf(what: string, value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, `"${what}" is an object of texts.`);
  for (const text of Object.values(value)) {
    // eslint-disable-next-line no-control-regex
    if (typeof text !== 'string' || text.length > 4096 || /[\x00-\x08\x0a-\x1f\x7f]/.test(text))
      throw new Refusal(400, `"${what}" holds what is no text of one line.`);
  }
  return value as Record<string, string>;
}
