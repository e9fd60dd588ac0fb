import {answer, failed, Refusal} from './answers.js';

export interface GuardOptions {
  /** Other origins whose pages may ask, such as `https://app.example.com`. Default: only pages of the server's own origin. */
  origins?: readonly string[] | undefined;
  /** Takes the reasons that no page may read. Default `console.error`. */
  log?: ((message: string) => void) | undefined;
}

/** Bytes of a question. It is about one file and needs no more. */
const mostBytes = 64 * 1024;

/**
 * A handler of POST with JSON that pages of this origin may call. A form of another site cannot send JSON without a preflight, and browsers
 * tell where a request comes from. So no other site can use a person's cookies here.
 */
export const guarded =
  <Context>(
    {origins = [], log = (message) => console.error(message)}: GuardOptions,
    respond: (question: Record<string, unknown>, request: Request, context: Context) => Promise<Response>,
  ): ((request: Request, context?: Context) => Promise<Response>) =>
  async (request, context) => {
    const origin = request.headers.get('origin');
    const named = origin !== null && origins.includes(origin);
    const headers = {
      'cache-control': 'no-store',
      vary: 'origin',
      ...(named && {...crossOrigin, 'access-control-allow-origin': origin}),
    };
    if (request.method === 'OPTIONS' && origins.length > 0) return new Response(null, {status: 204, headers});
    let response: Response;
    try {
      if (request.method !== 'POST') throw new Refusal(405, 'Only POST is answered.');
      if (!named && isForeign(request, origin))
        throw new Refusal(
          403,
          'Pages of another origin may not ask here; the server has to name it in "origins".',
        );
      // The headers of an answer from fetch() cannot be changed, so the answer is copied.
      const given = await respond(await readQuestion(request), request, context as Context);
      response = new Response(given.body, given);
    } catch (error) {
      response = error instanceof Refusal ? answer(error.status, {error: error.message}) : failed(error, log);
    }
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };

const crossOrigin = {
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'authorization, content-type, x-csrf-token',
  'access-control-allow-methods': 'POST',
  'access-control-max-age': '600',
};

/**
 * Whether a page of another origin asks. A client that is no browser sends neither header and no person's cookies, so it is not foreign.
 */
function isForeign({headers, url}: Request, origin: string | null): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin';
  if (origin === null) return false;
  const hosts = [headers.get('host'), headers.get('x-forwarded-host'), new URL(url).host];
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host);
}

async function readQuestion(request: Request): Promise<Record<string, unknown>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    throw new Refusal(415, 'Send content-type: application/json.');
  let question: unknown;
  try {
    question = JSON.parse(await readText(request));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'The body is not JSON.');
  }
  if (typeof question !== 'object' || question === null || Array.isArray(question))
    throw new Refusal(400, 'The body is not a JSON object.');
  return question as Record<string, unknown>;
}

async function readText({body}: Request): Promise<string> {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let [text, size] = ['', 0];
  const reader = body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return text + decoder.decode();
    size += next.value.length;
    if (size > mostBytes) {
      void reader?.cancel();
      throw new Refusal(413, `The body is longer than ${mostBytes} bytes.`);
    }
    text += decoder.decode(next.value, {stream: true});
  }
}
