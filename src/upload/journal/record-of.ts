import type {UploadRecord} from '../../store/resume-store.js';
import {keptFor, keptOptions} from '../options/kept.js';
import type {UploaderOptions} from '../options/options.js';
import type {Scope} from '../options/scope.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import type {TaskInput} from '../tasks/task.js';

/** What a record says of a file: as it was added, and what `prepare` has made of it. */
export const factsOf = ({name, path, size, type, lastModified, prepared}: TaskInput): RecordedFacts => ({
  name,
  path,
  size,
  type,
  lastModified,
  ...(prepared && {
    prepared: {name: prepared.name, path: prepared.path, size: prepared.size, type: prepared.type},
  }),
});

type RecordedFacts = Pick<UploadRecord, 'name' | 'path' | 'size' | 'type' | 'lastModified' | 'prepared'>;

/** What is written down for an upload that has not begun, so that the next visit can begin it. */
export function recordOf(
  origin: string,
  key: string,
  input: TaskInput,
  scope: Scope,
  keepBlob: boolean,
): UploadRecord {
  const {file, handle} = input;
  return {
    version: 1,
    id: uploadFingerprint(origin, key, input),
    origin,
    scope: scope.name,
    key,
    ...factsOf(input),
    layout: [],
    created: Date.now(),
    ...(input.objectOptions ? {objectOptions: keptOptions(input) ?? {}} : {}),
    ...(handle ? {handle} : {}),
    ...(keepBlob && file ? {blob: file} : {}),
  };
}

/** What is written down of an upload that has not begun, where the next visit can get at its bytes; else undefined. */
export function recordFor(
  options: UploaderOptions,
  key: string,
  input: TaskInput,
  scope: Scope,
): UploadRecord | undefined {
  const kept = keptFor(options, input);
  return kept && recordOf(options.client.origin, key, input, scope, kept === 'blob');
}
