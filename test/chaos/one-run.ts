import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import puppeteer, {type Browser, type Page} from 'puppeteer-core';
import type {FaultRule} from '../../demo/local-cos/faults.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import type {Plan, PlannedFile} from './page.js';
import {createRandom, type Random} from './random.js';
import type {Site, Taking} from './site.js';

export interface Report {
  files: number;
  kills: number;
  reloads: number;
  pauses: number;
  cancels: number;
  /** Visits of a second tab. */
  tabs: number;
  /** How often the store was away. */
  outages: number;
  /** Objects that the application has been handed, and how often it was asked. */
  commits: string;
  /** What the policy does not allow in this run. */
  forbidden: string;
  /** Faults that struck. */
  faults: number;
  /** Bytes of bodies that the server took in whole, beyond the sizes of the files. */
  twice: number;
  /** What was in flight at each kill and reload, and what a fault damaged or left without an answer. */
  inFlight: number;
  /** Uploads without parts, of an Initiate whose answer was lost; removed by abortOrphans. */
  swept: number;
  seconds: number;
  /** Empty when everything is as it has to be. */
  wrong: string[];
}

const prefix = 'chaos/';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds after which a cancel must have been written down: its last request may have to be cut first. */
const cancelTime = 4000;

/** Milliseconds until all is done: an answer to Complete is waited for forty times as long as any other, and may never come thrice. */
const endTime = 150_000;

