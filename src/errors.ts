/**
 * Every error this library throws on purpose. Not among them: an abort, which rejects with the signal's reason
 * (a DOMException named AbortError unless the caller chose another), and programming mistakes (TypeError).
 */
export type UploadErrorName =
  | 'UploadError'
  | 'CosError'
  | 'NetworkError'
  | 'CorsError'
  | 'CredentialsError'
  | 'FileChangedError'
  | 'ChecksumError'
  | 'CommitError'
  | 'CallbackError'
  | 'ConfigurationError';

export interface UploadErrorOptions {
  code: string;
  /** May the same request succeed when it is sent again? Default false. */
  retryable?: boolean | undefined;
  /** Object key the error is about. */
  key?: string | undefined;
  /** Milliseconds the server asked to wait before the next try. */
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** Base class: `code` is a stable word for programs, `message` a sentence for people. */
export class UploadError extends Error {
  override readonly name: UploadErrorName = 'UploadError';
  readonly code: string;
  readonly retryable: boolean;
  readonly key: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(message: string, {code, retryable = false, key, retryAfter, cause}: UploadErrorOptions) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.retryable = retryable;
    this.key = key;
    this.retryAfter = retryAfter;
  }
}

/** The kind of thing COS complains about; each code belongs to one, see cos/wire/error-facts.ts. */
export type ErrorCategory =
  | 'transfer'
  | 'busy'
  | 'credentials'
  | 'clock'
  | 'signature'
  | 'permission'
  | 'upload'
  | 'parts'
  | 'missing'
  | 'state'
  | 'name'
  | 'request'
  | 'bucket'
  | 'account';

export interface CosErrorOptions extends UploadErrorOptions {
  /** HTTP status; 200 is possible, COS may report a failed Complete or Copy under it. */
  status: number;
  category: ErrorCategory;
  requestId?: string | undefined;
  traceId?: string | undefined;
  resource?: string | undefined;
  /** Milliseconds since the epoch, where the answer told the server's time. */
  serverTime?: number | undefined;
}

/** COS answered, and the answer is an error. `code` is COS's own, e.g. `NoSuchUpload`. */
export class CosError extends UploadError {
  override readonly name = 'CosError' as const;
  readonly status: number;
  readonly category: ErrorCategory;
  readonly requestId: string | undefined;
  readonly traceId: string | undefined;
  readonly resource: string | undefined;
  readonly serverTime: number | undefined;

  constructor(message: string, options: CosErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.category = options.category;
    this.requestId = options.requestId;
    this.traceId = options.traceId;
    this.resource = options.resource;
    this.serverTime = options.serverTime;
  }
}

/**
 * `intercepted`: something between this page and the store answered instead of it; under a `status` of 4xx it refuses. `redirected`: the
 * same, with a redirect, which is not followed and not tried again. `policy`: the Content-Security-Policy of the page forbids the request,
 * which is not tried again either.
 */
export type NetworkErrorCode = 'network' | 'stalled' | 'intercepted' | 'redirected' | 'policy';

/** No answer of the store arrived. Browsers do not tell a broken line from a refused CORS preflight, so this may be either. */
export class NetworkError extends UploadError {
  override readonly name = 'NetworkError' as const;
  declare readonly code: NetworkErrorCode;
  /** HTTP status of what answered instead of the store, where something did. */
  readonly status: number | undefined;

  constructor(
    message: string,
    options: {
      code?: NetworkErrorCode;
      status?: number | undefined;
      key?: string | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, {
      code: 'network',
      ...options,
      retryable: options.code !== 'redirected' && options.code !== 'policy',
    });
    this.status = options.status;
  }
}

/**
 * The error for a part of this library that cannot be loaded. A deploy takes the scripts of the page before it away, so while
 * the browser is online a reload is what helps: code `outdated`.
 */
export function loadFailure(cause: unknown): UploadError {
  const {navigator} = globalThis as {navigator?: Partial<Navigator>};
  return navigator?.onLine === false
    ? new NetworkError('Code cannot be loaded offline. Try again.', {cause})
    : new UploadError('This page has been updated. Reload it to go on; nothing is lost.', {
        code: 'outdated',
        cause,
      });
}

