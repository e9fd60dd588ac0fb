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

/** What of an error goes into a log. An HTTP client's whole error holds the request, and with it the keys' id and signature. */
export function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const {Code, Message, RequestId, message} = error as Record<string, unknown>;
  const said = [Code, Message ?? message].filter((text) => typeof text === 'string').join(': ');
  return (said || 'no reason given') + (typeof RequestId === 'string' ? ` (request ${RequestId})` : '');
}
