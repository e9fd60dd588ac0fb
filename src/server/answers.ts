export const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json'}});

/** Ends a request with a reason that the page may read. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the application has decided for whoever asks; a Refusal where nobody has signed in. */
export function decided<Place>(place: Place | undefined): Place {
  if (place == null) throw new Refusal(401, 'Nobody has signed in.');
  return place;
}

/**
 * What goes into a log of an error. The error object of an HTTP client holds the request, with the id of the keys and the signature, so it
 * is never logged whole.
 */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const {Code, Message, RequestId, message} = error as Record<string, unknown>;
  const said = [Code, Message ?? message].filter((text) => typeof text === 'string').join(': ');
  return (said || 'no reason given') + (typeof RequestId === 'string' ? ` (request ${RequestId})` : '');
}

/** What the client reads of an error of the server's own, and what its log gets. */
export function failed(error: unknown, log: (message: string) => void): Response {
  log(`cos-uploader/server: ${describe(error)}`);
  return answer(500, {error: 'The server has no answer; its log says why.'});
}
