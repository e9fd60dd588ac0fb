import {createReadStream, existsSync, statSync} from 'node:fs';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {listen, type Listening} from '../support/listen.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

type Policies = Readonly<Record<string, string>>;

/** Answers with a file of the folder; false where there is none. `/policy/<name>/…` is the same file under a content security policy. */
export const servingFolder =
  (folder: string, policies: Policies = {}) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    let path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const [, policy, rest] = /^\/policy\/([^/]+)(\/.*)/.exec(path) ?? [];
    if (rest !== undefined) path = rest;
    const file = join(folder, normalize(path));
    if (request.method !== 'GET' || !existsSync(file) || !statSync(file).isFile()) return false;
    if (rest !== undefined)
      response.setHeader('content-security-policy', policies[policy ?? ''] ?? `default-src 'none'`);
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
    return true;
  };

export async function startSite(folder: string, policies: Policies = {}): Promise<Listening> {
  const serve = servingFolder(folder, policies);
  return listen((request, response) => {
    if (!serve(request, response)) response.writeHead(404).end();
  });
}
