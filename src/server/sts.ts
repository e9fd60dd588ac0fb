import {hmac} from '@noble/hashes/hmac.js';
import {sha1} from '@noble/hashes/legacy.js';
import {readCredentials} from '../cos/credentials/credentials-answer.js';
import type {TemporaryCredentials} from '../cos/credentials/credentials-types.js';
import type {Policy} from './policy.js';

export interface StsQuestion {
  policy: Policy;
  /** How long the keys are to live. */
  seconds: number;
}

/** Gets temporary keys with this policy: `qcloud-cos-sts`, AssumeRole, a service of your own. It may answer in any official form. */
export type AskSts = (question: StsQuestion) => Promise<unknown>;

/** Temporary keys, or a rejection whose message is for the server's log alone. */
export const credentialsWith = async (ask: AskSts, question: StsQuestion): Promise<TemporaryCredentials> =>
  readCredentials((await ask(question)) as TemporaryCredentials);

const host = 'sts.tencentcloudapi.com';
const timeoutMs = 10_000;

/** Asks GetFederationToken with fetch, signed as `qcloud-cos-sts` does it. Works in Node and in workers. 1312/48195 */
export const federationToken =
  (secretId: string, secretKey: string): AskSts =>
  async ({policy, seconds}) => {
    const parameters: Record<string, string> = {
      Action: 'GetFederationToken',
      DurationSeconds: String(seconds),
      Name: 'cos-uploader',
      Nonce: String(crypto.getRandomValues(new Uint32Array(1))[0]),
      Policy: encodeURIComponent(JSON.stringify(policy)),
      // STS answers the same in every region.
      Region: 'ap-beijing',
      SecretId: secretId,
      Timestamp: String(Math.floor(Date.now() / 1000)),
      Version: '2018-08-13',
    };
    const text = Object.keys(parameters)
      .sort()
      .map((name) => `${name}=${parameters[name]!}`)
      .join('&');
    const Signature = signatureOf(`POST${host}/?${text}`, secretKey);
    const response = await fetch(`https://${host}/`, {
      method: 'POST',
      body: new URLSearchParams({...parameters, Signature}),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const {Response: answer} = (await response.json()) as {Response: StsAnswer | StsRefusal};
    if ('Error' in answer)
      throw new Error(`${answer.Error.Code}: ${answer.Error.Message} (request ${answer.RequestId})`);
    const {TmpSecretId, TmpSecretKey, Token} = answer.Credentials;
    return {
      credentials: {tmpSecretId: TmpSecretId, tmpSecretKey: TmpSecretKey, sessionToken: Token},
      startTime: answer.ExpiredTime - seconds,
      expiredTime: answer.ExpiredTime,
    };
  };

interface StsAnswer {
  Credentials: {TmpSecretId: string; TmpSecretKey: string; Token: string};
  ExpiredTime: number;
}

interface StsRefusal {
  Error: {Code: string; Message: string};
  RequestId: string;
}

function signatureOf(text: string, secretKey: string): string {
  const utf8 = new TextEncoder();
  return btoa(String.fromCharCode(...hmac(sha1, utf8.encode(secretKey), utf8.encode(text))));
}
