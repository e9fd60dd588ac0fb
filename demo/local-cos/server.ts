import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {createBucket} from './bucket.js';
import type {Cos} from './call.js';
import {CONTROL_PATH, handleControl} from './control.js';
import {createFaultDesk, type FaultDesk} from './faults.js';
import type {Desk} from './exchange.js';
import {handleStore} from './handler.js';
import {createKeyRing, LOCAL_SECRET_ID, LOCAL_SECRET_KEY} from './key-ring.js';
import {createPieceStore} from './pieces.js';
import type {LoggedRequest} from './request-log.js';
import {createSettings, type Settings} from './settings.js';
import {createThrottle} from './throttle.js';

/** Every setting may be given too; it is then what `DELETE /-/everything` goes back to. */
export interface LocalCosOptions extends Partial<Settings> {
  /** 0: any free one. */
  port?: number;
  host?: string;
  /** Folder for the bytes, in a fresh sub-folder removed on close; default the system's temporary one. */
  root?: string;
  /** `name-APPID`. */
  bucket?: string;
  region?: string;
  /** Further buckets, in the same region. */
  buckets?: readonly string[];
  /** Those of the buckets that encrypt by KMS whatever a request does not encrypt otherwise. */
  encrypted?: readonly string[];
  secretId?: string;
  secretKey?: string;
  /** Bodies are drained and CRC64 computed, nothing stored, no MD5: as little work as a benchmark can do with. */
  bench?: boolean;
  /** Asked before the store, so that a page may come from the same origin; answers whether it has answered. */
  page?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface LocalCos {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  bucket: string;
  region: string;
  secretId: string;
  secretKey: string;
  /** All requests to the store since the start or the last clearing. */
  log: LoggedRequest[];
  faults: FaultDesk;
  /** May be changed at any time. */
  settings: Settings;
  /** Cuts all connections and removes the bytes. */
  close(): Promise<void>;
}

/** Starts a COS for this machine. The bytes and all state are gone when it closes. */
export async function startLocalCos(options: LocalCosOptions = {}): Promise<LocalCos> {
  const {
    port = 0,
    host = '127.0.0.1',
    root = tmpdir(),
    bucket = 'demo-1250000000',
    region = 'ap-guangzhou',
    buckets = [],
    encrypted = [],
    secretId = LOCAL_SECRET_ID,
    secretKey = LOCAL_SECRET_KEY,
    bench = false,
    page,
    ...switches
  } = options;
  const initial = createSettings({...(bench && {storeBodies: false, computeMd5: false}), ...switches});
  const settings = createSettings(initial);
  const names = [bucket, ...buckets];
  const cos: Cos = {
    settings,
    buckets: new Map(
      names.map((name) => [
        name,
        {...createBucket(name, region, Date.now()), encrypted: encrypted.includes(name)},
      ]),
    ),
    pieces: await createPieceStore(root),
    keys: createKeyRing(secretId, secretKey),
    home: {bucket, region},
  };
  const desk: Desk = {
    cos,
    faults: createFaultDesk(),
    log: [],
    link: createThrottle(() => settings.link.bytesPerSecond),
  };

  // Slow links are part of the purpose: no request is ever cut for its slowness.
  const server = createServer({requestTimeout: 0, keepAliveTimeout: 75_000}, (request, response) => {
    if (page?.(request, response)) return;
    if (request.url?.startsWith(CONTROL_PATH) === true) void handleControl(desk, initial, request, response);
    else void handleStore(desk, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const actual = (server.address() as AddressInfo).port;

  return {
    origin: `http://${host}:${actual}`,
    port: actual,
    bucket,
    region,
    secretId,
    secretKey,
    log: desk.log,
    faults: desk.faults,
    settings,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await cos.pieces.close();
    },
  };
}
