/** The servers of the manual, word for word, in an application that has installed the package. */
import {mkdir, readFile} from 'node:fs/promises';
import {Server, type RequestListener} from 'node:http';
import {dirname, join} from 'node:path';
import {mock} from 'node:test';
import {pathToFileURL} from 'node:url';
import type {App} from './packed.js';

/** What the servers of the manual import from `app.js`. */
export interface Application {
  folderOf(request: Request): string | undefined;
  saveUpload(key: string, size: number): unknown;
}

/** The blocks of docs/embedding.md in that language that hold `text`. */
export async function blocksWith(text: string, language: 'html' | 'js'): Promise<string[]> {
  const manual = await readFile('docs/embedding.md', 'utf8');
  return [...manual.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))]
    .map(([, block = '']) => block)
    .filter((block) => block.includes(text));
}

/** Writes the block that begins with `// file`, and what it imports of the application. Answers the module it is. */
export async function moduleOfManual(app: App, file: string, application: Application): Promise<object> {
  const [block, ...others] = (await blocksWith(`// ${file}\n`, 'js')).filter((code) => code.startsWith('//'));
  if (block === undefined || others.length > 0) throw new Error(`Not one block is ${file}`);
  // Modules are imported once, so what they call has to be looked up when they call it.
  Object.assign(globalThis, {application});
  const own = /from '(.*\/app\.js)'/.exec(block)?.[1];
  const parts = {'package.json': '{"type": "module"}', [file]: block};
  if (own !== undefined)
    parts[join(dirname(file), own)] = ['folderOf', 'saveUpload']
      .map((name) => `export const ${name} = (...given) => application.${name}(...given);\n`)
      .join('');
  for (const [name, text] of Object.entries(parts)) {
    await mkdir(dirname(join(app.folder, name)), {recursive: true});
    await app.write(name, text);
  }
  return (await import(pathToFileURL(join(app.folder, file)).href)) as object;
}

/** The listener of a server of the manual that listens by itself; the test hands it its requests. */
export async function listenerOfManual(
  app: App,
  file: string,
  application: Application,
): Promise<RequestListener> {
  // It listens where the test wants it to.
  const listen = mock.method(Server.prototype, 'listen', () => undefined);
  await moduleOfManual(app, file, application);
  const server = listen.mock.calls[0]!.this as Server;
  listen.mock.restore();
  return (request, response) => void server.emit('request', request, response);
}
