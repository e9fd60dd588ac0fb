import {NetworkError} from '../../errors.js';

export type UploadBody = Blob | string | BufferSource;

export interface TransportRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The content of the object or part. For POST Object: a form, or the bytes of one where its file is small. */
  body?: UploadBody | FormData | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the bytes of the body sent so far; a transport that cannot know calls it once, at the answer. */
  onProgress?: ((sent: number) => void) | undefined;
  /** Called with the bytes of the answer's body so far: COS may take minutes to join parts, and sends blanks meanwhile. 436/7742 */
  onReceived?: ((bytes: number) => void) | undefined;
}

export interface TransportResponse {
  /** 302 for any redirect where it cannot be told which: none is followed, for the body and the keys would go along. */
  status: number;
  /** A header's value, or null when it is absent or CORS hides it. */
  header(name: string): string | null;
  /** Names (lower case) and values of all the headers that may be read. */
  headers(): Iterable<readonly [string, string]>;
  /** The body, of `mostOf(status)` bytes at most. */
  text(): Promise<string>;
}

/**
 * Bytes of an answer's body that are read: a page must not run out of memory, whatever answers. A page of a list has 4 MB at most
 * (a thousand keys of 850 bytes, url-encoded), an error 2 kB.
 */
export const mostOf = (status: number): number => (status >= 200 && status < 300 ? 8 * 1024 ** 2 : 64 * 1024);

/** Sends one request. Rejects with the signal's reason or a NetworkError, never for a status. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

export const fetchTransport: Transport = async (request) => {
  const {method, url, headers, signal, onProgress, onReceived} = request;
  const wire = bodyOfRequest(request);
  const response = await orNetworkError(
    fetch(url, {
      method,
      headers,
      body: wire ?? null,
      signal: signal ?? null,
      // The signature says who asks; cookies of the storage domain stay out of it.
      credentials: 'omit',
      redirect: 'manual',
      // Only for reading: with no-store the browser adds `Cache-Control: no-cache`, which COS would keep as the
      // metadata of the object being written.
      cache: method === 'GET' || method === 'HEAD' ? 'no-store' : 'default',
    }),
    signal,
  );
  if (wire) onProgress?.(sizeOf(wire));
  return {
    status: response.type === 'opaqueredirect' ? 302 : response.status,
    header: (name) => response.headers.get(name),
    headers: () => response.headers.entries(),
    text: () => orNetworkError(readText(response, onReceived), signal),
  };
};

/** Reads the answer to its end. Otherwise Chromium's log, and tools that read along, show the request as failed. */
async function readText(response: Response, onReceived: TransportRequest['onReceived']): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ;) {
    const {done, value} = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    onReceived?.(size);
    text += decoder.decode(value, {stream: true});
    if (size <= mostOf(response.status)) continue;
    reader.cancel().catch(() => undefined);
    return text.slice(0, mostOf(response.status));
  }
}

export const blobOf = (body: UploadBody): Blob => (body instanceof Blob ? body : new Blob([body]));

/** Up to so many bytes Chromium sends an ArrayBuffer with less effort than a Blob; many megabytes of one take 20 to 40 times longer. */
export const smallBody: number = 128 * 1024;

/** The body in the form in which it goes into a request. */
export type WireBody = Blob | ArrayBuffer;
export const wireBody = (body: UploadBody): WireBody =>
  body instanceof ArrayBuffer && body.byteLength <= smallBody ? body : blobOf(body);
/** What a request has to send, undefined for nothing. */
export const bodyOfRequest = ({body}: TransportRequest): WireBody | FormData | undefined =>
  body === undefined || body instanceof FormData ? body : wireBody(body);
/** Of a form: that of its file. */
export function sizeOf(body: WireBody | FormData): number {
  if (body instanceof FormData) return (body.get('file') as File).size;
  return body instanceof Blob ? body.size : body.byteLength;
}
/**
 * Nobody sees a few bytes move, and a browser works less where none of its listeners is to be told. A form that is sent without needs no
 * preflight either.
 */
export const isLight = (body: WireBody | FormData): boolean =>
  body instanceof ArrayBuffer || (body instanceof FormData && sizeOf(body) <= smallBody);

/**
 * Only our own signal counts as an abort: WebKit also calls a lost connection or a page being left an AbortError.
 */
async function orNetworkError<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new NetworkError('no answer from the server', {cause});
  }
}
