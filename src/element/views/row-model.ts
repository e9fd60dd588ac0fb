import type {Proof, TaskState, UploadTask} from '../../index.js';
import {explain} from './explain.js';
import type {Locale} from '../language/locale.js';
import {durationIn, percentIn, sizeOf, speedIn} from '../language/measures.js';
import {isAddress} from '../base/stored-check.js';
import {type Item, StoredItem} from '../base/stored-item.js';
import type {Undoable} from '../uploads/undo.js';
import type {RowCommand} from './list-commands.js';
import type {IconName} from './list-icons.js';

/** Everything a row shows, without markup. */
export interface RowModel {
  readonly icon?: IconName;
  readonly tone: 'quiet' | 'good' | 'warn' | 'bad';
  /** What is happening, most important first. Where there is no room the later words are left out. */
  readonly words: readonly string[];
  /** What stands for the second word where there is little room. */
  readonly brief?: string | undefined;
  readonly bar?: Bar;
  /** It has come to its end a moment ago. */
  readonly ended?: boolean;
  /** Milliseconds that have gone of the time in which the upload can come back. */
  readonly gone?: number | undefined;
  /** Where its name leads to. */
  readonly link?: string | undefined;
  /** The first one is what Enter does, unless it is `cancel` or `remove`. */
  readonly commands: readonly RowCommand[];
}

export interface Bar {
  /** 0–1, confirmed by the server. */
  readonly sent: number;
  /** 0–1, as far as the requests under way can bring it. */
  readonly ahead: number;
  /** Seconds the way to `ahead` will take; 0 when there is no guess. */
  readonly seconds: number;
  /** Something is going on that cannot be measured. */
  readonly busy: boolean;
}

export interface RowContext {
  readonly locale: Locale;
  readonly manual: boolean;
  readonly undo: Undoable | undefined;
  /** Milliseconds that have gone of that time; undefined where one line shows it for all. */
  readonly gone: number | undefined;
  /** Its link was copied a moment ago. */
  readonly copied: boolean;
  /** Where its name leads to, when it is an upload. */
  readonly link: string | undefined;
  /** There is an address to copy. */
  readonly copyable: boolean;
  /** Nothing can be done about it. */
  readonly readOnly: boolean;
  /** It has come to its end a moment ago. */
  readonly ended: boolean;
  /** The speed and the time to show, when they are not those of this moment. */
  readonly pace?: {readonly bytesPerSecond?: number | undefined; readonly secondsLeft?: number | undefined};
  /** What the next visit needs if the person leaves the page now. */
  readonly resumability: 'nothing' | 'permission' | 'file' | 'lost';
  /** Epoch milliseconds. */
  readonly now: number;
}

export function rowModel(item: Item, context: RowContext): RowModel {
  const model = changingModel(item, context);
  return context.readOnly ? {...model, commands: []} : model;
}

function changingModel(task: Item, context: RowContext): RowModel {
  const {locale, undo, copied, link} = context;
  if (undo) {
    return {
      tone: 'quiet',
      words: [locale.t(undo === 'cancel' ? 'canceled' : 'removed')],
      commands: ['undo'],
      gone: context.gone,
    };
  }
  if (task instanceof StoredItem) return storedModel(task, locale);
  if (copied) {
    return {icon: 'check', tone: 'good', words: [locale.t('copied')], commands: ['copied', 'remove'], link};
  }
  return {commands: commandsOf(task.state, context), ...appearance(task, context), link};
}

function storedModel({removal, size, stored}: StoredItem, {t, size: sizeIn}: Locale): RowModel {
  if (removal === 'pending' || removal === 'done')
    return {tone: 'quiet', words: [t(removal === 'done' ? 'removed' : 'removing')], commands: []};
  const {url} = stored;
  const failed = removal === 'failed';
  return {
    tone: failed ? 'bad' : 'quiet',
    ...(failed && {icon: 'alert'}),
    words: [failed ? t('notRemoved') : size > 0 ? sizeIn(size) : t('uploaded')],
    commands: ['remove'],
    link: isAddress(url) ? url : undefined,
  };
}

/** Whole percent as shown: never 100 before the object is in the store. */
function percentOf(task: UploadTask, locale: Locale): string {
  return percentIn(
    locale,
    task.state.status === 'done' ? 1 : Math.min(0.99, ratio(task.state.sent, task.size)),
  );
}

