import {checkKey} from '../../cos/wire/key.js';
import {checkObjectOptions} from '../options/file-options.js';
import type {TurnHost} from '../run/take-turn.js';
import {numbered} from '../tasks/numbered-name.js';
import type {Entry} from './entry.js';
import type {TaskRecords} from './task-records.js';
import type {UploaderCore} from './uploader-core.js';

/**
 * What a run needs of its uploader, and what it finds out about the key of its upload: that is made of what is sent, named by a ticket, or
 * taken in the bucket.
 */
export function createTurnHost(
  {list, keys, options, settings, giveKey}: UploaderCore,
  records: TaskRecords,
): TurnHost<Entry> {
  return {
    options,
    settings,
    prepare: ({task}, prepared) => list.prepare(task, prepared),
    // What is written down of an upload without a key gives way to what is of the same with it.
    name(entry, key) {
      const id = records.idOf(entry.task);
      entry.restored = false;
      giveKey(entry, key);
      if (!records.keeper.knows(id)) return;
      (entry.key ?? Promise.resolve()).then(
        () => records.discard(id),
        () => undefined,
      );
    },
    // Throws a ConfigurationError. What a ticket says of the object stands above what the page says.
    take(entry, {key, objectOptions, stored}) {
      const {task} = entry;
      checkKey(key);
      checkObjectOptions(objectOptions);
      task.provide({objectOptions: {...task.input.objectOptions, ...objectOptions}});
      // What is there already is not overwritten, whoever has it.
      if (stored) list.name(task, key);
      else if (key !== task.key) giveKey(entry, key);
      entry.ticketed = task.key === key;
    },
    renumber(entry) {
      const {task} = entry;
      const id = records.idOf(task);
      const base = (entry.base ??= task.key);
      keys.release(task);
      keys.take(task.key);
      let number = 2;
      while (!keys.isFree(numbered(base, number), task.input)) number++;
      list.name(task, numbered(base, number));
      keys.hold(task);
      entry.restored = false;
      void records.discard(id);
      records.remember(entry.task);
    },
  };
}
