import puppeteer from 'puppeteer-core';
import {servePage} from '../chaos/site.js';
import {chromiumArgs, ensureChromium} from '../support/browser.js';
import {round, type Section} from './report.js';

/** Does the ten-thousandth part cost what the first did? Time per part in the journal, and its slope. */
export async function benchJournal(): Promise<Section> {
  const site = await servePage('test/bench/journal-page.ts');
  const browser = await puppeteer.launch({executablePath: ensureChromium(), args: chromiumArgs});
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    await page.waitForFunction(() => 'runJournalBench' in window);
    const times = await page.evaluate(() => window.runJournalBench());
    // Least squares over the ten points.
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    const middle = (times.length - 1) / 2;
    const slope =
      times.reduce((sum, ms, index) => sum + (index - middle) * (ms - mean), 0) /
      times.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
    return {
      title: 'The journal of a file in 10,000 parts',
      notes: [
        `IndexedDB in a real page, 100 writes at a time. Slope: ${(slope * 1000).toFixed(1)} µs a part for each further thousand parts ` +
          `(mean ${(mean * 1000).toFixed(0)} µs).`,
      ],
      tables: [
        {
          columns: ['parts', 'ms a part'],
          rows: times.map((ms, index) => [`${index * 1000 + 1}–${(index + 1) * 1000}`, round(ms)]),
        },
      ],
    };
  } finally {
    await browser.close();
    await site.close();
  }
}
