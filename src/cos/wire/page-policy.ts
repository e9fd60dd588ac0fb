import {NetworkError} from '../../errors.js';

/** Whether a URL as reports of browsers have it is of this origin. Some reports have a word in its place, such as `inline`. */
export const isOfOrigin = (url: string, origin: string): boolean =>
  URL.canParse(url) && new URL(url).origin === origin;

/**
 * What `ask` answers, a request to `url`. Where the Content-Security-Policy of this page forbids the request, rejects with a NetworkError
 * that says so: to a script it looks like a dead line, and only the browser's report tells.
 */
export async function unlessForbidden<T>(url: string, ask: () => Promise<T>): Promise<T> {
  // A worker has no document, and Node has no such reports.
  const page: Partial<
    Pick<typeof globalThis, 'document' | 'location' | 'addEventListener' | 'removeEventListener'>
  > = globalThis;
  const {origin} = new URL(url, page.document?.baseURI ?? page.location?.href);
  const seen = {forbidden: false};
  const listen = ({blockedURI, disposition, effectiveDirective}: SecurityPolicyViolationEvent): void => {
    seen.forbidden ||=
      disposition === 'enforce' && effectiveDirective === 'connect-src' && isOfOrigin(blockedURI, origin);
  };
  page.addEventListener?.('securitypolicyviolation', listen);
  try {
    return await ask();
  } catch (error) {
    // The report comes in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    if (!seen.forbidden) throw error;
    throw new NetworkError(
      `The Content-Security-Policy of this page forbids it to ask ${origin}. Add that to its connect-src.`,
      {code: 'policy', cause: error},
    );
  } finally {
    page.removeEventListener?.('securitypolicyviolation', listen);
  }
}
