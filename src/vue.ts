/** For Vue 3.3 and later: composables that follow an uploader. The build adds the types of `<cos-uploader>` in templates. */
import {type MaybeRefOrGetter, type ShallowRef, shallowRef, toRaw, toValue, watch} from 'vue';
import type {TaskState, UploaderLike, UploadTask} from './index.js';
import {feedOf, nothing, type Uploads} from './upload-feed.js';

/** What is in an uploader's list, and what it adds up to. `tasks` is another array after each add and remove, and only then. */
export function useUploads(uploader: MaybeRefOrGetter<UploaderLike | null | undefined>): {
  readonly tasks: Readonly<ShallowRef<Uploads['tasks']>>;
  readonly totals: Readonly<ShallowRef<Uploads['totals']>>;
} {
  const tasks = shallowRef(nothing.tasks);
  const totals = shallowRef(nothing.totals);
  watch(
    () => toRaw(toValue(uploader)),
    (current, _before, onCleanup) => {
      const feed = current ? feedOf(current) : undefined;
      const look = (): void => {
        const uploads = feed?.current ?? nothing;
        tasks.value = uploads.tasks;
        totals.value = uploads.totals;
      };
      if (feed) onCleanup(feed.subscribe(look));
      look();
    },
    {immediate: true},
  );
  return {tasks, totals};
}

/** The state of one task. */
export function useUpload(
  uploader: MaybeRefOrGetter<UploaderLike>,
  task: MaybeRefOrGetter<UploadTask>,
): Readonly<ShallowRef<TaskState>> {
  const taskOf = (): UploadTask => toRaw(toValue(task));
  const state = shallowRef(taskOf().state);
  watch(
    () => [toRaw(toValue(uploader)), taskOf()] as const,
    ([uploader, task], _before, onCleanup) => {
      const look = (): void => void (state.value = task.state);
      onCleanup(feedOf(uploader).subscribeTo(task, look));
      look();
    },
    {immediate: true},
  );
  return state;
}
