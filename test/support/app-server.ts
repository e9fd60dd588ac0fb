/** What an application's server needs of this machine: STS, and questions as a page asks them. */
import type {LocalCos} from '../../demo/local-cos/server.js';
import type {AskSts} from '../../src/server.js';

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
