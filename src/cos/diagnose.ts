import {ConfigurationError} from '../errors.js';
import {coreOf, type CosClient} from './client.js';
import {diagnosisOf} from './diagnose-checks.js';
import type {DiagnoseLine, DiagnoseOptions} from './diagnose-types.js';

/**
 * Tries everything an upload needs, without leaving an object or an upload behind. Resolves with what it found,
 * good or bad; rejects with the signal's reason.
 */
export async function diagnose(client: CosClient, options: DiagnoseOptions = {}): Promise<DiagnoseLine[]> {
  const core = coreOf(client);
  if (!core) throw new ConfigurationError('client', 'another object', 'what createCosClient made');
  return diagnosisOf(client, await core, options);
}
