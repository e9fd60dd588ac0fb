import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Plugin, ViteDevServer} from 'vite';
import {PAGE_ACTIONS} from './key-ring.js';
import {policyFor} from './policy.js';
import {type LocalCosOptions, startLocalCos} from './server.js';

/** What the page gets as `__COS_DEMO__`. */
export interface CosDemo {
  bucket: string;
  region: string;
  /** As the `endpoint` attribute takes it. */
  endpoint: string;
  /** Temporary keys are limited to objects under it. */
  keyPrefix: string;
  credentialsUrl: string;
  /** The desk of the local COS, with its trailing slash; absent with the real one. */
  controlUrl?: string;
}

interface Store {
  demo: CosDemo;
  /** One line for the terminal. */
  label: string;
  /** Body of `/sts`. */
  credentials(): Promise<unknown>;
  close(): Promise<void>;
}

const KEY_PREFIX = 'cos-uploader-demo/';
const CREDENTIALS_URL = '/sts';

/**
 * Brings a COS and its temporary keys up together with `vite`: the local one, or the real one when COS_SECRET_ID,
 * COS_SECRET_KEY, COS_BUCKET and COS_REGION are in the environment. The keys never reach the page, only what STS
 * makes of them.
 */
export function localCos(options: LocalCosOptions = {}): Plugin {
  let store: Store;
  return {
    name: 'local-cos',
    apply: 'serve',
    async config() {
      store = realStore(process.env) ?? (await localStore(options));
      return {define: {__COS_DEMO__: JSON.stringify(store.demo)}};
    },
    configureServer(server) {
      server.middlewares.use(CREDENTIALS_URL, (request, response) => void answer(store, request, response));
      server.httpServer?.once('listening', () => announce(server, store.label));
      server.httpServer?.once('close', () => void store.close());
      // Vite itself leaves on Ctrl-C without closing anything.
      process.once('SIGINT', () => void store.close().finally(() => process.exit(130)));
    },
  };
}

async function localStore(options: LocalCosOptions): Promise<Store> {
  const cos = await startLocalCos(options);
  const controlUrl = `${cos.origin}/-/`;
  const {bucket, region, origin: endpoint} = cos;
  return {
    demo: {bucket, region, endpoint, keyPrefix: KEY_PREFIX, credentialsUrl: CREDENTIALS_URL, controlUrl},
    label: `local COS: ${endpoint} (control desk: ${controlUrl}objects, uploads, log, faults, settings)`,
    async credentials() {
      const answer = await fetch(`${controlUrl}sts?prefix=${KEY_PREFIX}`);
      if (!answer.ok) throw new Error(`the local STS answered ${answer.status}`);
      return (await answer.json()) as unknown;
    },
    close: () => cos.close(),
  };
}

function realStore(environment: NodeJS.ProcessEnv): Store | undefined {
  const {
    COS_SECRET_ID: secretId,
    COS_SECRET_KEY: secretKey,
    COS_BUCKET: bucket,
    COS_REGION: region,
  } = environment as Record<string, string | undefined>;
  if (!secretId || !secretKey || !bucket || !region) return undefined;
  const endpoint = `https://${bucket}.cos.${region}.myqcloud.com`;
  return {
    demo: {bucket, region, endpoint, keyPrefix: KEY_PREFIX, credentialsUrl: CREDENTIALS_URL},
    label: `COS: ${endpoint}, keys limited to ${KEY_PREFIX}*`,
    async credentials() {
      const {default: sts} = await import('qcloud-cos-sts');
      const policy = policyFor({bucket, region, prefix: KEY_PREFIX, actions: PAGE_ACTIONS});
      return sts.getCredential({secretId, secretKey, policy, region, durationSeconds: 1800});
    },
    close: () => Promise.resolve(),
  };
}

async function answer(store: Store, _request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, {'Content-Type': 'application/json', 'Cache-Control': 'no-store'});
    response.end(JSON.stringify(body));
  };
  try {
    send(200, await store.credentials());
  } catch (error) {
    // What STS says names accounts: it is for the terminal. The whole error may hold the request, so only its message is shown.
    const {Message, message} = error as {Message?: string; message?: string};
    console.error(`/sts: ${Message ?? message ?? 'STS did not answer'}`);
    send(502, {message: 'STS gave no keys; the terminal says why.'});
  }
}

/** After the addresses that Vite prints itself. */
function announce(server: ViteDevServer, label: string): void {
  setTimeout(() => server.config.logger.info(`  ➜  ${label}`), 100);
}
