import {failed} from './answers.js';

/** What `forNode` reads of a request of `node:http`, Express, Koa's `ctx.req` or Fastify's `request.raw`. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body, where express.json() has already read it. */
  body?: unknown;
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array>;
}

export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string | string[]>): unknown;
  end(body?: Uint8Array): unknown;
}

/**
 * A handler as `node:http` and Express call it. `key` gets the request of Node as its `context`. What the handler throws goes to the
 * console, and the client reads 500: nobody looks at the promise of a listener, so a rejection would end the process.
 */
export const forNode =
  <Incoming extends NodeRequest>(
    handler: (request: Request, context: Incoming) => Promise<Response>,
  ): ((request: Incoming, response: NodeResponse) => Promise<void>) =>
  async (incoming, outgoing) => {
    const response = await answerOf(() => handler(requestOf(incoming), incoming));
    const {headers, status} = response;
    // Several of them are several headers; joined with a comma a browser would read one.
    const cookies = headers.getSetCookie();
    outgoing.writeHead(status, {
      ...Object.fromEntries(headers),
      ...(cookies.length > 0 && {'set-cookie': cookies}),
    });
    outgoing.end(new Uint8Array(await response.arrayBuffer()));
  };

async function answerOf(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    return failed(error, (message) => console.error(message));
  }
}

function requestOf(incoming: NodeRequest): Request {
  const {method = 'GET', url = '/', headers, body} = incoming;
  const fields = Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
  const host = [headers['host'] ?? 'localhost'].flat()[0]!;
  // A client may send a whole URL as its target. Only its path and query count.
  const sent = new URL(url, 'http://localhost');
  const target = `http://${host}${sent.pathname}${sent.search}`;
  const bodiless = method === 'GET' || method === 'HEAD';
  const read = typeof body === 'object' && body !== null ? JSON.stringify(body) : streamOf(incoming);
  return new Request(target, {
    method,
    headers: fields.filter(([name]) => !name.startsWith(':')),
    ...(bodiless ? {} : ({body: read, duplex: 'half'} as object)),
  });
}

function streamOf(incoming: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
