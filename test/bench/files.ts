import {randomFillSync} from 'node:crypto';
import {open} from 'node:fs/promises';
import {join} from 'node:path';

const block = new Uint8Array(2 ** 20);

/** Files of random bytes, no two alike. Answers their paths. */
export async function writeFiles(folder: string, count: number, size: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const path = join(folder, `${count}x${size}-${index}.bin`);
    const file = await open(path, 'w');
    for (let offset = 0; offset < size; offset += block.length) {
      const bytes = block.subarray(0, Math.min(block.length, size - offset));
      await file.write(randomFillSync(bytes));
    }
    await file.close();
    paths.push(path);
  }
  return paths;
}
