import {createReadStream, existsSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join, normalize} from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves a folder. `/policy/<name>/…` is the same file under a content security policy. */
export async function startSite(
  folder: string,
  policies: Readonly<Record<string, string>> = {},
): Promise<{origin: string; close(): void}> {
  const server = createServer((request, response) => {
    let path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const [, policy, rest] = /^\/policy\/([^/]+)(\/.*)/.exec(path) ?? [];
    if (rest !== undefined) {
      path = rest;
      response.setHeader('content-security-policy', policies[policy ?? ''] ?? `default-src 'none'`);
    }
    const file = join(folder, normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
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