/** The bucket's CORS rules keep the page from reading a header it needs, or from sending at all. */
export class CorsError extends UploadError {
  override readonly name = 'CorsError' as const;
  /** The response header that could not be read; undefined when the preflight itself was refused. */
  readonly header: string | undefined;
  /** The CORS rule to paste into the bucket's settings. */
  readonly rule: string;

  constructor(
    message: string,
    options: {header?: string | undefined; rule: string; key?: string | undefined; cause?: unknown},
  ) {
    super(message, {code: 'cors', key: options.key, cause: options.cause});
    this.header = options.header;
    this.rule = options.rule;
  }
}

/**
 * `unavailable`: no answer, or that of a server in trouble; `missing`: nothing is at that address; `refused`: the session has ended;
 * `malformed`: the answer is not what it should be.
 */
export type CredentialsErrorCode = 'unavailable' | 'missing' | 'refused' | 'malformed';

/** No usable credentials could be got. Never contains a secret, nor any other value of the answer. */
export class CredentialsError extends UploadError {
  override readonly name = 'CredentialsError' as const;
  declare readonly code: CredentialsErrorCode;
}

/** The file is not what it was when its upload began. */
export class FileChangedError extends UploadError {
  override readonly name = 'FileChangedError' as const;

  constructor(message: string, options: {key?: string | undefined; cause?: unknown} = {}) {
    super(message, {...options, code: 'file-changed'});
  }
}

/** What arrived differs from what was sent. A part may be sent again; an object must not be trusted. */
export class ChecksumError extends UploadError {
  override readonly name = 'ChecksumError' as const;
  readonly expected: string;
  readonly actual: string;
  readonly scope: 'part' | 'object';

  constructor(
    message: string,
    options: {expected: string; actual: string; scope: 'part' | 'object'; key?: string | undefined},
  ) {
    super(message, {code: 'checksum', key: options.key, retryable: options.scope === 'part'});
    this.expected = options.expected;
    this.actual = options.actual;
    this.scope = options.scope;
  }
}

/** The object is stored and proven, but the application did not take it over. A retry hands it over again and sends nothing. */
export class CommitError extends UploadError {
  override readonly name = 'CommitError' as const;
}

/**
 * The object is stored, but COS's callback to the application's server has failed. `code` is COS's own, e.g. `CallbackFailed`. A retry sends
 * the file again, for only then COS calls again.
 */
export class CallbackError extends UploadError {
  override readonly name = 'CallbackError' as const;
  /** The object that is stored; of an upload its whole `UploadResult`. */
  readonly result: {
    readonly etag: string;
    readonly location: string;
    readonly versionId?: string | undefined;
  };

  constructor(message: string, options: UploadErrorOptions & Pick<CallbackError, 'result'>) {
    super(message, options);
    this.result = options.result;
  }

  /** The same with what is known of the object by now. */
  carrying(result: CallbackError['result']): CallbackError {
    return new CallbackError(this.message, {code: this.code, key: this.key, result});
  }
}

/** A value the caller gave cannot work; thrown before any request. */
export class ConfigurationError extends UploadError {
  override readonly name = 'ConfigurationError' as const;
  /** Attribute or parameter name, as the contract spells it. */
  readonly attribute: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(attribute: string, value: unknown, allowed: string, key?: string) {
    super(`${attribute}: ${describe(value)} is not possible. Allowed: ${allowed}.`, {
      code: 'configuration',
      key,
    });
    this.attribute = attribute;
    this.value = value;
    this.allowed = allowed;
  }
}

/** What a promise rejects with after `AbortController.abort()` without a reason of the caller's own. */
export type AbortError = DOMException & {readonly name: 'AbortError'};

export const isAbortError = (error: unknown): error is AbortError =>
  error instanceof DOMException && error.name === 'AbortError';

function describe(value: unknown): string {
  if (typeof value !== 'string') {
    try {
      return String(value);
    } catch {
      // Not everything can be made a text: an object without a prototype, or a list with one in it.
      return typeof value;
    }
  }
  return `"${value.length > 100 ? `${value.slice(0, 100)}…` : value}"`;
}
