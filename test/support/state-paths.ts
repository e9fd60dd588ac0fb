import type {TaskState} from '../../src/index.js';

type Status = TaskState['status'];

/** Where each state may lead, by the words of the documents; it may also stay. */
export const paths: Record<Status, readonly Status[]> = (() => {
  const stops: Status[] = ['paused', 'failed', 'canceled', 'done'];
  const works: Status[] = ['preparing', 'uploading', 'waiting', 'completing', 'verifying', 'committing'];
  return {
    queued: ['preparing', 'suspended', ...stops],
    preparing: [...works, ...stops],
    uploading: [...works, ...stops],
    waiting: [...works, ...stops, 'suspended'],
    completing: [...works, ...stops],
    verifying: [...works, ...stops],
    committing: [...works, ...stops],
    paused: ['queued', 'canceled', 'suspended', 'done'],
    done: [],
    failed: ['queued', 'canceled', 'suspended'],
    canceled: ['queued'],
    suspended: ['queued', 'canceled'],
  };
})();
