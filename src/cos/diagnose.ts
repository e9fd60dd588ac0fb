import {ConfigurationError} from '../errors.js';
import {coreOf, type CosClient} from './client.js';
import {load} from './wire/load.js';

export interface DiagnoseLine {
  /** What was looked at: `network`, `credentials`, `signature`, `clock`, `expose ETag`, `name/cos:UploadPart`, `hashing`, … */
  check: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to change, with the text to paste; undefined when nothing is wrong. */
  fix: string | undefined;
}

export interface DiagnoseOptions {
  /** Where the credentials may write; the probe's key begins so. */
  keyPrefix?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Tries everything an upload needs, without leaving an object or an upload behind. Resolves with what it found,
 * good or bad; rejects with the signal's reason.
 */
export async function diagnose(client: CosClient, options: DiagnoseOptions = {}): Promise<DiagnoseLine[]> {
  const core = coreOf(client);
  if (!core) throw new ConfigurationError('client', 'another object', 'what createCosClient made');
  const {diagnosisOf} = await load(() => import('./diagnose-checks.js'));
  return diagnosisOf(client, await core, options);
}
