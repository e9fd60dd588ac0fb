import type {TaskState, UploadTask} from '../../src/index.js';
import type {FakeTime} from '../support/fake-time.js';
import {until} from '../support/until.js';

export const ended = ({status}: TaskState): boolean => ['done', 'failed', 'canceled'].includes(status);

/** Lets time pass until all have ended. */
export const pastTheEnd = (environment: FakeTime, tasks: readonly UploadTask[]): Promise<void> =>
  until(
    async () => {
      await environment.pass(1000);
      return tasks.every(({state}) => ended(state));
    },
    `the end of all: ${tasks.map(({state}) => state.status).join()}`,
    25_000,
  );
