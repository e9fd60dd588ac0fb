import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createCrc64} from '../../demo/local-cos/crc64.js';
import {createThrottle} from '../../demo/local-cos/throttle.js';
import type {Settings} from '../../demo/local-cos/settings.js';

/** Named as the local COS names it; one PATCH carries a whole file. */
export interface TusRequest {
  method: string;
  path: string;
  partNumber?: never;
  status: number;
  bytesIn: number;
}

/**
 * Just enough of tus 1.0 for tus-js-client: creation and PATCH. Does to a body what the local COS does in its bench mode, on the
 * same kind of link.
 */
export async function startTusServer(
  settings: Settings,
): Promise<{origin: string; log: TusRequest[]; close(): void}> {
  const log: TusRequest[] = [];
  const offsets = new Map<string, number>();
  const link = createThrottle(() => settings.link.bytesPerSecond);
  const server = createServer({requestTimeout: 0, keepAliveTimeout: 75_000}, (request, response) => {
    void (async () => {
      const entry: TusRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        status: 0,
        bytesIn: 0,
      };
      log.push(entry);
      response.on('finish', () => (entry.status = response.statusCode));
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Methods', 'POST,PATCH,HEAD');
      response.setHeader(
        'Access-Control-Allow-Headers',
        request.headers['access-control-request-headers'] ?? '*',
      );
      response.setHeader(
        'Access-Control-Expose-Headers',
        'Location,Upload-Offset,Upload-Length,Tus-Resumable',
      );
      response.setHeader('Access-Control-Max-Age', '600');
      response.setHeader('Tus-Resumable', '1.0.0');
      const {rttMs} = settings.link;
      if (rttMs > 0) await new Promise((resolve) => setTimeout(resolve, rttMs));
      const crc64 = createCrc64();
      for await (const chunk of request as AsyncIterable<Buffer>) {
        entry.bytesIn += chunk.length;
        await link.take(chunk.length);
        crc64.update(chunk);
      }
      if (request.method === 'POST') {
        const path = `/${offsets.size + 1}`;
        offsets.set(path, 0);
        response.setHeader('Location', path);
        response.writeHead(201).end();
      } else if (request.method === 'PATCH') {
        const offset = (offsets.get(request.url ?? '') ?? 0) + entry.bytesIn;
        offsets.set(request.url ?? '', offset);
        response.setHeader('Upload-Offset', String(offset));
        response.writeHead(204).end();
      } else {
        response.writeHead(200).end();
      }
    })().catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
