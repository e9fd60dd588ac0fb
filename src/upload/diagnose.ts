import type {CosClient} from '../cos/client.js';
import {diagnose as diagnoseCos, type DiagnoseLine, type DiagnoseOptions} from '../cos/diagnose.js';
import {load} from '../cos/wire/load.js';

/**
 * Tries everything an upload needs, of COS and of the page, without leaving an object or an upload behind. Resolves with
 * what it found, good or bad; rejects with the signal's reason.
 */
export async function diagnose(client: CosClient, options: DiagnoseOptions = {}): Promise<DiagnoseLine[]> {
  const lines = await diagnoseCos(client, options);
  const {hashingLine} = await load(() => import('./hashing-line.js'));
  return [...lines, await hashingLine(options.signal)];
}