/** One browser profile, some files, faults and accidents, all from one seed. */
export async function runOnce(seed: number, site: Site): Promise<Report> {
  const siteOrigin = site.origin;
  const since = Date.now();
  const random = createRandom(seed);
  const cos = await startLocalCos({
    link: {bytesPerSecond: random.of([8, 16, 32]) * 2 ** 20, rttMs: random.of([0, 5, 20])},
  });
  const profile = await mkdtemp(join(tmpdir(), 'cos-uploader-chaos-'));
  const {bucket, region, origin} = cos;
  const plan: Plan = {bucket, region, origin, files: planFiles(random), commits: random.next() < 0.5};
  const forbidden = random.of([[], [], ['ListParts'], ['HeadObject'], ['ListParts', 'HeadObject']]);
  // Where HEAD is not allowed, nobody tells the second tab what the first has finished.
  const asksForObjects = !forbidden.includes('HeadObject');
  /** Objects that the application has taken over. */
  const committed = new Set<string>();
  let handed = 0;
  const takings = createRandom(seed + 1);
  site.onCommit = async (key) => {
    handed++;
    if (!(await objects(cos)).some((object) => object.key === key))
      wrong.push(`handed over, not stored: ${key}`);
    const taking = takings.of<Taking>(['take', 'take', 'refuse', 'hang', 'unheard']);
    if (taking === 'take' || taking === 'unheard') committed.add(key);
    return taking;
  };
  /** What the person still has to bring. */
  const toBring = async (files: readonly PlannedFile[]): Promise<readonly PlannedFile[]> =>
    plan.commits ? files.filter(({name}) => !committed.has(prefix + name)) : missingOf(files, cos, sums);
  let browser = await launch(profile);
  const accidents: number[] = [];
  const counts = {kills: 0, reloads: 0, pauses: 0, cancels: 0, tabs: 0, outages: 0};
  /** When each file was canceled that nobody has added again. */
  const canceled = new Map<string, number>();
  const wrong: string[] = [];
  /** Bytes that had to be sent again. */
  let again = 0;
  /** Files that were added after they had been finished elsewhere: uploads of their own, which a last visit goes on with. */
  const anew = new Set<string>();
  let page = await open(browser, siteOrigin);
  let tab: Page | undefined;
  const wanted = (): PlannedFile[] => plan.files.filter(({name}) => !canceled.has(name));
  const large = plan.files.filter(({size}) => size > 2 ** 20);

  /** A visit of a page. Answers the names of what the journal had, and what the person brought. */
  const begin = async (
    which: Page,
    files: readonly PlannedFile[],
  ): Promise<{found: string[]; missing: readonly PlannedFile[]}> => {
    await which.waitForFunction(() => 'chaos' in window);
    // What the server is still working on, nobody can see yet.
    await pause(50);
    const missing = await toBring(files);
    const lost = await missingOf(missing, cos, sums);
    const names = missing.map(({name}) => name);
    const found = await which.evaluate((all, names) => window.chaos.start(all, names), plan, names);
    // The page went after the object was there and before this could be written down. Whoever brings the file again sends it again.
    again += sizeOf(missing.filter((file) => !lost.includes(file) && !found.includes(file.name)));
    return {found, missing};
  };

  /** Begins in one tab while another is open. */
  const beginBeside = async (which: Page, files: readonly PlannedFile[]): Promise<string[]> => {
    const {found, missing} = await begin(which, files);
    // What the other one had finished before it was added here is a new upload.
    const still = await missingOf(missing, cos, sums);
    const finished = missing.filter((file) => large.includes(file) && !still.includes(file));
    again += sizeOf(finished);
    for (const {name} of finished) anew.add(prefix + name);
    return found;
  };
  const beginAgain = async (): Promise<void> => {
    const found = tab ? await beginBeside(page, wanted()) : (await begin(page, wanted())).found;
    for (const name of found) {
      const since = canceled.get(name);
      if (since === undefined) continue;
      if (accidents.at(-1)! - since > cancelTime) wrong.push(`canceled, and came back: ${name}`);
      canceled.delete(name);
    }
  };
  const actions: Record<string, () => Promise<void>> = {
    async reload() {
      counts.reloads++;
      accidents.push(Date.now());
      // The second tab takes over what it hears of, and small files are sent without asking who else does.
      if (tab) again += sizeOf(plan.files.filter((file) => !large.includes(file)));
      await page.reload();
      await beginAgain();
    },
    async kill() {
      counts.kills++;
      const process = browser.process()!;
      const gone = new Promise((resolve) => process.once('exit', resolve));
      accidents.push(Date.now());
      process.kill('SIGKILL');
      await gone;
      await rm(join(profile, 'SingletonLock'), {force: true});
      browser = await launch(profile);
      tab = undefined;
      page = await open(browser, siteOrigin);
      await beginAgain();
    },
    async pause() {
      counts.pauses++;
      accidents.push(Date.now());
      await page.evaluate((ms) => window.chaos.pauseFor(ms), random.between(0, 500));
    },
    async cancel() {
      const {name} = random.of(plan.files);
      accidents.push(Date.now());
      if (!(await page.evaluate((file) => window.chaos.cancel(file), name))) return;
      counts.cancels++;
      // The second tab would go on with it: whoever means it cancels it there too.
      await tab?.evaluate((file) => window.chaos.cancel(file), name);
      canceled.set(name, Date.now());
      if (random.next() < 0.6) await pause(random.between(0, 300));
      else return;
      canceled.delete(name);
      again += plan.files.find((file) => file.name === name)!.size;
      await page.evaluate((all, file) => window.chaos.add(all, [file]), plan, name);
    },
    async away() {
      counts.outages++;
      const effect: FaultRule['effect'] = random.of([
        {reset: 'before'},
        {status: 503, code: 'SlowDown'},
        {status: 502},
      ]);
      const ids = ['OptionsObject', undefined].map((operation) =>
        cos.faults.add({...(operation === undefined ? {} : {match: {operation}}), effect}),
      );
      await pause(random.between(500, 4000));
      for (const id of ids) cos.faults.remove(id);
    },
    async tab() {
      if (!tab) {
        counts.tabs++;
        tab = await browser.newPage();
        await tab.goto(siteOrigin);
        const files = wanted().filter((file) => large.includes(file));
        await beginBeside(tab, files);
        return;
      }
      const open = tab;
      // What waits for the first tab may go without harm.
      await open.evaluate((name) => window.chaos.cancel(name, 'other-tab'), random.of(plan.files).name);
      await pause(random.between(0, 300));
      tab = undefined;
      accidents.push(Date.now());
      await open.close();
    },
  };
  let sums: Record<string, string> = {};
  try {
    sums = await page.evaluate((files) => window.chaos.prepare(files), plan.files);
    const rules = planFaults(random);
    for (const rule of rules) cos.faults.add(rule);
    for (const operation of forbidden)
      cos.faults.add({match: {operation}, effect: {status: 403, code: 'AccessDenied'}});
    await beginAgain();
    for (let left = random.between(3, 7); left > 0; left--) {
      await pause(random.between(150, 1200));
      await actions[random.of(['reload', 'kill', 'pause', 'cancel', 'cancel', 'tab', 'tab', 'away'])]!();
    }
    if (tab) await actions['tab']!();
    const open_ = await untilDone(page, plan, endTime);
    const faults = cos.faults.list().reduce((sum, {hits}) => sum + hits, 0);
    const {twice, inFlight} = weigh(cos, plan, accidents);
    // Who is told of another object by something on the way sends the file again.
    const misled = cos.faults
      .list()
      .filter(({match, effect}) => match?.operation === 'HeadObject' && effect.intercepted === true)
      .reduce((sum, {hits}) => sum + hits, 0);
    again += misled * Math.max(...plan.files.map(({size}) => size));
    cos.faults.clear();
    for (const line of open_)
      wrong.push(`not done: ${line}`, ...requestsFor(cos.log, line.slice(0, line.indexOf(' '))).slice(-40));
    wrong.push(...(await wrongObjects(cos, plan, sums, canceled)));
    await untilEmpty(page, plan, 10_000);
    if (counts.tabs > 0) {
      // A tab that was closed leaves its records to the next visit, which finds what the other has done.
      const logged = cos.log.length;
      await page.reload();
      await begin(page, []);
      await untilDone(page, plan, endTime);
      await untilEmpty(page, plan, 10_000);
      const sent = cos.log.slice(logged).filter(
        // What is small is sent again sooner than it is asked for.
        ({operation, key, bytesIn}) =>
          /^(UploadPart|PutObject)$/.test(operation) && bytesIn > worthAsking && !anew.has(key),
      );
      for (const key of asksForObjects ? new Set(sent.map((entry) => entry.key)) : [])
        wrong.push(`sent again by a last visit: ${key}`, ...requestsFor(cos.log, key));
    }
    if (plan.commits) {
      for (const {name} of wanted())
        if (!committed.has(prefix + name)) wrong.push(`not handed over: ${name}`);
    }
    const records = await page.evaluate((all) => window.chaos.journal(all), plan);
    wrong.push(...records.map((key) => `still in the journal: ${key}`));
    const left = await uploads(cos);
    wrong.push(...left.filter(({parts}) => parts.length > 0).map(({key}) => `orphan with parts: ${key}`));
    await page.evaluate(() => window.chaos.sweep());
    wrong.push(...(await uploads(cos)).map(({key}) => `orphan: ${key}`));
    if (twice > inFlight + again && (counts.tabs === 0 || asksForObjects)) {
      wrong.push(`${twice} bytes were sent twice, ${inFlight} were in flight`, ...sentTwice(cos, accidents));
    }
    return {
      files: plan.files.length,
      ...counts,
      commits: plan.commits ? `${committed.size}/${handed}` : '-',
      forbidden: forbidden.join('+') || '-',
      faults,
      twice,
      inFlight,
      swept: left.length,
      seconds: Math.round((Date.now() - since) / 1000),
      wrong,
    };
  } finally {
    await browser.close();
    await cos.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 5});
  }
}

