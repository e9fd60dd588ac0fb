import type {CosClient} from '../cos/client.js';
import {diagnose as diagnoseCos} from '../cos/diagnose.js';
import type {DiagnoseLine, DiagnoseOptions} from '../cos/diagnose-types.js';
import {createHasher} from '../hash/hasher.js';
import type {HashPath} from '../hash/types.js';

const allowWorkers =
  "let the page start its worker: worker-src blob: in the content security policy, or worker-src 'self', and worker-url with the " +
  "address at which the page's own origin serves the package's hash.worker.js; and where there is a list of trusted-types, cos-uploader in it";
const allowWasm = "allow WebAssembly: script-src 'wasm-unsafe-eval' in the content security policy";

const found: Readonly<Record<HashPath, {detail: string; fix?: string}>> = {
  'worker-wasm': {detail: 'WebAssembly in workers'},
  'worker-js': {detail: 'plain script in workers, at about half the speed', fix: allowWasm},
  'page-wasm': {detail: "WebAssembly on the page's own thread, in short turns", fix: allowWorkers},
  'page-js': {
    detail: "plain script on the page's own thread, in short turns, the slowest way",
    fix: `${allowWorkers}; ${allowWasm}`,
  },
};

/**
 * Tries everything that an upload needs, of COS and of the page, and leaves no object and no upload behind. Resolves with what it found,
 * good or bad; rejects with the signal's reason.
 */
export async function diagnose(client: CosClient, options: DiagnoseOptions = {}): Promise<DiagnoseLine[]> {
  const lines = await diagnoseCos(client, options);
  return [...lines, await hashingLine(options)];
}

/** How this page computes checksums. Every way is right, but some are slow. */
export async function hashingLine({
  signal,
  workerUrl,
}: Pick<DiagnoseOptions, 'signal' | 'workerUrl'>): Promise<DiagnoseLine> {
  const hasher = createHasher({workers: 1, workerUrl});
  try {
    await hasher.hash(new Blob(['123456789']), {crc64: true}, signal);
    const path = hasher.path ?? 'page-js';
    const {detail, fix} = found[path];
    return {
      check: 'hashing',
      ok: fix === undefined,
      detail: `${path}: ${detail}`,
      fix: fix && `To be faster, ${fix}.`,
    };
  } finally {
    hasher.close();
  }
}
