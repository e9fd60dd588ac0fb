/** Throws or rejects where this page may not start the worker in this way; or the worker never gets ready. */
export type WayToWorker = () => Worker | Promise<Worker>;

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

export const startWorker = (url: string, name: string): Worker =>
  new Worker(trusted(url), {type: 'module', name});

/**
 * A worker from its source: for pages whose bundler does not know the worker, so that its URL answers a page or nothing, and for scripts of
 * another origin, from which no browser starts a worker.
 */
export function workerFromSource(name: string, load: () => Promise<string>): WayToWorker {
  let url: string | undefined;
  return async () => {
    const source = await load();
    // Made once and kept: every worker starts from it.
    url ??= URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
    return startWorker(url, name);
  };
}