const launch = (userDataDir: string): Promise<Browser> =>
  puppeteer.launch({executablePath: ensureChromium(), headless: true, userDataDir, args: chromiumArgs});

async function open(browser: Browser, origin: string): Promise<Page> {
  const [page] = await browser.pages();
  await page!.goto(origin);
  return page!;
}

const sizeOf = (files: readonly PlannedFile[]): number => files.reduce((sum, {size}) => sum + size, 0);

/** An object with a damaged byte may lie there when the page went before it could say so: the person has to look. */
async function missingOf(
  files: readonly PlannedFile[],
  cos: LocalCos,
  sums: Record<string, string>,
): Promise<PlannedFile[]> {
  const stored = new Map((await objects(cos)).map(({key, sha256}) => [key, sha256]));
  return files.filter(({name}) => stored.get(prefix + name) !== sums[name]);
}

/** What was canceled is removed in its own time. */
async function untilEmpty(page: Page, plan: Plan, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if ((await page.evaluate((all) => window.chaos.journal(all), plan)).length === 0) return;
    await pause(100);
  }
}

async function untilDone(page: Page, plan: Plan, ms: number): Promise<string[]> {
  for (const end = Date.now() + ms; ;) {
    const {open: left} = await page.evaluate((all) => window.chaos.standing(all), plan);
    if (left.length === 0 || Date.now() > end) return left;
    await pause(100);
  }
}

function planFiles(random: Random): PlannedFile[] {
  return Array.from({length: random.between(5, 9)}, (_, index) => {
    const kind = random.of(['handle', 'handle', 'file', 'blob'] as const);
    const small = random.next() < 0.3;
    const size = small
      ? random.between(0, 2 ** 20)
      : random.between(2 ** 20, (kind === 'blob' ? 4 : 9) * 2 ** 20);
    return {name: `${index}-${kind}.bin`, size, seed: random.between(1, 2 ** 31), kind};
  });
}

const operations = [
  'sts',
  'InitiateMultipartUpload',
  'UploadPart',
  'UploadPart',
  'UploadPart',
  'ListParts',
  'ListMultipartUploads',
  'CompleteMultipartUpload',
  'CompleteMultipartUpload',
  'HeadObject',
  'PutObject',
  'PutObject',
];

function planFaults(random: Random): FaultRule[] {
  return Array.from({length: random.between(5, 12)}, () => {
    const operation = random.of(operations);
    const body = operation === 'UploadPart' || operation === 'PutObject';
    return {
      match: {operation},
      times: random.between(1, 3),
      probability: random.between(1, 5) / 10,
      seed: random.between(1, 2 ** 31),
      effect: random.of([
        {status: 500},
        {status: 503, retryAfter: 0},
        {status: 429, code: 'TooManyRequests'},
        {reset: 'before' as const},
        {reset: 'mid-body' as const},
        {reset: 'after' as const},
        {dropAnswer: true},
        {hang: true},
        {delay: random.between(50, 500)},
        {delay: random.between(1200, 4000)},
        {intercepted: true},
        {hideHeaders: ['etag']},
        ...(operation === 'CompleteMultipartUpload'
          ? [{delay: random.between(3500, 6000)}, {hideHeaders: ['x-cos-hash-crc64ecma']}]
          : []),
        ...(body ? [{flipByte: true}] : []),
      ]),
    };
  });
}

