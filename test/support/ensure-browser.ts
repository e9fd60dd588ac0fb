import {ensureChromium} from './browser.js';

try {
  console.log(`Testing with ${ensureChromium()}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
