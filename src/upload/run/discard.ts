import {discardUnwanted, setCanceled} from './discard-unwanted.js';
import type {Settings} from '../options/settings.js';
import type {Shared} from './run-context.js';

/** Records that one transaction looks at. Ten thousand in one would hold up the page, and so would ten thousand transactions. */
const atOnce = 100;

interface Waiting {
  readonly id: string;
  readonly kept: () => boolean;
  readonly resolve: (left: boolean) => void;
}

const lines = new WeakMap<Shared['journal'], Waiting[]>();

/**
 * Removes an upload that nobody wants any more from the server and from the journal. Its record is marked first, so that the next visit
 * does what this one has no time for.
 */
export async function discardUpload(
  shared: Shared,
  settings: Settings,
  id: string,
  kept: () => boolean = () => false,
): Promise<void> {
  if (!(await removeUnbegun(shared, id, kept))) return;
  const record = await setCanceled(shared, id, true, kept);
  if (record) await discardUnwanted(shared, settings, record);
}

/**
 * Removes the record of an upload that has not begun, and answers whether more is to be done. Calls that come together, as from a cancel of
 * everything, share few transactions.
 */
function removeUnbegun(shared: Shared, id: string, kept: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const line = lines.get(shared.journal) ?? [];
    lines.set(shared.journal, line);
    line.push({id, kept, resolve});
    if (line.length === 1) void serve(shared, line);
  });
}

async function serve({journal, visit}: Shared, line: Waiting[]): Promise<void> {
  await Promise.resolve();
  while (line.length > 0) {
    const batch = line.slice(0, atOnce);
    const keeps = new Map(batch.map(({id, kept}) => [id, kept]));
    const left = new Set<string>();
    await journal.update([...keeps.keys()], (known, id) => {
      left.delete(id);
      if (!known || keeps.get(id)!()) return known;
      const {uploadId, initiating = false, owner} = known;
      if (uploadId === undefined && !initiating && owner === visit.id) return undefined;
      left.add(id);
      return known;
    });
    line.splice(0, batch.length);
    for (const {id, resolve} of batch) resolve(left.has(id) || !journal.lasting);
  }
}
