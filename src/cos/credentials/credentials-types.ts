/** Keys that expire, as the signer uses them. Times are Unix seconds, by the server's clock. */
export interface TemporaryCredentials {
  secretId: string;
  secretKey: string;
  sessionToken: string;
  startTime: number;
  expiredTime: number;
}

/** The same as `qcloud-cos-sts` answers it; an endpoint may pass that answer on as it is. */
export interface StsAnswer {
  credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
  startTime: number;
  expiredTime: number;
}

/**
 * What the credentials are wanted for. They are kept for the whole client, so they should cover the prefix that the
 * page writes to, not only this key; with `credentialsScope: 'object'` they are kept per key.
 */
export interface CredentialsScope {
  bucket: string;
  region: string;
  /** The key that is about to be used; empty for a listing of the bucket. */
  key: string;
  /** As a policy spells them, e.g. `name/cos:PutObject`. */
  actions: readonly string[];
}

/** Gets temporary credentials, e.g. from the app's own server. The signal aborts when nobody waits any more. */
export type GetCredentials = (
  scope: CredentialsScope,
  signal: AbortSignal,
) => Promise<TemporaryCredentials | StsAnswer>;

/** One request as it will be signed: `headers` holds lower-case names, `host` among them, and `content-length` with PUT and POST. */
export interface AuthorizeRequest {
  method: string;
  key: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
}

export interface Authorization {
  /** The finished value of the Authorization header: `q-sign-algorithm=sha1&…`. */
  authorization: string;
  securityToken?: string | undefined;
}

/** Lets a server sign, so that no key reaches the page. Asked for every request. */
export type Authorize = (request: AuthorizeRequest, signal: AbortSignal) => Promise<Authorization>;
