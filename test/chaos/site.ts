import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {build, type Rolldown} from 'vite';

/** Builds the page from the sources as they are, and serves it from memory. */
export async function servePage(entry = 'test/chaos/page.ts'): Promise<{origin: string; close(): void}> {
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
  const server = createServer(({url = '/'}, response) => {
    const file = files.get(url);
    if (url === '/') {
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
