import {type ConfigurationError, diagnose, type DiagnoseLine, type Uploader} from '../index.js';

/** What is wrong with the attributes; where nothing is, everything an upload needs is tried. */
export async function diagnosis(
  errors: readonly ConfigurationError[],
  uploader: Uploader | undefined,
  keyPrefix: string | undefined,
): Promise<DiagnoseLine[]> {
  const lines = errors.map(({attribute, message, allowed}): DiagnoseLine => ({
    check: attribute,
    ok: false,
    detail: message,
    fix: allowed,
  }));
  return lines.length || !uploader ? lines : diagnose(uploader.client, {keyPrefix});
}
