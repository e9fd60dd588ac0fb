import type {ObjectOptions} from '../operations/object-options.js';

/** What a ticket is asked for. */
export interface TicketFile {
  readonly name: string;
  /** Relative path inside a dropped folder; else the name. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** MIME type, '' when unknown. */
  readonly type: string;
  /** Epoch milliseconds; 0 for a Blob. */
  readonly lastModified: number;
  /** The object of an upload that goes on, or is to be removed: the ticket has to name the same one. */
  readonly key?: string | undefined;
}

/**
 * The application's answer about one file: the name of its object, and keys for that object alone. 436/76598. Those of the
 * official SDKs, and of the raw API, are understood in each of their spellings.
 */
export interface Ticket {
  readonly key: string;
  readonly credentials?:
    {readonly tmpSecretId: string; readonly tmpSecretKey: string; readonly sessionToken: string} | undefined;
  /** Unix seconds. */
  readonly startTime?: number | undefined;
  readonly expiredTime?: number | undefined;
  /** Where given, they have to be those of the client. */
  readonly bucket?: string | undefined;
  readonly region?: string | undefined;
  /** What the object is created with; they win over those of the page. */
  readonly objectOptions?: ObjectOptions | undefined;
  /** The object is there already: nothing is sent, and keys are not needed. */
  readonly stored?: boolean | undefined;
}

/** Asks the application for a ticket. The signal aborts when nobody waits any more. */
export type GetTicket = (file: TicketFile, signal: AbortSignal) => Promise<Ticket>;
