import {expect} from 'chai';
import {NetworkError} from '../../../src/errors.js';
import {
  type Action,
  isRunning,
  reduce,
  type TaskState,
  type UploadResult,
} from '../../../src/upload/tasks/state.js';

const result: UploadResult = {
  key: 'k',
  etag: '"e"',
  location: 'h/k',
  size: 10,
  parts: 0,
  resumedBytes: 0,
  skipped: false,
  proof: 'none',
  requestId: '',
};
const error = new NetworkError('gone');
const pace = {inFlight: 0, bytesPerSecond: 1};

describe('reduce', () => {
  const cases: [string, TaskState, Action, TaskState | 'same'][] = [
    ['begins', {status: 'queued', sent: 0}, {type: 'prepare'}, {status: 'preparing', sent: 0}],
    [
      'sent never falls',
      {status: 'uploading', sent: 8, ...pace},
      {type: 'progress', sent: 5, ...pace},
      {status: 'uploading', sent: 8, ...pace},
    ],
    [
      'a pause keeps what was sent',
      {status: 'uploading', sent: 8, ...pace},
      {type: 'pause'},
      {status: 'paused', sent: 8},
    ],
    [
      'late progress after a pause is ignored',
      {status: 'paused', sent: 8},
      {type: 'progress', sent: 9, ...pace},
      'same',
    ],
    [
      'late success after a cancel is ignored',
      {status: 'canceled', sent: 0},
      {type: 'succeed', result},
      'same',
    ],
    [
      'a pause leads back to the queue',
      {status: 'paused', sent: 8},
      {type: 'resume'},
      {status: 'queued', sent: 8},
    ],
    [
      'a failure leads back to the queue',
      {status: 'failed', sent: 8, error},
      {type: 'resume'},
      {status: 'queued', sent: 8},
    ],
    [
      'so does a reload',
      {status: 'suspended', sent: 8, needs: 'file'},
      {type: 'resume'},
      {status: 'queued', sent: 8},
    ],
    ['done is done', {status: 'done', sent: 10, result}, {type: 'pause'}, 'same'],
    ['done is not canceled', {status: 'done', sent: 10, result}, {type: 'cancel'}, 'same'],
    [
      'a part is news, not a state',
      {status: 'uploading', sent: 1, ...pace},
      {type: 'part', part: {partNumber: 1, size: 1, attempts: 1, resumed: false}},
      'same',
    ],
    [
      'success has all the bytes',
      {status: 'verifying', sent: 9},
      {type: 'succeed', result},
      {status: 'done', sent: 10, result},
    ],
    [
      'the wait says why',
      {status: 'uploading', sent: 3, ...pace},
      {type: 'wait', reason: 'backoff', until: 5, attempt: 2},
      {status: 'waiting', sent: 3, reason: 'backoff', until: 5, attempt: 2},
    ],
    [
      'another tab is followed',
      {status: 'waiting', sent: 3, reason: 'other-tab'},
      {type: 'follow', sent: 6},
      {status: 'waiting', sent: 6, reason: 'other-tab'},
    ],
  ];
  for (const [name, state, action, expected] of cases) {
    it(name, () => {
      const next = reduce(state, action);
      if (expected === 'same') expect(next).to.equal(state);
      else expect(next).to.deep.equal(expected);
    });
  }

  it('runs only where something is due', () => {
    const running = ['queued', 'preparing', 'uploading', 'waiting', 'completing', 'verifying'];
    for (const status of [...running, 'paused', 'done', 'failed', 'canceled', 'suspended']) {
      expect(isRunning({status, sent: 0} as TaskState), status).to.equal(running.includes(status));
    }
  });
});
