import {CredentialsError} from '../../errors.js';
import {answerOf} from '../credentials/app-answer.js';
import {appFailure} from '../credentials/app-failure.js';
import {askApp} from '../credentials/ask-app.js';
import {readCredentials} from '../credentials/credentials-answer.js';
import type {CredentialsCache} from '../credentials/credentials.js';
import type {GetCredentials, StsAnswer} from '../credentials/credentials-types.js';
import type {ObjectOptions} from '../operations/object-options.js';
import type {GetTicket, Ticket, TicketFile} from './ticket-types.js';

/** Where a ticket was taken: the object is the application's choice. */
export interface TakenTicket {
  readonly key: string;
  readonly objectOptions?: ObjectOptions | undefined;
  readonly stored: boolean;
}

/** The application names the object of each file, and its keys are good for that object alone. */
export interface Tickets {
  /** Asks for the ticket of a file, or again for one of `file.key`. Its keys sign what is sent about that object from then on. */
  take(file: TicketFile, signal: AbortSignal): Promise<TakenTicket>;
  /** What the application is told about the file of `key` when its keys have to be renewed. */
  know(key: string, file: TicketFile): Promise<void>;
}

/** Files are remembered while they are on their way, and then some. */
const mostFiles = 1000;

/** POST of the file as JSON. Cookies go along within the page's origin only: for another one there is the `ticket` function. */
export const ticketFromUrl =
  (url: string): GetTicket =>
  (file, signal) =>
    askApp(
      url,
      {method: 'POST', body: JSON.stringify(file), headers: {'content-type': 'application/json'}},
      signal,
    );

interface TicketPlace {
  bucket: string;
  region: string;
}

/** Where keys come from by tickets: `getCredentials` renews them, `open` answers the tickets on top of the cache that keeps them. */
export function createTickets(
  getTicket: GetTicket,
  place: TicketPlace,
): {getCredentials: GetCredentials; open: (cache: CredentialsCache) => Tickets} {
  const files = new Map<string, TicketFile>();
  const know = (key: string, file: TicketFile): void => {
    files.delete(key);
    files.set(key, {...file, key});
    if (files.size > mostFiles) files.delete(files.keys().next().value!);
  };
  return {
    getCredentials: async ({key}, signal) => {
      if (key === '') {
        throw new CredentialsError(
          'Tickets are for one object each: the bucket cannot be listed with them.',
          {
            code: 'refused',
          },
        );
      }
      const answer = await getTicket(files.get(key) ?? nameless(key), signal);
      checkTicket(answer, place, key);
      return answer as StsAnswer;
    },
    open: (cache) => ({
      know: (key, file) => {
        know(key, file);
        return Promise.resolve();
      },
      take: async (file, signal) => {
        const answer = await ask(getTicket, file, signal);
        const key = checkTicket(answer, place, file.key);
        know(key, file);
        const {objectOptions, stored = false} = answer;
        if (!stored) cache.keep(key, readCredentials(answer as StsAnswer));
        return {key, objectOptions, stored};
      },
    }),
  };
}

async function ask(getTicket: GetTicket, file: TicketFile, signal: AbortSignal): Promise<Ticket> {
  const late = (seconds: number): string =>
    `There was no ticket for "${file.path}" within ${seconds} s: the endpoint or function does not answer. Look there; ` +
    'it is asked again.';
  try {
    return await answerOf((limited) => getTicket(file, limited), {signal, late, key: file.key});
  } catch (error) {
    signal.throwIfAborted();
    throw appFailure('ticket', [], error, file.key);
  }
}

/** Of an object that this client was given by its key alone. */
const nameless = (key: string): TicketFile => ({
  name: key.split('/').at(-1) ?? key,
  path: key,
  size: 0,
  type: '',
  lastModified: 0,
  key,
});

/** The key that a ticket names; a CredentialsError where it is no ticket, or is for something else. */
function checkTicket(answer: unknown, {bucket, region}: TicketPlace, asked: string | undefined): string {
  const malformed = (fault: string): CredentialsError =>
    new CredentialsError(
      `The ticket ${fault}. Expected is {key, credentials: {tmpSecretId, tmpSecretKey, sessionToken}, startTime, expiredTime}.`,
      {code: 'malformed', key: asked},
    );
  if (typeof answer !== 'object' || answer === null) throw malformed('is not an object');
  const fields = answer as Record<string, unknown>;
  const {
    Key,
    key = Key,
    Bucket,
    bucket: itsBucket = Bucket ?? bucket,
    Region,
    region: itsRegion = Region ?? region,
  } = fields;
  if (typeof key !== 'string' || key === '') throw malformed('lacks key');
  if (itsBucket !== bucket || itsRegion !== region)
    throw malformed(`is for another bucket or region than ${bucket} in ${region}`);
  if (asked !== undefined && key !== asked)
    throw malformed(`names another object than "${asked}", whose upload goes on`);
  return key;
}
