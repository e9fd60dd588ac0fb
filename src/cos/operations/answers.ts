import {CallbackError} from '../../errors.js';
import {type Asked, readAnswer} from '../wire/cos-error.js';
import type {Picture, UploadAnswer} from '../wire/results.js';
import type {TransportResponse} from '../wire/transport.js';
import {childOf, childrenOf, readError, rootOf, textOf, type XmlElement} from '../wire/xml.js';
import type {Headers} from './headers.js';

/** What COS has said of what it was ordered to do, and why its callback has failed, where it has. */
export interface Heard {
  readonly answer?: UploadAnswer | undefined;
  readonly failed?: Failed | undefined;
}

interface Failed {
  readonly code: string;
  readonly message: string;
}

/** The answer to a PUT with orders: the callback's or the return body's own text, `UploadResult`, or `Error` under a success. */
export async function heardFromPut(
  response: TransportResponse,
  headers: Headers,
  asked: Asked,
): Promise<Heard> {
  const text = await response.text();
  const isCallback = headers['x-cos-callback'] !== undefined;
  const root = rootOf(text);
  if (root === 'UploadResult') {
    const result = await readAnswer(response, root, asked);
    return {answer: {picOperations: picturesOf(childOf(result, 'OriginalInfo'), result)}};
  }
  if (root === 'Error') {
    const failed = failedOf(readError(text));
    return isCallback ? {failed} : {answer: {returnError: failed}};
  }
  if (text.trim() === '') return {};
  return {answer: {[isCallback ? 'callback' : 'returnBody']: parsed(text)}};
}

/** The same of Complete, whose document holds all of it. 436/7742 */
export function heardFromComplete(result: XmlElement): Heard {
  const answer: {-readonly [Name in keyof UploadAnswer]: UploadAnswer[Name]} = {};
  const callback = childOf(result, 'CallbackResult');
  const returned = childOf(result, 'ReturnBodyResult');
  let failed: Failed | undefined;
  if (callback) {
    if (hasSucceeded(callback)) answer.callback = parsed(decoded(textOf(callback, 'CallbackBody')));
    else failed = failedOf(childOf(callback, 'Error') ?? callback);
  }
  if (returned) {
    if (hasSucceeded(returned)) answer.returnBody = parsed(decoded(textOf(returned, 'ReturnBody')));
    else answer.returnError = failedOf(returned);
  }
  if (childOf(result, 'ProcessResults') ?? childOf(result, 'ImageInfo'))
    answer.picOperations = picturesOf(result, result);
  return {failed, ...(Object.keys(answer).length > 0 ? {answer} : {})};
}

/** Throws a CallbackError that carries `result` where the callback has failed. */
export function orCallbackError<Result extends CallbackError['result']>(
  {failed}: Heard,
  result: Result,
  key: string,
): Result {
  if (!failed) return result;
  throw new CallbackError(
    `"${key}" is stored, but the callback of COS to the application failed: ${failed.code}, ${failed.message.replace(/\.$/, '')}. ` +
      'Look at the URL of the callback and at what its server answers. A retry sends the file again, for only then COS calls again.',
    {code: failed.code, key, result},
  );
}

const hasSucceeded = (element: XmlElement): boolean => textOf(element, 'Status')?.trim() === '200';

const failedOf = (element: XmlElement): Failed => ({
  code: textOf(element, 'Code') ?? 'CallbackFailed',
  message: textOf(element, 'Message') ?? 'no reason is given',
});

/** JSON as what it says, any other text as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function decoded(base64 = ''): string {
  try {
    const bytes = Uint8Array.from(atob(base64.trim()), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return base64;
  }
}

type Pictures = NonNullable<UploadAnswer['picOperations']>;

const picturesOf = (original: XmlElement | undefined, result: XmlElement): Pictures => ({
  info: facts(childOf(original, 'ImageInfo')),
  objects: childrenOf(childOf(result, 'ProcessResults'), 'Object').map(facts),
});

const numbered = /^(width|height|size|quality|orientation|frameCount|bitDepth|watermarkStatus)$/;

/** `<ETag>` becomes `etag`, `<Width>200</Width>` becomes `width: 200`. */
const facts = (element: XmlElement = {}): Picture =>
  Object.fromEntries(
    Object.entries(element).flatMap(([tag, value]) => {
      if (typeof value !== 'string' || value.trim() === '') return [];
      const name = tag === 'ETag' ? 'etag' : tag.charAt(0).toLowerCase() + tag.slice(1);
      return [[name, numbered.test(name) ? Number(value) : value]];
    }),
  );
