import {ConfigurationError, CosError, type TaskState, type UploadError} from '../../index.js';
import type {Texts} from '../language/texts.js';

export interface Explanation {
  readonly text: keyof Texts;
  /** The one thing to do about it. */
  readonly action: 'retry' | 'choose';
}

/** An error in words for the person at the page, who can change neither buckets nor policies. */
export function explain(error: UploadError): Explanation {
  const text = textOf(error);
  // The same file would fail again.
  return {text, action: text === 'errorChanged' || text === 'errorName' ? 'choose' : 'retry'};
}

/** Whether it helps to send the same file again. */
export const isRetryable = (state: TaskState): boolean =>
  state.status === 'failed' && explain(state.error).action === 'retry';

function textOf(error: UploadError): keyof Texts {
  switch (error.name) {
    case 'CredentialsError':
      return textOfCredentials(error.code);
    case 'NetworkError':
      return textOfNetwork(error.code);
    case 'CorsError':
      return 'errorSetup';
    case 'ConfigurationError':
      // The key is made of the name of the file. One that is no text is a mistake of the page.
      return error instanceof ConfigurationError && error.attribute === 'key' && error.key
        ? 'errorName'
        : 'errorSetup';
    case 'FileChangedError':
      return 'errorChanged';
    case 'CommitError':
    case 'CallbackError':
      return 'errorCommit';
    case 'ChecksumError':
      return 'errorChecksum';
    default:
      if (error instanceof CosError) return textOfCategory(error);
      if (error.code === 'prepare') return 'errorPrepare';
      return error.code === 'outdated' ? 'errorOutdated' : 'errorOther';
  }
}

function textOfNetwork(code: string): keyof Texts {
  if (code === 'redirected' || code === 'policy') return 'errorSetup';
  return code === 'intercepted' ? 'errorBlocked' : 'errorNetwork';
}

function textOfCredentials(code: string): keyof Texts {
  if (code === 'refused') return 'errorSession';
  return code === 'unavailable' ? 'errorKeys' : 'errorSetup';
}

function textOfCategory({category, code}: CosError): keyof Texts {
  switch (category) {
    case 'clock':
      // The category `clock` includes an expired signature. It was made anew before this error.
      return code === 'RequestTimeTooSkewed' ? 'errorClock' : 'errorSetup';
    case 'permission':
      return 'errorPermission';
    case 'busy':
      return 'errorBusy';
    case 'name':
      return 'errorName';
    case 'transfer':
      return 'errorNetwork';
    case 'credentials':
    case 'signature':
    case 'missing':
    case 'bucket':
    case 'account':
      return 'errorSetup';
    default:
      return 'errorOther';
  }
}
