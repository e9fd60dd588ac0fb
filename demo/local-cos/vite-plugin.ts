import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Plugin, ViteDevServer} from 'vite';
import {PAGE_ACTIONS} from './key-ring.js';
import {policyFor} from './policy.js';
import {type LocalCosOptions, startLocalCos, thisMachine} from './server.js';

/** Every option of the server, and the prefix. */
export interface LocalCosPluginOptions extends LocalCosOptions {
  /** Keys are good for objects under it alone: `users/42/`. Default '', for the whole bucket; the real COS needs one. */
  prefix?: string;
}

interface Store {
  /** What the page gets as `import.meta.env.VITE_COS_…`. */
  env: Record<string, string>;
  /** One line for the terminal. */
  label: string;
  /** Body of `/sts`. */
  credentials(): Promise<unknown>;
  close(): Promise<void>;
}

const CREDENTIALS_URL = '/sts';

/**
 * Brings a COS and its temporary keys up together with `vite`: the local one, or the real one when COS_SECRET_ID,
 * COS_SECRET_KEY, COS_BUCKET and COS_REGION are in the environment. The keys never reach the page, only what STS
 * makes of them. Scripts read `import.meta.env.VITE_COS_BUCKET`, `…_REGION`, `…_ENDPOINT`, `…_CREDENTIALS_URL`, `…_KEY_PREFIX`,
 * index.html `%VITE_COS_BUCKET%`; with the local one also `…_TICKET_URL` and `…_DESK_URL`. In a build they are what `.env` files say.
 */
export function localCos({prefix = '', ...options}: LocalCosPluginOptions = {}): Plugin {
  let store: Store;
  return {
    name: 'local-cos',
    apply: 'serve',
    async config() {
      store = realStore(process.env, prefix) ?? (await localStore(options, prefix));
      const define = Object.entries(store.env).map(([name, value]) => [
        `import.meta.env.VITE_COS_${name}`,
        JSON.stringify(value),
      ]);
      return {define: Object.fromEntries(define) as Record<string, string>};
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

async function localStore(options: LocalCosOptions, prefix: string): Promise<Store> {
  const cos = await startLocalCos({origins: thisMachine, ...options});
  const desk = `${cos.origin}/-/`;
  const underPrefix = `?prefix=${encodeURIComponent(prefix)}`;
  return {
    env: {
      BUCKET: cos.bucket,
      REGION: cos.region,
      ENDPOINT: cos.origin,
      CREDENTIALS_URL,
      KEY_PREFIX: prefix,
      TICKET_URL: cos.ticketUrl + underPrefix,
      DESK_URL: desk,
    },
    label: `local COS: ${cos.origin} (control desk: ${desk}objects, uploads, log, faults, settings)`,
    async credentials() {
      const answer = await fetch(cos.credentialsUrl + underPrefix);
      if (!answer.ok) throw new Error(`the local STS answered ${answer.status}`);
      return (await answer.json()) as unknown;
    },
    close: () => cos.close(),
  };
}

function realStore(environment: NodeJS.ProcessEnv, prefix: string): Store | undefined {
  const {
    COS_SECRET_ID: secretId,
    COS_SECRET_KEY: secretKey,
    COS_BUCKET: bucket,
    COS_REGION: region,
  } = environment as Record<string, string | undefined>;
  if (!secretId || !secretKey || !bucket || !region) return undefined;
  if (prefix === '') {
    throw new Error(
      `COS_BUCKET names a real bucket: say under which prefix a page may write, as localCos({prefix: 'dev/'}).`,
    );
  }
  const endpoint = `https://${bucket}.cos.${region}.myqcloud.com`;
  return {
    env: {BUCKET: bucket, REGION: region, ENDPOINT: endpoint, CREDENTIALS_URL, KEY_PREFIX: prefix},
    label: `COS: ${endpoint}, keys limited to ${prefix}*`,
    async credentials() {
      const {default: sts} = await import('qcloud-cos-sts');
      const policy = policyFor({bucket, region, keys: `${prefix}*`, actions: PAGE_ACTIONS});
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