function appearance(task: UploadTask, context: RowContext): Omit<RowModel, 'commands'> {
  const {locale, manual, resumability} = context;
  const {t} = locale;
  const {state, size} = task;
  const percent = percentOf(task, locale);
  const still: Bar = {sent: ratio(state.sent, size), ahead: 0, seconds: 0, busy: false};
  switch (state.status) {
    case 'queued':
      return {
        tone: 'quiet',
        words: [t(manual ? 'ready' : 'waiting'), locale.size(size)],
        ...(state.sent > 0 && {bar: still}),
      };
    case 'preparing':
      return {
        tone: 'quiet',
        words: [
          state.compared !== undefined
            ? t('comparing', {percent: percentIn(locale, ratio(state.compared, size))})
            : t(state.ready ? 'waiting' : state.prepared === undefined ? 'preparing' : 'gettingReady'),
          ...(state.prepared ? [percentIn(locale, state.prepared)] : []),
        ],
        bar: {...still, busy: !state.ready},
      };
    case 'uploading':
      return uploading(state, size, percent, context);
    case 'waiting':
      return {...waiting(state, context), bar: still};
    case 'completing':
      return {tone: 'quiet', words: [t('finishing')], bar: {...still, busy: true}};
    case 'verifying':
      return {tone: 'quiet', words: [t('verifying')], bar: {...still, busy: true}};
    case 'committing':
      return {tone: 'quiet', words: [t('committing')], bar: {...still, busy: true}};
    case 'paused':
      return {
        icon: 'pause',
        tone: 'quiet',
        words: [t('paused', {percent}), t(resumability === 'lost' ? 'keepOpen' : 'resumeAnyTime')],
        bar: still,
      };
    case 'done':
      return {
        icon: 'check',
        tone: 'good',
        ended: context.ended,
        words: [
          t(state.result.skipped ? 'alreadyThere' : 'uploaded'),
          locale.size(size),
          ...(isVerified(state.result.proof) ? [t('verified')] : []),
        ],
      };
    case 'failed':
      return {icon: 'alert', tone: 'bad', words: [t(explain(state.error).text)], bar: still};
    case 'canceled':
      return {tone: 'quiet', words: [t('canceled')]};
    case 'suspended': {
      const text = ({file: 'needsFile', permission: 'needsPermission', nothing: 'unfinished'} as const)[
        state.needs
      ];
      return {
        icon: ({file: 'file', permission: 'lock', nothing: 'clock'} as const)[state.needs],
        tone: 'warn',
        words: [t(text, {percent})],
        bar: still,
      };
    }
  }
}

function uploading(
  state: TaskState & {status: 'uploading'},
  size: number,
  percent: string,
  {locale, pace = state}: RowContext,
): Omit<RowModel, 'commands'> {
  const [sent, total] = sizeOf(locale, state.sent, size);
  const {bytesPerSecond = 0, inFlight} = state;
  const speed = isTelling(state.sent, size) ? pace.bytesPerSecond : undefined;
  const [left, brief] =
    speed && pace.secondsLeft !== undefined ? timeLeft(pace.secondsLeft, locale) : [undefined, undefined];
  return {
    tone: 'quiet',
    brief,
    words: [
      percent,
      ...(left !== undefined ? [left] : []),
      locale.t('ofTotal', {sent, total}),
      ...(speed ? [speedIn(locale, speed)] : []),
    ],
    bar: {
      sent: ratio(state.sent, size),
      ahead: bytesPerSecond > 0 ? ratio(Math.min(size, state.sent + inFlight), size) : 0,
      seconds: bytesPerSecond > 0 ? inFlight / bytesPerSecond : 0,
      busy: bytesPerSecond === 0,
    },
  };
}

function waiting(
  state: TaskState & {status: 'waiting'},
  {locale, now}: RowContext,
): Pick<RowModel, 'icon' | 'tone' | 'words'> {
  const {t} = locale;
  switch (state.reason) {
    case 'offline':
      return {icon: 'offline', tone: 'warn', words: [t('offline')]};
    case 'credentials':
      return {icon: 'lock', tone: 'quiet', words: [t('waitingForKeys')]};
    case 'other-tab':
      return {icon: 'tabs', tone: 'quiet', words: [t('otherTab')]};
    case 'backoff': {
      // The store is away. To the person that is the same as being offline.
      if (state.until === undefined) return {icon: 'offline', tone: 'warn', words: [t('offline')]};
      const seconds = Math.max(1, Math.ceil((state.until - now) / 1000));
      return {
        icon: 'clock',
        tone: 'warn',
        words: [t('retryingIn', {time: durationIn(locale, seconds), n: state.attempt ?? 1})],
      };
    }
  }
}

/** The bytes themselves were compared. */
const isVerified = (proof: Proof): boolean => proof === 'crc64' || proof === 'md5';

/** Whether so many bytes have been sent that a speed and a time mean something. */
export const isTelling = (sent: number, size: number): boolean => sent >= 2 ** 18 || sent >= size / 100;

/** "about 2 min left" and "2 min", rounded as a person would say it, because seconds would only flicker. */
export function timeLeft(seconds: number, locale: Locale): [words: string, brief: string] {
  const [minute, hour, day] = [60, 3600, 86_400];
  const step =
    seconds < 10 * minute ? minute : seconds < hour ? 5 * minute : seconds < 5 * hour ? hour / 2 : hour;
  const rounded = Math.round(seconds / step) * step;
  const time = durationIn(locale, Math.max(minute, Math.min(day, rounded)));
  if (seconds < minute) return [locale.t('underAMinute'), `<\u00a0${time}`];
  if (rounded >= day) return [locale.t('overADay'), `>\u00a0${time}`];
  return [locale.t('timeLeft', {time}), time];
}

function commandsOf(state: TaskState, {manual, copyable}: RowContext): RowCommand[] {
  switch (state.status) {
    case 'queued':
      return manual ? ['cancel'] : ['pause', 'cancel'];
    case 'preparing':
    case 'uploading':
      return ['pause', 'cancel'];
    case 'waiting':
      return state.reason === 'backoff' ? ['try-now', 'pause', 'cancel'] : ['pause', 'cancel'];
    case 'completing':
    case 'verifying':
    case 'committing':
      return ['cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    case 'done':
      return copyable ? ['copy', 'remove'] : ['remove'];
    case 'failed':
      return [explain(state.error).action, 'details', 'remove'];
    case 'canceled':
      return ['again', 'remove'];
    case 'suspended':
      return [({file: 'choose', permission: 'allow', nothing: 'resume'} as const)[state.needs], 'cancel'];
  }
}

const ratio = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);
