import type {UploadRecord} from '../../store/resume-store.js';
import {keptOptions} from '../options/file-options.js';
import type {Scope} from '../options/scope.js';
import {uploadFingerprint} from '../tasks/fingerprint.js';
import type {TaskInput} from '../tasks/task.js';

/** What is written down for an upload that has not begun, so that the next visit can begin it. */
export function recordOf(
  origin: string,
  key: string,
  input: TaskInput,
  scope: Scope,
  keepBlob: boolean,
): UploadRecord {
  const {file, handle, name, path, size, type, lastModified} = input;
  return {
    version: 1,
    id: uploadFingerprint(origin, key, input),
    origin,
    scope: scope.name,
    key,
    name,
    path,
    size,
    type,
    lastModified,
    layout: [],
    created: Date.now(),
    ...(input.objectOptions ? {objectOptions: keptOptions(input) ?? {}} : {}),
    ...(handle ? {handle} : {}),
    ...(keepBlob && file ? {blob: file} : {}),
  };
}
