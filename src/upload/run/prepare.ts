import {untilAborted} from '../../cos/wire/until-aborted.js';
import {FileChangedError, UploadError} from '../../errors.js';
import type {Settings} from '../options/settings.js';
import type {Slots, Owner} from '../requests/slots.js';
import type {Activity} from '../tasks/activity.js';
import type {Prepared, TaskInput} from '../tasks/task.js';
import {explainRead} from './file-check.js';
import {ownBlob} from './own-blob.js';

interface Preparing {
  readonly settings: Pick<Settings, 'prepare'>;
  readonly preparing: Slots;
  readonly owner: Owner;
  readonly activity: Activity;
  readonly signal: AbortSignal;
}

/** What is sent of a file. Only the file that was added can change on the disk, so its handle says nothing of what was made of it. */
export function outgoing(input: TaskInput): TaskInput {
  const {prepared, file} = input;
  if (prepared) return {...input, ...prepared, handle: undefined, prepared: undefined};
  return file instanceof Blob ? input : {...input, file: ownBlob(file)};
}

/** Progress is told when it has grown by so much. */
const step = 0.01;

/**
 * What the page makes of a file, unless that is there already; undefined where the file is sent as it is. Rejects with an UploadError that
 * names the file, or the signal's reason; then nobody waits for the page's work.
 */
export async function prepareFile(
  input: TaskInput,
  {settings: {prepare}, preparing, owner, activity, signal}: Preparing,
): Promise<Prepared | undefined> {
  if (input.prepared?.file) return input.prepared;
  if (!prepare) return undefined;
  activity.enter({type: 'prepare', prepared: 0});
  const release = await preparing.acquire(owner, signal);
  const file = fileOf(input);
  let told = 0;
  const onProgress = (share: number): void => {
    if (told === Infinity || !(share >= told + step)) return;
    told = Math.min(1, share);
    activity.enter({type: 'prepare', prepared: told});
  };
  let answer: unknown;
  try {
    const working = new Promise<Blob>((resolve) =>
      resolve(prepare(file, {path: input.path, signal, onProgress})),
    );
    answer = await untilAborted(working, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const read = explainRead(cause, input.path);
    throw read instanceof FileChangedError ? read : failed(input, cause);
  } finally {
    told = Infinity;
    release();
  }
  return preparedOf(answer, file, input);
}

/** A Blob that an earlier visit has kept has lost its name. */
const fileOf = ({file, name, type, lastModified}: TaskInput): File =>
  file instanceof File ? file : new File([file!], name, {type, lastModified});

/** Without TypeScript a page may answer anything. */
function preparedOf(
  answer: unknown,
  file: File,
  {name: before, path, size}: TaskInput,
): Prepared | undefined {
  if (answer === file) return undefined;
  const made = ownBlob(answer);
  if (!made)
    throw refused(
      path,
      `answered ${String(answer)}. It has to answer a Blob, or the file where that stays as it is.`,
    );
  if (made.size === 0 && size > 0) throw refused(path, `answered 0 bytes of a file of ${size} bytes.`);
  const name = (made instanceof File && made.name) || before;
  return {
    file: made,
    name,
    path: path.slice(0, path.length - before.length) + name,
    size: made.size,
    type: made.type,
  };
}

const refused = (path: string, what: string): UploadError =>
  new UploadError(`"${path}" was not sent: prepare ${what}`, {code: 'prepare'});

const failed = ({path}: TaskInput, cause: unknown): UploadError =>
  new UploadError(`"${path}" was not sent: prepare has failed; see the cause. A retry prepares it again.`, {
    code: 'prepare',
    cause,
  });
