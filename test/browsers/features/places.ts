import assert from 'node:assert/strict';
import {MB} from '../stage.js';
import {inParts} from './control.js';
import type {EngineName} from '../engines/engine.js';
import type {Feature} from './feature.js';

export const places: readonly Feature[] = [
  {
    name: 'a page under a strict Content-Security-Policy, counted by its violations',
    async run(stage) {
      const file = await stage.file('strict.bin', 3 * MB);
      const {origin} = stage.cos;
      const page = await stage.open({
        attributes: inParts,
        policy: `default-src 'none'; connect-src ${origin}; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:`,
      });
      await page.choose(file.path);
      await page.done(file.name);
      await page.so('the row', (name) => window.widget.row(name), file.name);
      const seen = await page.run(async () => {
        const hasher = window.cos.createHasher();
        await hasher.hash(new Blob(['x']), {crc64: true});
        const styled = getComputedStyle(window.widget.find('.zone')!).display;
        return {path: hasher.path, styled, violations: window.widget.violations};
      });
      assert.deepEqual(seen, {path: 'worker-wasm', styled: 'flex', violations: []});
    },
  },
  {
    name: 'a sandboxed frame without an origin',
    async run(stage) {
      const page = await stage.open({
        attributes: inParts,
        body: () => '<iframe sandbox="allow-scripts" src="/framed"></iframe>',
        framed: inFrame,
      });
      await page.so('the frame to tell', () => window.widget.messages.length > 0);
      const [told] = await page.run(() => window.widget.messages);
      assert.deepEqual(told, {
        origin: 'null',
        uploads: ['crc64', 'crc64'],
        hashing: hashing[stage.engine],
        styled: 'flex',
        wrong: [],
      });
      assert.deepEqual(Object.keys(await stage.stored()).sort(), ['parts.bin', 'whole.bin']);
    },
  },
];

/** Chromium starts no worker from a `blob:` of a page without an origin. */
const hashing: Record<EngineName, string> = {
  Chromium: 'page-wasm',
  Firefox: 'worker-wasm',
  WebKit: 'worker-wasm',
};

async function inFrame(): Promise<void> {
  const element = document.querySelector('cos-uploader')!;
  const tasks = await element.addFiles([
    new File([new Uint8Array(1e5)], 'whole.bin'),
    new File([new Uint8Array(3e6)], 'parts.bin'),
  ]);
  await Promise.allSettled(tasks.map((task) => task.settled()));
  const hasher = window.cos.createHasher();
  await hasher.hash(new Blob(['x']), {crc64: true});
  parent.postMessage(
    {
      origin,
      uploads: tasks.map(({state}) => (state.status === 'done' ? state.result.proof : state.status)),
      hashing: hasher.path,
      styled: getComputedStyle(window.widget.find('.zone')!).display,
      wrong: window.widget.events.filter(({type}) => /error|reject/.test(type)),
    },
    '*',
  );
}
