import {createIdbStore} from '../../src/store/idb-store.js';

/** Milliseconds a part for each thousand of 10,000 writes, as the engine makes them: nobody waits for the one before. */
async function run(): Promise<number[]> {
  const store = createIdbStore(`bench-${Date.now()}`);
  const id = 'https://demo.example/key ["file",1,2]';
  const base = {
    version: 1 as const,
    id,
    origin: 'https://demo.example',
    key: 'key',
    name: 'file',
    path: 'file',
    type: '',
  };
  await store.put({
    ...base,
    size: 1e10,
    lastModified: 1,
    uploadId: 'u',
    layout: [{from: 1, size: 2 ** 20}],
    created: Date.now(),
  });
  const times: number[] = [];
  for (let thousand = 0; thousand < 10; thousand++) {
    const since = performance.now();
    for (let hundred = 0; hundred < 10; hundred++) {
      const first = thousand * 1000 + hundred * 100 + 1;
      await Promise.all(
        Array.from({length: 100}, (_, index) =>
          store.putPart(id, {
            uploadId: 'u',
            partNumber: first + index,
            size: 2 ** 20,
            etag: `"${'0'.repeat(32)}"`,
            crc64: '11051210869376104954',
          }),
        ),
      );
    }
    times.push((performance.now() - since) / 1000);
  }
  await store.remove(id);
  return times;
}

declare global {
  interface Window {
    runJournalBench: typeof run;
  }
}
window.runJournalBench = run;
