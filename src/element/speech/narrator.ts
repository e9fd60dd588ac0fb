import {isRunning, type TaskState, type Totals, type UploadTask} from '../../index.js';
import type {Announcer} from './announcer.js';
import type {CosUploadPauseEvent, CosUploadResumeEvent} from '../base/cos-events.js';
import {explain} from '../views/explain.js';
import type {Locale} from '../language/locale.js';
import {visibleName} from '../language/visible-name.js';
import {percentIn} from '../language/measures.js';
import type {Refusal} from '../adding/restrictions.js';

/** Milliseconds in which several failures are told as one, and milliseconds between two percentages. */
const failureTime = 1000;
const progressTime = 10_000;
/** Milliseconds within which pauses belong together. */
const pauseTime = 300;

/** The page turns the file into what is sent. */
const isReadying = (state: TaskState): boolean =>
  state.status === 'preparing' && state.prepared !== undefined;

interface NarratorHost extends HTMLElement {
  readonly totals: Totals;
}

/** Makes of the events of the element the few sentences that are worth hearing. */
export class Narrator {
  readonly #host: NarratorHost;
  readonly #announcer: Announcer;
  readonly #locale: () => Locale;
  readonly #isHeard: () => boolean;
  #added = 0;
  #refused: readonly Refusal[] = [];
  #gathering: number | undefined;
  #failed: UploadTask[] = [];
  #running = false;
  #readying = false;
  #quarter = 0;
  #paused = -Infinity;
  #spoken = 0;

  /** `isHeard`: nobody else tells the same. */
  constructor(host: NarratorHost, announcer: Announcer, locale: () => Locale, isHeard: () => boolean) {
    this.#host = host;
    this.#announcer = announcer;
    this.#locale = locale;
    this.#isHeard = isHeard;
    host.addEventListener('cos-upload-start', () => this.#start());
    host.addEventListener('cos-upload-progress', () => this.#progress());
    host.addEventListener('cos-upload-pause', (event) => this.#pause(event));
    host.addEventListener('cos-upload-resume', (event) => this.#resume(event));
    host.addEventListener('cos-upload-error', ({task}) => this.#fail(task));
    host.addEventListener('cos-idle', () => this.#idle());
  }

  /** The panel is loaded after the first uploads have begun. Tells what has happened before. */
  catchUp(tasks: readonly UploadTask[]): void {
    for (const task of tasks) if (task.state.status === 'failed') this.#fail(task);
    if (tasks.some(({state}) => isRunning(state) && state.status !== 'queued' && !isReadying(state)))
      this.#start();
  }

  /** Files may be got ready long before the first of them is sent. */
  gettingReady(tasks: readonly UploadTask[]): void {
    if (this.#running || this.#readying) return;
    this.#readying = tasks.some(({state}) => isReadying(state));
    if (this.#readying) this.#say('state', this.#locale().t('gettingReady'));
  }

  added(count: number, refused: readonly Refusal[]): void {
    const {t} = this.#locale();
    window.clearTimeout(this.#gathering);
    this.#gathering = window.setTimeout(() => {
      this.#added = 0;
      this.#refused = [];
    }, failureTime);
    this.#added += count;
    this.#refused = [...this.#refused, ...refused];
    const [first, ...others] = this.#refused;
    const news = [
      ...(this.#added ? [t('announceAdded', {n: this.#added})] : []),
      ...(first
        ? [
            others.length
              ? t('rejected', {n: others.length + 1})
              : `${visibleName(first.name)}: ${first.reason}`,
          ]
        : []),
    ];
    this.#announcer.say('added', news.join(', '));
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#quarter = 0;
    this.#spoken = performance.now();
    this.#say('state', this.#locale().t('announceStarted'));
  }

  #progress(): void {
    const {sent, bytes} = this.#host.totals;
    const quarter = bytes ? Math.floor((sent / bytes) * 4) : 0;
    if (quarter <= this.#quarter || quarter > 3 || performance.now() - this.#spoken < progressTime) return;
    this.#quarter = quarter;
    this.#spoken = performance.now();
    const locale = this.#locale();
    const percent = percentIn(locale, quarter / 4);
    this.#say('progress', locale.t('announceProgress', {percent}));
  }

  #pause({task, reason}: CosUploadPauseEvent): void {
    const locale = this.#locale();
    if (reason === 'offline') this.#say('state', locale.t('offline'));
    if (reason !== 'user' || task.state.status !== 'paused') return;
    const now = performance.now();
    const others = now - this.#paused < pauseTime;
    this.#paused = now;
    // Several pauses at once are told as one, of all uploads.
    const {sent, bytes} = others ? this.#host.totals : {sent: task.state.sent, bytes: task.size};
    const words = locale.t('paused', {percent: percentIn(locale, bytes ? sent / bytes : 0)});
    this.#say('state', others ? words : `${visibleName(task.name)}: ${words}`);
  }

  #resume({reason}: CosUploadResumeEvent): void {
    if (reason === 'user' || reason === 'offline') this.#say('state', this.#locale().t('announceResumed'));
  }

  #fail(task: UploadTask | undefined): void {
    if (!task) return; // shown as an alert of its own
    if (this.#failed.push(task) === 1) setTimeout(() => this.#tellFailures(), failureTime);
  }

  #tellFailures(): void {
    const {t} = this.#locale();
    const [first, ...others] = this.#failed;
    const state = first?.state;
    const words =
      others.length || state?.status !== 'failed'
        ? t('announceFailed', {n: this.#failed.length})
        : `${visibleName(first?.name ?? '')}: ${t(explain(state.error).text)}`;
    if (this.#isHeard()) this.#announcer.warn(words);
    this.#failed = [];
  }

  #idle(): void {
    const {done, files, failed} = this.#host.totals;
    this.#running = this.#readying = false;
    if (done === 0 || done + failed < files) return;
    this.#announcer.flush();
    this.#say('state', this.#locale().t('announceDone', {n: done}));
  }

  #say(kind: string, text: string): void {
    if (this.#isHeard()) this.#announcer.say(kind, text);
  }
}
