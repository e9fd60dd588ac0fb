import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {CDPSession} from 'puppeteer-core';

/** Profiles the page's own thread; the function returned ends it, writes the file for the DevTools and prints where the time went. */
export async function startProfile(session: CDPSession): Promise<(path: string) => Promise<void>> {
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', {interval: 500});
  await session.send('Profiler.start');
  return async (path) => {
    const {profile} = await session.send('Profiler.stop');
    await mkdir(dirname(path), {recursive: true});
    await writeFile(path, JSON.stringify(profile));
    const {nodes, samples = [], timeDeltas = []} = profile;
    const places = new Map(
      nodes.map(({id, callFrame: {functionName, url, lineNumber}}) => {
        const file = url === '' ? '' : `${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`;
        return [id, `${functionName || '(anonymous)'} ${file}`];
      }),
    );
    const self = new Map<string, number>();
    for (const [index, id] of samples.entries()) {
      const place = places.get(id) ?? '';
      self.set(place, (self.get(place) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
    }
    const top = [...self].sort(([, a], [, b]) => b - a).slice(0, 15);
    console.log(
      `     ${path}\n${top.map(([place, ms]) => `     ${ms.toFixed(0).padStart(6)} ms  ${place}`).join('\n')}`,
    );
  };
}
