import type {IncomingMessage, ServerResponse} from 'node:http';
import {listen, type Listening} from '../support/listen.js';
import {pathOf, sendFile} from '../support/serve.js';

type Policies = Readonly<Record<string, string>>;

/** Answers with a file of the folder; false where there is none. `/policy/<name>/…` is the same file under a content security policy. */
export const servingFolder =
  (folder: string, policies: Policies = {}) =>
  (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'GET') return false;
    const path = pathOf(request);
    const [, policy, rest] = /^\/policy\/([^/]+)(\/.*)/.exec(path) ?? [];
    if (policy !== undefined)
      response.setHeader('content-security-policy', policies[policy] ?? `default-src 'none'`);
    return sendFile(folder, rest ?? path, response);
  };

export async function startSite(folder: string, policies: Policies = {}): Promise<Listening> {
  const serve = servingFolder(folder, policies);
  return listen((request, response) => {
    if (!serve(request, response)) response.writeHead(404).end();
  });
}
