import {createHasher} from '../../../src/hash/hasher.js';
import type {HashPath} from '../../../src/hash/types.js';

export interface Hashed {
  path: HashPath | undefined;
  seconds: number;
  longTasks: number;
}

/** Seconds to hash the chosen file in parts, all at once, after a warm-up; and how it was done. */
export async function measure(wanted: {md5?: boolean; crc64?: boolean}, part: number): Promise<Hashed> {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was chosen');
  const hasher = createHasher();
  await hasher.hash(file.slice(0, part), wanted);
  let longTasks = 0;
  new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({type: 'longtask'});
  const start = performance.now();
  const parts = [];
  for (let from = 0; from < file.size; from += part)
    parts.push(hasher.hash(file.slice(from, from + part), wanted));
  await Promise.all(parts);
  const seconds = (performance.now() - start) / 1000;
  const {path} = hasher;
  hasher.close();
  await new Promise((resolve) => setTimeout(resolve, 100)); // The observer is told later.
  return {path, seconds, longTasks};
}
