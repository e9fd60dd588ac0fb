import {randomUUID} from 'node:crypto';
import {createThrottle} from '../../demo/local-cos/throttle.js';
import type {Settings} from '../../demo/local-cos/settings.js';
import {listen} from '../support/listen.js';

interface Stored {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export interface UploadcareServer {
  readonly origin: string;
  /** The name of a file that it refuses. */
  refused: string | undefined;
  close(): Promise<void>;
}

/**
 * Just enough of Uploadcare's Upload API for its File Uploader: `POST /base/` for a file of less than 25 MB, and `GET /info/`. On the same
 * kind of link as the local COS.
 */
export async function startUploadcareServer(settings: Settings): Promise<UploadcareServer> {
  const link = createThrottle(() => settings.link.bytesPerSecond);
  const files = new Map<string, Stored>();
  const site = await listen((request, response) => {
    void (async () => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader(
        'Access-Control-Allow-Headers',
        request.headers['access-control-request-headers'] ?? '*',
      );
      response.setHeader('Content-Type', 'application/json');
      const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost');
      const {rttMs} = settings.link;
      if (rttMs > 0) await new Promise((resolve) => setTimeout(resolve, rttMs));
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) {
        await link.take(chunk.length);
        chunks.push(chunk);
      }
      const answer = (body: object): unknown => response.end(JSON.stringify(body));
      if (request.method === 'OPTIONS') response.writeHead(204).end();
      else if (pathname === '/base/') {
        const body = Buffer.concat(chunks);
        // The file is the first field of the form.
        const head = body.subarray(0, 4096).toString();
        const name = /filename="([^"]*)"/.exec(head)?.[1] ?? '';
        const type = /content-type: *([^\r]*)/i.exec(head)?.[1] ?? '';
        if (name === server.refused) {
          answer({error: {status_code: 403, content: 'Access denied.', error_code: 'AccessDenied'}});
          return;
        }
        const file = randomUUID();
        files.set(file, {name, type, size: body.length});
        answer({file});
      } else if (pathname === '/info/') {
        const uuid = searchParams.get('file_id') ?? '';
        const {name, type, size} = files.get(uuid)!;
        const place = {uuid, file_id: uuid, original_filename: name, filename: name, mime_type: type};
        const state = {is_image: type.startsWith('image/'), is_stored: true, is_ready: true};
        answer({
          ...place,
          ...state,
          size,
          total: size,
          done: size,
          image_info: null,
          video_info: null,
          content_info: null,
        });
      } else response.writeHead(404).end();
    })().catch(() => request.destroy());
  });
  const server: UploadcareServer = {origin: site.origin, refused: undefined, close: () => site.close()};
  return server;
}
