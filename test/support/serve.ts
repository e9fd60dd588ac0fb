import {createReadStream, existsSync, statSync} from 'node:fs';
import type {IncomingMessage} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {listen, type Listening} from './listen.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.map': 'application/json',
  '.css': 'text/css',
};

/** The page at a path, if there is one. */
export type PageAt = (
  path: string,
  request: IncomingMessage,
) => string | undefined | Promise<string | undefined>;

/** Any web server: the files of a folder, with `index.html` for `/`. Pages that `pageAt` knows come before them. */
export function serveFolder(folder: string, pageAt: PageAt = () => undefined): Promise<Listening> {
  return listen((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const answer = (page: string | undefined): void => {
      const file = join(folder, pathname === '/' ? 'index.html' : normalize(pathname));
      if (page !== undefined) response.writeHead(200, {'content-type': types['.html']!}).end(page);
      else if (!existsSync(file) || !statSync(file).isFile()) response.writeHead(404).end();
      else {
        response.writeHead(200, {'content-type': types[extname(file)] ?? 'application/octet-stream'});
        createReadStream(file).pipe(response);
      }
    };
    void Promise.resolve(pageAt(pathname, request)).then(answer);
  });
}
