import {checkTextIfGiven} from '../../cos/operations/check.js';
import {checkKey} from '../../cos/wire/key.js';
import {ConfigurationError} from '../../errors.js';
import {nameOf, split} from '../tasks/numbered-name.js';
import {toUploadError} from '../tasks/to-upload-error.js';
import type {TaskInput} from '../tasks/task.js';
import type {UploaderOptions} from './options.js';

export type KeyOptions = Pick<UploaderOptions, 'key' | 'keyForm' | 'keyPrefix' | 'keyTemplate'>;

/**
 * True where the key is made of the file's name, so that a number may be added to it. Any other key is the page's own choice and stays as
 * it is.
 */
export const isNamedByFile = ({key, keyTemplate}: KeyOptions): boolean => !key && keyTemplate === undefined;

/** The object key of a file; a promise where the `key` option asks somebody. It rejects with an UploadError. */
export function keyOf(
  {key, keyForm, keyTemplate, keyPrefix = ''}: KeyOptions,
  input: TaskInput,
): string | Promise<string> {
  if (!key) {
    // macOS writes "é" as two characters, other systems as one. People see one name, but COS would keep two objects, so the path is
    // normalized.
    const path = keyForm === 'as-is' ? input.path : input.path.normalize('NFC');
    return keyTemplate === undefined ? keyPrefix + path : filled(keyTemplate, path);
  }
  try {
    const answer: unknown = key(input.file!, input.path);
    return typeof answer === 'string' ? checkedKey(answer) : Promise.resolve(answer).then(checkedKey);
  } catch (error) {
    return Promise.reject(toUploadError(error, input.path));
  }
}

function checkedKey(answer: unknown): string {
  if (typeof answer !== 'string')
    throw new ConfigurationError('key', answer, 'a function that answers a text');
  checkKey(answer);
  return answer;
}

const tokens: Record<string, (path: string) => string> = {
  path: (path) => path,
  dir: (path) => path.slice(0, path.lastIndexOf('/') + 1),
  name: nameOf,
  stem: (path) => split(nameOf(path))[0],
  ext: (path) => split(nameOf(path))[1],
  date: () => {
    const now = new Date();
    const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
    return `${now.getFullYear()}-${month}-${day}`;
  },
  uuid,
};

const token = /\{([^{}]*)\}/g;

export const filled = (template: string, path: string): string =>
  template.replace(token, (_all, name: string) => tokens[name]!(path));

/** A UUID of version 4. `crypto.randomUUID` is missing where the page is not secure. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Throws a ConfigurationError for options that can make no key: once when they are set, not again with each file. */
export function checkKeyOptions({keyPrefix, keyTemplate}: KeyOptions): void {
  checkTextIfGiven('key-prefix', keyPrefix);
  checkTextIfGiven('key-template', keyTemplate);
  if (keyPrefix !== undefined) checkAs('key-prefix', keyPrefix, `${keyPrefix}a`);
  if (keyTemplate === undefined) return;
  const known = Object.keys(tokens).map((name) => `{${name}}`);
  // A brace without its other one is a slip, too.
  const unknown = keyTemplate.match(/\{[^{}]*\}?|\}/g)?.find((said) => !known.includes(said));
  if (unknown)
    throw new ConfigurationError('key-template', keyTemplate, `${known.join(' ')}, and not ${unknown}`);
  checkAs('key-template', keyTemplate, keyTemplate.replace(token, 'a'));
}

function checkAs(attribute: string, value: string, key: string): void {
  // COS stores such keys, but nobody who writes a prefix means them.
  if (value.startsWith('/')) throw new ConfigurationError(attribute, value, 'keys that do not begin with /');
  try {
    checkKey(key);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(attribute, value, error.allowed);
    throw error;
  }
}

/** What all keys begin with, as far as the options tell. */
export const prefixOf = ({keyPrefix = '', keyTemplate}: KeyOptions): string =>
  keyTemplate === undefined
    ? keyPrefix
    : keyTemplate.slice(0, keyTemplate.replace(/\{.*/s, '').lastIndexOf('/') + 1);
