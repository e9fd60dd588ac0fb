import {uploadActions} from '../cos/credentials/upload-actions.js';
import type {ObjectOptions} from '../cos/operations/object-options.js';
import {answer, decided, Refusal} from './answers.js';
import {checkOptions, isOfType, type ServerOptions} from './options.js';
import {checkObjectKey, isFolder, isRandomKey, randomKey} from './place.js';
import {policyFor} from './policy.js';
import {guarded} from './question.js';
import {credentialsWith} from './sts.js';

/** A file that a page wants to upload, in the page's words: it may say anything. */
export interface TicketFile {
  name: string;
  /** The path within a dropped folder; else the name. */
  path: string;
  /** Bytes. */
  size: number;
  /** MIME type, or empty. */
  type: string;
  /** Milliseconds since the epoch. */
  lastModified: number;
  /** The object of an upload that goes on. The answer has to be the same key, or the upload ends. */
  key?: string;
}

/** An object whose key the application has chosen itself. */
export interface TicketPlace {
  key: string;
  /** What the object is to be created with. */
  objectOptions?: ObjectOptions | undefined;
  /** The object is there already, so nothing is sent and no keys are handed out. */
  stored?: boolean | undefined;
}

type Decision = string | TicketPlace | Response | undefined;

export interface TicketHandlerOptions<Context = unknown> extends ServerOptions {
  /**
   * Decides who may upload what to where. A text that ends in `/` is the folder of whoever asks. The object gets a random name in it, and
   * an upload that goes on keeps its name. Any other text is the key itself. Undefined, where nobody has signed in, is answered with 401. A
   * Response is sent as it is. `context` is the second argument of the handler.
   */
  key: (file: TicketFile, request: Request, context: Context) => Decision | Promise<Decision>;
}

/**
 * Answers `ticket-url`: names the object of a file and hands out keys that are good for that object alone. POST with JSON.
 * Throws a ConfigurationError for options that cannot work.
 */
export function ticketHandler<Context = unknown>(
  options: TicketHandlerOptions<Context>,
): (request: Request, context?: Context) => Promise<Response> {
  const {maxSize, types, seconds, sts} = checkOptions(options);
  const {bucket, region} = options;
  return guarded(options, async (question, request, context: Context) => {
    const file = readFile(question);
    const given = decided(await options.key(file, request, context));
    if (given instanceof Response) return given;
    const {key: place, objectOptions, stored} = typeof given === 'string' ? {key: given} : given;
    const key = keyIn(place, file);
    checkObjectKey(key);
    const where = {key, bucket, region};
    if (stored) return answer(200, {...where, stored});
    if (file.size > maxSize) throw new Refusal(413, `The file is larger than ${maxSize} bytes.`);
    if (!isOfType(types, objectOptions?.contentType ?? file.type))
      throw new Refusal(415, `Files of the type "${file.type}" are not taken.`);
    const limits = {maxSize: options.maxSize, types, objectOptions};
    const policy = policyFor({bucket, region, resource: key, actions: uploadActions, ...limits});
    const {secretId, secretKey, sessionToken, startTime, expiredTime} = await credentialsWith(sts, {
      policy,
      seconds,
    });
    const credentials = {tmpSecretId: secretId, tmpSecretKey: secretKey, sessionToken};
    return answer(200, {...where, credentials, startTime, expiredTime, objectOptions});
  });
}

/** The key of an upload that goes on comes from the page, so it counts only where the application would name it, too. */
function keyIn(place: string, {key: continued, name}: TicketFile): string {
  if (continued === undefined) return isFolder(place) ? randomKey(place, name) : place;
  const isTheirs = isFolder(place) ? isRandomKey(continued, place) : continued === place;
  if (!isTheirs) throw new Refusal(403, 'This object belongs to nobody who asks here.');
  return continued;
}

const longest = 4096;

function readFile(question: Record<string, unknown>): TicketFile {
  const text = (name: string, fallback?: string): string => {
    const value = question[name] ?? fallback;
    if (typeof value !== 'string' || value.length > longest)
      throw new Refusal(400, `"${name}" is no text of a file.`);
    return value;
  };
  const count = (name: string): number => {
    const value = question[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw new Refusal(400, `"${name}" is no whole number.`);
    return value;
  };
  const name = text('name');
  const file = {
    name,
    path: text('path', name),
    size: count('size'),
    type: text('type', ''),
    lastModified: count('lastModified'),
  };
  return question['key'] === undefined ? file : {...file, key: text('key')};
}
