import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {createBucket} from './bucket.js';
import type {Cos} from './call.js';
import {CONTROL_PATH, handleControl, reset} from './control.js';
import {createFaultDesk, type FaultDesk} from './faults.js';
import type {Desk} from './exchange.js';
import {handleStore} from './handler.js';
import {describeObjects, type ObjectReport} from './inventory.js';
import {createKeyRing, LOCAL_SECRET_ID, LOCAL_SECRET_KEY} from './key-ring.js';
import {createPieceStore} from './pieces.js';
import type {LoggedRequest} from './request-log.js';
import {createSettings, type Settings} from './settings.js';
import {createThrottle} from './throttle.js';

/** Every setting may be given too; it is then what `DELETE /-/everything` goes back to. */
export interface LocalCosOptions extends Partial<Settings> {
  /** On 127.0.0.1, where alone it listens. 0, the default: any free one. */
  port?: number;
  /** Folder for the bytes, in a fresh sub-folder removed on close; default the system's temporary one. */
  data?: string;
  /** `name-APPID`. */
  bucket?: string;
  region?: string;
  /** Further buckets, in the same region. */
  buckets?: readonly string[];
  /** Those of the buckets that encrypt by KMS whatever a request does not encrypt otherwise. */
  encrypted?: readonly string[];
  secretId?: string;
  secretKey?: string;
  /**
   * Pages that may use it, each as in a CORS rule: `http://localhost:*`. Default any, which is for tests: a server that stays up is
   * within reach of every page that the browser opens.
   */
  origins?: readonly string[];
  /** Bodies are drained and CRC64 computed, nothing stored, no MD5: as little work as a benchmark can do with. */
  bench?: boolean;
  /**
   * Asked before the store, so that a page may come from the same origin; answers whether it has answered.
   * @internal
   */
  page?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface LocalCos {
  /** `http://127.0.0.1:PORT`: the `endpoint`. */
  origin: string;
  port: number;
  bucket: string;
  region: string;
  secretId: string;
  secretKey: string;
  /** What `credentials-url` takes: keys for the whole bucket, `?prefix=users/42/` for what lies under it. */
  credentialsUrl: string;
  /** What `ticket-url` takes. */
  ticketUrl: string;
  /** All requests to the store since the start or the last clearing. */
  log: LoggedRequest[];
  faults: FaultDesk;
  /** May be changed at any time. */
  settings: Settings;
  /** What is stored, with its SHA-256. */
  objects(prefix?: string): Promise<ObjectReport[]>;
  /** Back to the start: no object, no fault, no log, settings as given. */
  reset(): void;
  /** Cuts all connections and removes the bytes. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Pages that this machine serves itself, as `origins` takes them. */
export const thisMachine: readonly string[] = ['http', 'https'].flatMap((scheme) =>
  ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => [`${scheme}://${name}`, `${scheme}://${name}:*`]),
);

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} of ${host} is taken, perhaps by another local COS. Choose another port, or end what has it.`,
              {cause},
            )
          : cause,
      );
    });
    server.listen(port, host, resolve);
  });
}

/** Starts a COS for this machine. The bytes and all state are gone when it closes. */
export async function startLocalCos(options: LocalCosOptions = {}): Promise<LocalCos> {
  const {
    port = 0,
    data = tmpdir(),
    bucket = 'demo-1250000000',
    region = 'ap-guangzhou',
    buckets = [],
    encrypted = [],
    secretId = LOCAL_SECRET_ID,
    secretKey = LOCAL_SECRET_KEY,
    origins = ['*'],
    bench = false,
    page,
    ...switches
  } = options;
  const initial = createSettings({...(bench && {storeBodies: false, computeMd5: false}), ...switches});
  if (!switches.corsRules) for (const rule of initial.corsRules) rule.allowedOrigins = [...origins];
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
    pieces: await createPieceStore(data),
    keys: createKeyRing(secretId, secretKey),
    home: {bucket, region},
  };
  const desk: Desk = {
    cos,
    faults: createFaultDesk(),
    log: [],
    origins,
    link: createThrottle(() => settings.link.bytesPerSecond),
  };

  // Slow links are part of the purpose: no request is ever cut for its slowness.
  const server = createServer({requestTimeout: 0, keepAliveTimeout: 75_000}, (request, response) => {
    if (page?.(request, response)) return;
    if (request.url?.startsWith(CONTROL_PATH) === true) void handleControl(desk, initial, request, response);
    else void handleStore(desk, request, response);
  });
  try {
    await listen(server, port);
  } catch (error) {
    await cos.pieces.close();
    throw error;
  }
  const actual = (server.address() as AddressInfo).port;
  const origin = `http://${host}:${actual}`;

  return {
    origin,
    port: actual,
    bucket,
    region,
    secretId,
    secretKey,
    credentialsUrl: `${origin}${CONTROL_PATH}sts`,
    ticketUrl: `${origin}${CONTROL_PATH}tickets`,
    log: desk.log,
    faults: desk.faults,
    settings,
    objects: (prefix = '') => describeObjects(cos, prefix),
    reset: () => reset(desk, initial),
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await cos.pieces.close();
    },
  };
}
