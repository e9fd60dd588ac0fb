import type {IncomingBody} from './body.js';
import type {Answer, Call} from './call.js';
import {CosFailure} from './cos-failure.js';
import type {Exchange} from './exchange.js';
import {readForm} from './form.js';
import {putObject} from './operations/put-object.js';
import {checkPermission} from './permission.js';
import {checkFormPolicy, identifyForm, withinRange} from './post-policy.js';
import {checkKey} from './target.js';
import {writeXml} from './xml.js';

/** What is the form's own and no header of the object. */
const ofTheForm = /^(q-.*|policy|key|file|success_action_.*|x-cos-security-token|signature)$/;

/**
 * POST Object (436/14690): a form as a browser submits it. What a PUT says in its headers the form says in its fields, so it is
 * read as far as its file before anybody is identified.
 */
export async function postObject(
  {desk: {cos}, bucket, entry, headers, now}: Exchange & {bucket: Call['bucket']},
  body: IncomingBody,
): Promise<Answer> {
  const {fields, filename, file} = await readForm(body.chunks(), headers['content-type'] ?? '');
  const key = (fields.get('key') ?? '').replaceAll('${filename}', filename);
  if (key === '') throw new CosFailure('InvalidArgument', {message: 'The form has no field named key.'});
  entry.key = key;
  const caller = identifyForm(fields, cos, now);
  checkKey(key, Buffer.byteLength(key));
  const range = checkFormPolicy(fields, bucket.name, key, now);
  const call: Call = {
    cos,
    bucket,
    key,
    host: headers['host'] ?? '',
    query: new Map(),
    headers: {...headersOf(fields), 'transfer-encoding': 'chunked'},
    body: withinRange(file, range),
    length: undefined,
    caller,
    now,
  };
  checkPermission('PostObject', call);
  const stored = await putObject(call);
  const location = `http://${call.host}/${key.split('/').map(encodeURIComponent).join('/')}`;
  // What was ordered takes the place of the form's own answer.
  if (stored.body !== undefined) return {...stored, headers: {...stored.headers, Location: location}};
  return answerForm(fields, call, {...stored.headers, Location: location});
}

function headersOf(fields: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...fields]
      .filter(([name, value]) => !ofTheForm.test(name) && value !== '')
      .map(([name, value]) => [name === 'acl' ? 'x-cos-acl' : name, value]),
  );
}

/** A redirect wins over a status; the status is 200, 201 with a document, or else 204. */
function answerForm(
  fields: ReadonlyMap<string, string>,
  {bucket, key}: Call,
  headers: Record<string, string | undefined>,
): Answer {
  const redirect = fields.get('success_action_redirect');
  const etag = headers['ETag'] ?? '';
  if (redirect !== undefined) {
    const query = new URLSearchParams({bucket: bucket.name, key, etag}).toString();
    return {status: 303, headers: {...headers, Location: `${redirect}?${query}`}};
  }
  const status = Number(fields.get('success_action_status'));
  if (status === 201) {
    const document = {Location: headers['Location'], Bucket: bucket.name, Key: key, ETag: etag};
    return {status, headers, body: writeXml('PostResponse', document)};
  }
  return {status: status === 200 ? status : 204, headers};
}
