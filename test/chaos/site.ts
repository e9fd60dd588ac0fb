import type {IncomingMessage, ServerResponse} from 'node:http';
import {json} from 'node:stream/consumers';
import {build, type Rolldown} from 'vite';
import {listen, type Listening} from '../support/listen.js';

/** What the application makes of an object that is handed over to it. `unheard`: it takes it, and nobody hears so. */
export type Taking = 'take' | 'refuse' | 'hang' | 'unheard';

export interface Site extends Listening {
  /** The application behind the page: POST to `/commit`. */
  onCommit: (key: string) => Promise<Taking>;
}

/** Milliseconds that the application says nothing, before its connection is cut. */
const hangTime = 2000;

/** Builds the page from the sources as they are, and serves it from memory. */
export async function servePage(entry = 'test/chaos/page.ts'): Promise<Site> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: {format: 'es'},
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: {entry, formats: ['es'], fileName: 'page'},
    },
  })) as Rolldown.RolldownOutput[];
  const files = new Map<string, string | Uint8Array>(
    built.flatMap(({output}) =>
      output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
    ),
  );
  const script = [...files.keys()].find((name) => /^\/page\.m?js$/.test(name));
  const commit = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const {key} = (await json(request)) as {key: string};
    const taking = await site.onCommit(key);
    if (taking === 'take') response.setHeader('content-type', 'application/json').end('{"taken":true}');
    else if (taking === 'refuse') response.writeHead(500).end();
    else setTimeout(() => response.destroy(), taking === 'hang' ? hangTime : 0);
  };
  const server = await listen((request, response) => {
    const {url = '/'} = request;
    const file = files.get(url);
    if (url === '/commit') void commit(request, response).catch(() => response.destroy());
    else if (url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><title>chaos</title><script type="module" src="${script ?? ''}"></script>`,
      );
    } else if (file === undefined) response.writeHead(404).end();
    else {
      response.setHeader('content-type', 'text/javascript');
      response.end(file);
    }
  });
  const site: Site = {...server, onCommit: () => Promise.resolve('take')};
  return site;
}
