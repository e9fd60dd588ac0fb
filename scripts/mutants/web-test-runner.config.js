import {readFileSync, writeFileSync} from 'node:fs';
import {relative} from 'node:path';
import {launch} from 'puppeteer-core';
import base from '../../web-test-runner.config.js';

const {files, limit} = JSON.parse(readFileSync(process.env.MUTANTS_PLAN, 'utf8'));

/** By session. */
const told = new Map();
const answers = [];

/** Waits for `work`, but not for ever: a page may go round without an end. */
const within = (ms, work, otherwise) => {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, otherwise)));
  return Promise.race([work.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
};

/** One browser; each test file in a profile of its own, so that no mutant leaves anything to the next one. */
const browserOfProfiles = ({launchOptions}) => {
  const open = new Map();
  let browser;
  return {
    name: 'Chromium',
    type: 'puppeteer',
    concurrency: 1,
    async startSession(id, url) {
      browser ??= await launch({headless: true, ...launchOptions});
      const profile = await browser.createBrowserContext();
      const page = await profile.newPage();
      open.set(id, {profile, page, since: performance.now()});
      await page.setViewport({height: 600, width: 800});
      await page.goto(url);
    },
    isActive: (id) => open.has(id),
    getBrowserUrl: (id) => open.get(id)?.page.url(),
    async stopSession(id) {
      const {profile, page, since} = open.get(id);
      open.delete(id);
      const ms = performance.now() - since;
      told.set(id, {
        ms,
        hits: await within(
          3000,
          page.evaluate(() => [...globalThis.hits]),
          [],
        ),
      });
      await within(10_000, profile.close());
      return {};
    },
    stop: () => within(10_000, browser?.close() ?? Promise.resolve()),
  };
};

const failedIn = ({suites, tests}) =>
  tests.find(({passed, skipped}) => !passed && !skipped) ??
  suites.map(failedIn).find((test) => test !== undefined);

const whyNot = ({errors, testResults}) => {
  const test = testResults && failedIn(testResults);
  return test ? `${test.name}: ${test.error?.message ?? ''}` : (errors[0]?.message ?? '');
};

/** Rules of the page before it, which had no time to take them away, and the list of what was reached. */
const before = `<script>
  globalThis.hits = new Set();
  globalThis.hit = (id) => hits.add(id);
  const clear = new XMLHttpRequest();
  clear.open('DELETE', cosOrigin + '/-/faults', false);
  clear.send();
</script>`;

export default {
  ...base,
  rootDir: process.cwd(),
  files,
  testsFinishTimeout: limit,
  testFramework: {config: {...base.testFramework.config, bail: true}},
  browsers: base.browsers.map(browserOfProfiles),
  filterBrowserLogs: () => false,
  testRunnerHtml: (framework) =>
    base.testRunnerHtml(framework).replace('<script type="module"', `${before}$&`),
  reporters: [
    {
      // At once, so that what is known outlives a browser that does not.
      reportTestFileResults({sessionsForTestFile}) {
        for (const session of sessionsForTestFile)
          answers.push({
            file: relative(process.cwd(), session.testFile),
            passed: session.passed === true,
            why: session.passed ? '' : whyNot(session),
            ms: 0,
            hits: [],
            ...told.get(session.id),
          });
        writeFileSync(process.env.MUTANTS_ANSWER, JSON.stringify(answers));
      },
    },
  ],
};
