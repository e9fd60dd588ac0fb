import type {Browser, CDPSession} from 'puppeteer-core';

/**
 * A page without Puppeteer's: that one listens to every request, which would cost the browser, and the server beside it, more
 * than some of the uploads that are measured.
 */
export interface Tab {
  readonly session: CDPSession;
  /** Calls a method of the page's `bench`, with what JSON can carry, and waits for its answer. */
  call<T>(method: string, ...args: readonly unknown[]): Promise<T>;
  /** What a picker does: the files get into the input that `expression` finds, and `change` is fired. */
  choose(paths: readonly string[], expression?: string): Promise<void>;
  close(): Promise<void>;
}

interface Evaluated {
  result: {value?: unknown; objectId?: string};
  exceptionDetails?: {text: string; exception?: {description?: string}};
}

export async function openTab(browser: Browser, url: string): Promise<Tab> {
  const root = await browser.target().createCDPSession();
  const {targetId} = await root.send('Target.createTarget', {url: `about:blank#${serial++}`});
  const target = await browser.waitForTarget((other) => other.url() === `about:blank#${serial - 1}`);
  const session = await target.createCDPSession();

  const evaluate = async (expression: string, byValue: boolean): Promise<Evaluated['result']> => {
    const {result, exceptionDetails} = (await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: byValue,
      userGesture: true,
    })) as Evaluated;
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result;
  };

  await session.send('Page.enable');
  const loaded = new Promise<void>((resolve) => session.once('Page.loadEventFired', () => resolve()));
  await session.send('Page.navigate', {url});
  await loaded;

  return {
    session,
    async call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
      const list = args.map((argument) => JSON.stringify(argument ?? null)).join(', ');
      return (await evaluate(`bench.${method}(${list})`, true)).value as T;
    },
    async choose(paths, expression = `document.querySelector('input')`) {
      const {objectId} = await evaluate(expression, false);
      if (objectId === undefined) throw new Error(`There is no ${expression}`);
      await session.send('DOM.setFileInputFiles', {files: [...paths], objectId});
    },
    async close() {
      await root.send('Target.closeTarget', {targetId});
      await root.detach();
    },
  };
}

let serial = 0;
