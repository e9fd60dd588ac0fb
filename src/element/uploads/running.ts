import type {Status} from '../../index.js';

/** On its way, or due. */
export const runningStatuses: readonly Status[] = [
  'queued',
  'preparing',
  'uploading',
  'waiting',
  'completing',
  'verifying',
  'committing',
];
