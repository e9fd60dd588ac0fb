import {createReadStream, existsSync, statSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {listen, type Listening} from './listen.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.map': 'application/json',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The path that a request asks for. */
export const pathOf = ({url = '/'}: IncomingMessage): string => new URL(url, 'http://localhost').pathname;

/** Answers with the file at a path of a folder, with `index.html` for a path that ends with `/`; false where there is none. */
export function sendFile(folder: string, path: string, response: ServerResponse): boolean {
  // A path from the top leads nowhere above it.
  const asked = normalize(`/${path}`);
  const file = join(folder, asked.endsWith('/') ? `${asked}index.html` : asked);
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  createReadStream(file).pipe(response);
  return true;
}

/** The page at a path, if there is one. */
export type PageAt = (
  path: string,
  request: IncomingMessage,
) => string | undefined | Promise<string | undefined>;

/** Any web server: the files of a folder. Pages that `pageAt` knows come before them. */
export function serveFolder(folder: string, pageAt: PageAt = () => undefined): Promise<Listening> {
  return listen((request, response) => {
    const path = pathOf(request);
    const answer = (page: string | undefined): void => {
      if (page !== undefined) response.writeHead(200, {'content-type': types['.html']!}).end(page);
      else if (!sendFile(folder, path, response)) response.writeHead(404).end();
    };
    void Promise.resolve(pageAt(path, request)).then(answer);
  });
}
