import {untilAborted} from '../../cos/wire/until-aborted.js';
import {CommitError} from '../../errors.js';
import {recordOf} from '../journal/record-of.js';
import type {Commit} from '../options/options.js';
import type {Settings} from '../options/settings.js';
import {attempt} from '../requests/attempt.js';
import type {UploadResult} from '../tasks/state.js';
import type {UploadTask} from '../tasks/task.js';
import type {Run} from './run-context.js';

/** Milliseconds that the application may take to take an object over. */
const patience = 60_000;

type HandingOver = Omit<Run, 'file'> & {readonly settings: Settings};

/**
 * Hands a proven object over to the application, and answers the result with what the application said. The journal keeps the result until
 * the hand-over has succeeded, so that after a crash or a closed tab the next visit hands it over again and sends no bytes.
 */
export async function handOver(
  run: HandingOver,
  result: UploadResult,
  task: UploadTask,
): Promise<UploadResult> {
  const {commit} = run.settings;
  if (commit === undefined) return result;
  const {client, source, journal, settings, visit} = run;
  visit.own(run.id);
  const record = recordOf(client.origin, run.key, source, settings.scope, false);
  await journal.put({...record, owner: visit.id, ownCall: source.ownCall, stored: {...result}});
  run.signal.throwIfAborted();
  run.activity.enter({type: 'commit'});
  const call = typeof commit === 'function' ? commit : postTo(commit);
  const committed = await attempt(run, {limit: () => patience}, async (signal) => {
    try {
      return await untilAborted(Promise.resolve(call(result, task, signal)), signal);
    } catch (cause) {
      run.signal.throwIfAborted();
      throw cause instanceof CommitError ? cause : failed(run.key, cause);
    }
  });
  await journal.remove(run.id);
  return committed === undefined ? result : {...result, committed};
}

const failed = (key: string, cause: unknown): CommitError =>
  new CommitError(
    `"${key}" is stored, but the application did not take it over; see the cause. A retry hands it over again and sends nothing.`,
    {code: 'commit', retryable: true, key, cause},
  );

/** Cookies are sent within the page's origin only. An endpoint elsewhere that needs them takes the `commit` function. */
const postTo =
  (url: string): Commit =>
  async (result, _task, signal) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {'content-type': 'application/json', accept: 'application/json'},
      body: JSON.stringify(result),
      signal,
    });
    const text = await response.text();
    // The query may hold a token of the app, so the error does not show it.
    if (!response.ok) throw new Error(`${url.replace(/[?#].*/s, '')} answered ${response.status}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
