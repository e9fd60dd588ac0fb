import {NetworkError} from '../../errors.js';
import {
  bodyOfRequest,
  fetchTransport,
  isLight,
  mostOf,
  sizeOf,
  type Transport,
  type TransportRequest,
} from './transport.js';

/**
 * Like fetchTransport, and tells the progress inside a body too. Not in Node. A request without a body goes by fetch, because only
 * fetch can bypass the browser's cache. A redirect is told only after the browser has followed it: body and keys have gone along.
 */
export const xhrTransport: Transport = (request) =>
  request.method === 'GET' || request.method === 'HEAD' ? fetchTransport(request) : send(request);

const send = (request: TransportRequest): ReturnType<Transport> =>
  new Promise((resolve, reject) => {
    const {method, url, headers, signal, onProgress, onReceived} = request;
    signal?.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const wire = bodyOfRequest(request) ?? null;
    const size = wire ? sizeOf(wire) : 0;
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    // Listening makes every request one with a preflight; they all are anyway, by their Authorization, but for forms.
    if (wire && onProgress && !isLight(wire))
      xhr.upload.onprogress = ({loaded}) => onProgress(Math.min(loaded, size));

    const abort = (): void => xhr.abort();
    const fail = (): void => reject(new NetworkError('no answer from the server'));
    xhr.onerror = fail;
    xhr.ontimeout = fail;
    // Our signal is not the only cause: a page that is being left aborts what is under way.
    xhr.onabort = () => (signal?.aborted ? reject(signal.reason as Error) : fail());
    xhr.onloadend = () => signal?.removeEventListener('abort', abort);
    const answer = (): void => {
      if (wire) onProgress?.(size);
      const told = parseHeaders(xhr.getAllResponseHeaders());
      const text = xhr.responseText.slice(0, mostOf(xhr.status));
      resolve({
        status: xhr.responseURL === new URL(url).href ? xhr.status : 302,
        // Asking for a header that CORS hides makes Chromium write to the console; the list does not.
        header: (name) => told.get(name.toLowerCase()) ?? null,
        headers: () => told,
        text: () => Promise.resolve(text),
      });
    };
    xhr.onload = answer;
    xhr.onprogress = ({loaded}) => {
      onReceived?.(loaded);
      if (loaded <= mostOf(xhr.status)) return;
      answer();
      xhr.abort();
    };
    signal?.addEventListener('abort', abort);
    xhr.send(wire);
  });

const parseHeaders = (block: string): Map<string, string> =>
  new Map(
    block
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