interface ObjectReport {
  key: string;
  sha256: string;
}
interface OpenUpload {
  key: string;
  parts: unknown[];
}
const ask = async <T>(cos: LocalCos, what: string): Promise<T> =>
  (await fetch(`${cos.origin}/-/${what}`)).json() as Promise<T>;
const objects = (cos: LocalCos): Promise<ObjectReport[]> => ask(cos, 'objects');
const uploads = (cos: LocalCos): Promise<OpenUpload[]> => ask(cos, 'uploads');

async function wrongObjects(
  cos: LocalCos,
  {files}: Plan,
  sums: Record<string, string>,
  canceled: ReadonlyMap<string, unknown>,
): Promise<string[]> {
  const stored = new Map((await objects(cos)).map(({key, sha256}) => [key, sha256]));
  return files.flatMap(({name}) => {
    const sum = stored.get(prefix + name);
    // What was canceled may have been complete before.
    if (sum === undefined) return canceled.has(name) ? [] : [`not stored: ${name}`];
    return sum === sums[name] ? [] : [`differs from its file: ${name}`];
  });
}

/** What happened to whatever was sent more than once; milliseconds since the first request. */
function sentTwice({log}: LocalCos, accidents: readonly number[]): string[] {
  const bodies = log.filter(({operation}) => operation === 'UploadPart' || operation === 'PutObject');
  const start = log[0]?.time ?? 0;
  const name = ({key, partNumber}: (typeof log)[number]): string => `${key} ${partNumber ?? ''}`;
  const taken = bodies.filter(({status}) => status === 200).map(name);
  const twice = bodies.filter((entry) => taken.filter((other) => other === name(entry)).length > 1);
  return [
    `accidents at ${accidents.map((at) => at - start).join(', ')}`,
    ...requestsFor(log, twice.find(({partNumber}) => partNumber !== undefined)?.key),
    ...twice.map(
      (entry) =>
        `${name(entry)} ${entry.status} from ${entry.time - start} for ${entry.durationMs}, ${entry.bytesIn} bytes`,
    ),
  ];
}

/** All that was asked about one object. */
function requestsFor(log: LocalCos['log'], wanted: string | undefined): string[] {
  const start = log[0]?.time ?? 0;
  return log
    .filter(({key}) => key === wanted)
    .map(
      ({operation, partNumber, status, time, durationMs, bytesIn}) =>
        `  ${time - start} for ${durationMs}: ${operation} ${partNumber ?? ''} ${status}, ${bytesIn} bytes`,
    );
}

const worthAsking = 64 * 1024;
/** Milliseconds after which the page cuts a body, at the soonest. */
const stallTime = 3000;
/** Without a last part so small that it is not counted. */
const wholeSize = (size: number): number => {
  const last = size % 2 ** 20;
  return last > worthAsking ? size : size - last;
};

/** Of the bodies that arrived whole and were taken in, how much was too much, and how much of that nobody can be blamed for. */
function weigh(
  cos: LocalCos,
  {files}: Plan,
  accidents: readonly number[],
): {twice: number; inFlight: number} {
  const bodies = cos.log.filter(({operation}) => operation === 'UploadPart' || operation === 'PutObject');
  // Whether less than 64 kB are there already is not asked, it is sent: the question would cost as much.
  const answered = bodies.filter(
    ({status, errorCode, bytesIn}) => status === 200 && !errorCode && bytesIn > worthAsking,
  );
  const sum = (entries: readonly {bytesIn: number}[]): number =>
    entries.reduce((bytes, {bytesIn}) => bytes + bytesIn, 0);
  // An answer that was on its way when the page went, or so late that it was cut: the page had begun to count before the request
  // came here.
  const atAccident = answered.filter(
    ({time, durationMs}) =>
      durationMs > stallTime / 2 || accidents.some((at) => at >= time - 50 && at <= time + durationMs + 50),
  );
  // Bytes that a fault had changed.
  // No body here has more than 1 MB.
  const damaged = cos.faults
    .list()
    .reduce((hits, rule) => hits + (rule.effect.flipByte === true ? rule.hits : 0), 0);
  return {
    twice: sum(answered) - files.reduce((bytes, {size}) => bytes + wholeSize(size), 0),
    inFlight: sum(atAccident) + damaged * 2 ** 20,
  };
}
