import type {Status} from '../../index.js';

/** The states of an upload that is on its way or due. */
export const runningStatuses: readonly Status[] = [
  'queued',
  'preparing',
  'uploading',
  'waiting',
  'completing',
  'verifying',
  'committing',
];
