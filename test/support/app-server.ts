/** What an application's server needs of this machine: STS, and questions as a page asks them. */
import {mock} from 'node:test';
import type {LocalCos} from '../../demo/local-cos/server.js';
import type {AskSts, Policy} from '../../src/server.js';

/** The local COS as STS: keys with this policy. */
export const localSts =
  ({origin}: Pick<LocalCos, 'origin'>): AskSts =>
  async ({policy, seconds}) => {
    const query = new URLSearchParams({policy: JSON.stringify(policy), seconds: String(seconds)});
    const response = await fetch(`${origin}/-/sts?${query.toString()}`);
    if (!response.ok) throw new Error(`STS answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as unknown;
  };

export const askJson = (body: unknown, headers: Record<string, string> = {}): Request =>
  new Request('https://app.example.com/uploads', {
    method: 'POST',
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify(body),
  });

/** Plays the STS of Tencent for whoever asks it with `fetch`; answers the policies that were asked for. `mock.restoreAll()` ends it. */
export function playSts(cos: Pick<LocalCos, 'origin'>): Policy[] {
  const policies: Policy[] = [];
  const {fetch} = globalThis;
  mock.method(globalThis, 'fetch', async (url: string | URL | Request, init?: RequestInit) => {
    if (url !== 'https://sts.tencentcloudapi.com/') return fetch(url, init);
    const asked = new URLSearchParams(String(init?.body as URLSearchParams));
    const policy = JSON.parse(decodeURIComponent(asked.get('Policy')!)) as Policy;
    policies.push(policy);
    const answer = await localSts(cos)({policy, seconds: Number(asked.get('DurationSeconds'))});
    const {credentials, expiredTime} = answer as {
      credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
      expiredTime: number;
    };
    const {tmpSecretId: TmpSecretId, tmpSecretKey: TmpSecretKey, sessionToken: Token} = credentials;
    return Response.json({
      Response: {Credentials: {TmpSecretId, TmpSecretKey, Token}, ExpiredTime: expiredTime},
    });
  });
  return policies;
}
