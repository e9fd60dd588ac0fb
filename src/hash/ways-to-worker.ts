/** Throws or rejects where this page may not start the worker in this way; or the worker never gets ready. */
type WayToWorker = () => Worker | Promise<Worker>;

interface Policy {
  createScriptURL(url: string): unknown;
}

/** Asked for once, since each refusal is reported to the page's owner. */
let policy: Policy | 'none' | undefined;

/**
 * A page that requires Trusted Types starts workers only from URLs that a policy vouches for, and may list the policies that it allows:
 * `trusted-types cos-uploader`. Where it does not list this one, the URL stays as it is, and the browser refuses it.
 */
function trusted(url: string): string {
  policy ??= createPolicy() ?? 'none';
  return policy === 'none' ? url : (policy.createScriptURL(url) as string);
}

function createPolicy(): Policy | undefined {
  const {trustedTypes} = globalThis as {
    trustedTypes?: {createPolicy(name: string, rules: Policy): Policy};
  };
  try {
    return trustedTypes?.createPolicy('cos-uploader', {createScriptURL: (url) => url});
  } catch {
    // The page does not allow it, or has another copy of this library.
    return undefined;
  }
}

const start = (url: string): Worker => new Worker(trusted(url), {type: 'module', name: 'cos-uploader-hash'});

/** Bundlers know `new URL(…, import.meta.url)`, and copy the worker, which needs nothing else. The one-file bundle has nothing beside it. */
const beside: WayToWorker[] = [() => start(new URL('./hash.worker.ts', import.meta.url).href)];

let sourceUrl: string | undefined;

/**
 * From its source: for pages whose bundler does not know the worker, so that its URL answers a page or nothing, and for scripts of another
 * origin, from which no browser starts a worker.
 */
async function fromSource(): Promise<Worker> {
  const {workerSource} = await import('./worker-source.js');
  // Made once and kept: every worker starts from it.
  sourceUrl ??= URL.createObjectURL(new Blob([workerSource], {type: 'text/javascript'}));
  return start(sourceUrl);
}

/** In the order in which they are tried. `url`: where the application serves the worker. */
export const waysToWorker = (url: string | undefined): WayToWorker[] => [
  ...(url === undefined ? beside : [() => start(url)]),
  fromSource,
];
