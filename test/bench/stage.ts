import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer, {type Browser} from 'puppeteer-core';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {buildPages} from './build.js';
import {servingFolder, startSite} from './site.js';
import {openTab, type Tab} from './tab.js';
import {startTusServer, type TusRequest} from './tus-server.js';

/** The whole of it: servers, built pages, a browser with a profile of its own, and a folder for files. All on loopback. */
export interface Stage {
  readonly cos: LocalCos;
  readonly tus: {readonly origin: string; readonly log: TusRequest[]};
  readonly browser: Browser;
  /** For the files to send; gone at the end. */
  readonly folder: string;
  /** `own`: from the origin of the store. */
  open(path: string, own?: boolean): Promise<Tab>;
  close(): Promise<void>;
}

export interface StageOptions {
  policies?: Readonly<Record<string, string>>;
  /** A checkout whose `dist` is measured beside this code. */
  before?: string | undefined;
}

export async function setStage({policies = {}, before}: StageOptions = {}): Promise<Stage> {
  const pages = await buildPages(before);
  const cos = await startLocalCos({bench: true, page: servingFolder(pages)});
  const tus = await startTusServer(cos.settings);
  const site = await startSite(pages, policies);
  const folder = await mkdtemp(join(tmpdir(), 'cos-uploader-bench-'));
  const browser = await puppeteer.launch({
    executablePath: ensureChromium(),
    headless: true,
    userDataDir: join(folder, 'profile'),
    args: [
      ...chromiumArgs,
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
      '--window-size=1200,900',
    ],
    protocolTimeout: 900_000,
  });
  return {
    cos,
    tus,
    browser,
    folder,
    open: (path, own = false) => openTab(browser, `${own ? cos.origin : site.origin}${path}`),
    async close() {
      await browser.close();
      await site.close();
      tus.close();
      await cos.close();
      await rm(folder, {recursive: true, force: true, maxRetries: 5});
    },
  };
}
