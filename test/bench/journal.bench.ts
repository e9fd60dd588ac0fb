import puppeteer from 'puppeteer-core';
import {servePage} from '../chaos/site.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';

/** Does the ten-thousandth part cost what the first did? Time per part in the journal, and its slope. */
const site = await servePage('test/bench/journal-page.ts');
const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
try {
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => 'runJournalBench' in window);
  const times = await page.evaluate(() => window.runJournalBench());
  for (const [index, ms] of times.entries())
    console.log(`parts ${index * 1000 + 1} to ${(index + 1) * 1000}: ${ms.toFixed(3)} ms a part`);
  // Least squares over the ten points.
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const middle = (times.length - 1) / 2;
  const slope =
    times.reduce((sum, ms, index) => sum + (index - middle) * (ms - mean), 0) /
    times.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  console.log(
    `slope: ${(slope * 1000).toFixed(1)} µs a part for each further thousand, mean ${mean.toFixed(3)} ms`,
  );
} finally {
  await browser.close();
  site.close();
}
