import {readFileSync} from 'node:fs';
import type {Browser} from 'puppeteer-core';

/** CPU seconds since each process began. */
interface Usage {
  renderers: number;
  browser: number;
}

export interface Used extends Usage {
  /** Highest resident memory of a renderer, MB; undefined without /proc. */
  residentMB: number | undefined;
}

export interface UsageMeter {
  begin(): Promise<void>;
  /** What has been used since `begin`. */
  end(): Promise<Used>;
  close(): void;
}

/** Measures all processes of a browser. */
export async function startUsage(browser: Browser): Promise<UsageMeter> {
  const session = await browser.target().createCDPSession();
  const read = async (): Promise<Usage & {pids: number[]}> => {
    const {processInfo} = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({type}) => type === 'renderer');
    const sum = (list: typeof processInfo): number => list.reduce((total, {cpuTime}) => total + cpuTime, 0);
    return {renderers: sum(renderers), browser: sum(processInfo), pids: renderers.map(({id}) => id)};
  };
  let before: Awaited<ReturnType<typeof read>> = {renderers: 0, browser: 0, pids: []};
  let resident = 0;
  const watch = setInterval(() => {
    resident = Math.max(resident, ...before.pids.map(residentMB));
  }, 100);
  return {
    async begin() {
      before = await read();
    },
    async end() {
      const after = await read();
      return {
        renderers: after.renderers - before.renderers,
        browser: after.browser - before.browser,
        residentMB: resident > 0 ? resident : undefined,
      };
    },
    close() {
      clearInterval(watch);
      // The browser may be gone already.
      session.detach().catch(() => undefined);
    },
  };
}

/** 0 where there is no /proc. */
function residentMB(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
