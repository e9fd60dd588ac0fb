import {createReadStream, existsSync, statSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join, normalize} from 'node:path';

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

export async function startSite(
  folder: string,
  policies: Policies = {},
): Promise<{origin: string; close(): void}> {
  const serve = servingFolder(folder, policies);
  const server = createServer((request, response) => {
    if (!serve(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
