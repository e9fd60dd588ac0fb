import {once} from 'node:events';
import type {Readable} from 'node:stream';
import {Busboy} from '@fastify/busboy';
import {CosFailure} from './cos-failure.js';

/** A form as far as its file: what stands before it, and the bytes that follow. */
export interface Form {
  /** Names in lower case. What comes after the file is not looked at. */
  readonly fields: ReadonlyMap<string, string>;
  readonly filename: string;
  /** Ends when the whole form has been read; throws where it is broken, or holds a second file. */
  readonly file: AsyncIterable<Buffer>;
}

type Parser = InstanceType<typeof Busboy>;

const malformed = (): CosFailure => new CosFailure('MalformedPOSTRequest');

/** Reads a multipart/form-data body up to its file; throws the code of 436/14690 for what is no such form. */
export async function readForm(body: AsyncIterable<Buffer>, contentType: string): Promise<Form> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw malformed();
  const fields = new Map<string, string>();
  let files = 0;
  let parser: Parser;
  try {
    parser = new Busboy({headers: {'content-type': contentType}, isPartAFile: (name) => name === 'file'});
  } catch {
    throw malformed(); // No boundary.
  }
  parser.on('field', (name, value) => fields.set(name.toLowerCase(), value));
  const found = new Promise<{stream: Readable; filename: string}>((resolve) => {
    parser.on('file', (_name, stream, filename) => {
      files++;
      // A file that nobody reads would hold up the rest of the form.
      if (files > 1) stream.resume();
      else resolve({stream, filename});
    });
  });
  const finished = once(parser, 'finish').then(
    () => undefined,
    () => {
      throw malformed();
    },
  );
  finished.catch(() => undefined);
  const fed = feed(body, parser);
  fed.catch((error: unknown) => parser.destroy(error as Error));
  const first = await Promise.race([found, finished]);
  if (!first) throw new CosFailure('IncorrectNumberOfFilesInPostRequest');
  return {
    fields,
    filename: first.filename,
    file: (async function* () {
      for await (const chunk of first.stream) yield chunk as Buffer;
      await finished;
      if (files > 1) throw new CosFailure('IncorrectNumberOfFilesInPostRequest');
    })(),
  };
}

async function feed(body: AsyncIterable<Buffer>, parser: Parser): Promise<void> {
  for await (const chunk of body) {
    if (!parser.write(chunk)) await once(parser, 'drain');
  }
  parser.end();
}
