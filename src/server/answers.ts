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

/**
 * What goes into a log of an error. The error object of an HTTP client holds the request, with the id of the keys and the signature, so it
 * is never logged whole.
 */
export function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const {Code, Message, RequestId, message} = error as Record<string, unknown>;
  const said = [Code, Message ?? message].filter((text) => typeof text === 'string').join(': ');
  return (said || 'no reason given') + (typeof RequestId === 'string' ? ` (request ${RequestId})` : '');
}
