import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium or Chrome: CHROME_PATH, else the usual places. */
export function findChromium(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named && !existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
  return named ?? usualPlaces.find((path) => existsSync(path));
}

/** The browser to test with; where there is none and it may, installs Debian's. Throws with what to install. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  if (existsSync('/usr/bin/apt-get')) {
    const root = process.getuid?.() === 0;
    const sudo = !root && spawnSync('sudo', ['-n', 'true']).status === 0;
    if (root || sudo) {
      const run = (...words: string[]): void => {
        const command = root ? words : ['sudo', '-n', ...words];
        execFileSync(command[0]!, command.slice(1), {
          stdio: 'inherit',
          env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
        });
      };
      console.log('No Chromium found: installing the one of this system.');
      run('apt-get', 'update', '-qq');
      run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
      const installed = findChromium();
      if (installed) return installed;
    }
  }
  throw new Error(
    'The tests need Chromium or Chrome, and none was found. Debian, Ubuntu: sudo apt-get install chromium. ' +
      'macOS: brew install --cask google-chrome. Or set CHROME_PATH to the browser to use.',
  );
}

/** Flags for a quiet browser that asks nothing of the network; root has no sandbox. */
export const chromiumArgs: string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
