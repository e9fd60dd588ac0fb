/** The servers of the manual, word for word, in an application that has installed the package. */
import {mkdir, readFile} from 'node:fs/promises';
import {Server, type RequestListener} from 'node:http';
import {basename, dirname, join} from 'node:path';
import {mock} from 'node:test';
import {pathToFileURL} from 'node:url';
import type {App} from './packed.js';

/** What the servers of the manual import from `app.js`. */
export interface Application {
  folderOf(request: Request): string | undefined;
  saveUpload(key: string, size: number): unknown;
}

/** The blocks of the pages about servers in that language that hold `text`. */
export async function blocksWith(text: string, language: 'html' | 'js'): Promise<string[]> {
  const pages = await Promise.all(
    ['docs/embedding.md', 'docs/credentials.md'].map((page) => readFile(page, 'utf8')),
  );
  const manual = pages.join('\n');
  return [...manual.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))]
    .map(([, block = '']) => block)
    .filter((block) => block.includes(text));
}

/**
 * Writes the block that begins with `// file`, those that it imports, and what they import of the application. Answers the module it is.
 */
export async function moduleOfManual(app: App, file: string, application: Application): Promise<object> {
  // Modules are imported once, so what they call has to be looked up when they call it.
  Object.assign(globalThis, {application});
  await app.write('package.json', '{"type": "module"}');
  await writeBlock(app, file);
  return (await import(pathToFileURL(join(app.folder, file)).href)) as object;
}

async function writeBlock(app: App, file: string): Promise<void> {
  const code = await codeOf(file);
  await mkdir(dirname(join(app.folder, file)), {recursive: true});
  await app.write(file, code);
  for (const [, path = ''] of code.matchAll(/from '(\.[^']+)'/g))
    await writeBlock(app, join(dirname(file), path));
}

async function codeOf(file: string): Promise<string> {
  if (basename(file) === 'app.js')
    return ['folderOf', 'saveUpload']
      .map((name) => `export const ${name} = (...given) => application.${name}(...given);\n`)
      .join('');
  const name = basename(file) === 'keys.js' ? 'keys.js' : file;
  const [block, ...others] = (await blocksWith(`// ${name}\n`, 'js')).filter((code) => code.startsWith('//'));
  if (block === undefined || others.length > 0) throw new Error(`Not one block is ${name}`);
  return block;
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
