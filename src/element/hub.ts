import type {ReactiveController, TemplateResult} from 'lit';
import {
  type ConfigurationError,
  isRunning,
  type Totals,
  type UploaderLike,
  type UploadTask,
} from '../index.js';
import {soon} from '../next-task.js';
import type {Choice} from './adding/intake.js';
import type {FolderCount, Refusal} from './adding/restrictions.js';
import {countOf} from './base/form.js';
import {LeaveGuard, WakeLock} from './base/page-life.js';
import {type Item, StoredItem} from './base/stored-item.js';
import {Links} from './list/links.js';
import {endLost, ListActions, type ListState} from './list/list-actions.js';
import type {ListPort} from './list/list-port.js';
import {StoredItems} from './list/stored-items.js';
import type {PanelContext} from './panel-context.js';
import {Announcer} from './speech/announcer.js';
import {Narrator} from './speech/narrator.js';
import type {Engines} from './uploads/engines.js';
import {Undo} from './uploads/undo.js';
import {dragWords} from './views/drag-words.js';
import {isRetryable} from './views/explain.js';
import {isListCommand} from './views/list-commands.js';
import {configurationView, folderWords, rejectionsView, restoreView} from './views/notices.js';
import {SteadyPace} from './views/steady-pace.js';
import type {TotalsView} from './views/totals.js';

/** An element for an own layout. */
export interface HubPart extends HTMLElement {
  readonly kind: PartKind;
  requestUpdate(): void;
  /** Moves the focus to the row of a file, where it has rows. */
  focusOn?(item: Item): void;
}

/** The first of these shows the notices. */
const noticeHolders = ['list', 'drop-zone', 'button', 'dock'] as const;
export type PartKind = (typeof noticeHolders)[number] | 'totals';

/** Milliseconds from an update to the end of its frame: what a slow machine takes, and what only a page that was hidden does. */
const [long, longest] = [50, 1000];

/** What elements have in common that share an engine: the way back, and the one place that tells of it. */
interface Common {
  readonly hubs: Set<Hub>;
  readonly undo: Undo;
}

const commons = new WeakMap<UploaderLike, Common>();

function commonOf(uploader: UploaderLike): Common {
  let common = commons.get(uploader);
  if (!common) {
    const hubs = new Set<Hub>();
    common = {
      hubs,
      undo: new Undo(() => {
        for (const hub of hubs) hub.changed();
      }),
    };
    commons.set(uploader, common);
  }
  return common;
}

/** What all that is shown of one uploader shares: the way back, what a screen reader hears, what the person has chosen to see. */
export class Hub implements ReactiveController, ListPort {
  readonly context: PanelContext;
  readonly #announcer: Announcer;
  readonly #narrator: Narrator;
  readonly #guard: LeaveGuard;
  readonly #awake = new WakeLock();
  readonly #listActions: ListActions;
  readonly #pace = new SteadyPace();
  readonly #ownUndo: Undo;
  #common: Common | undefined;
  #second: number | undefined;
  readonly #parts = new Set<HubPart>();
  #rest: Promise<unknown> | undefined;
  #isTimed = false;
  #itemsOf: readonly unknown[] = [];
  #mistakes: readonly ConfigurationError[] = [];
  items: readonly Item[] = [];
  readonly stored: StoredItems;
  readonly links: Links;
  readonly engines: Engines;
  readonly changed: () => void;
  readonly openPicker: (options: {choice: Choice}) => void;

  constructor(context: PanelContext) {
    const {host, check, engines, language, changed, openPicker} = context;
    this.context = context;
    this.engines = engines;
    this.changed = changed;
    this.openPicker = openPicker;
    this.#join(engines.shared);
    this.#announcer = new Announcer(host);
    this.#narrator = new Narrator(
      host,
      this.#announcer,
      () => language.current,
      () => this.#isHeard,
    );
    this.#narrator.catchUp(engines.tasks);
    this.#ownUndo = new Undo(changed);
    this.#listActions = new ListActions(
      {...context, tellCanceled: (n) => this.say('row', language.current.t('canceledAll', {n}))},
      () => this.undo,
    );
    this.stored = new StoredItems({...context, undo: () => this.undo});
    this.links = new Links(host, changed, (error) => check.note([...this.#mistakes, error]));
    this.#guard = new LeaveGuard(() => this.#losesWork);
    // A form that may not go makes the browser focus an input of the headless element, which nobody sees.
    host.shadowRoot?.addEventListener('focusin', () => host.headless && this.opener?.focus());
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('pagehide', this.letGo);
  }
  hostDisconnected(): void {
    removeEventListener('pagehide', this.letGo);
    window.clearTimeout(this.#second);
    this.#join(undefined);
  }

  hostUpdate(): void {
    this.#time();
    this.#join(this.engines.shared);
    this.#collect();
    endLost(this.state, {...this.state, totals: this.engines.totals, hasList: this.#hasList});
    if (this.engines.count('preparing')) this.#narrator.gettingReady(this.engines.tasks);
  }

  hostUpdated(): void {
    const {host, engines, changed} = this.context;
    const running = engines.running;
    this.#guard.active = host.guard !== 'off' && running + engines.count('paused') > 0;
    this.#awake.active = host.wakeLock && running > 0 && !engines.isHeld;
    for (const part of this.#parts) part.requestUpdate();
    window.clearTimeout(this.#second);
    if (engines.count('waiting')) this.#second = window.setTimeout(changed, 1000);
  }

  /**
   * What the next picture waits for. After one that a slow machine was long at, as long again is left for the uploads. Then it has a task of
   * its own, because a frame that drew it too would hold up such a machine twice as long.
   */
  async rest(): Promise<void> {
    await this.#rest;
    await soon();
  }

  #time(): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    const since = performance.now();
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#isTimed = false;
        const took = performance.now() - since;
        if (took > long && took < longest) this.#rest = new Promise((resolve) => setTimeout(resolve, took));
      }),
    );
  }

  #collect(): void {
    const mistakes = this.stored.mistakes();
    if (mistakes) this.context.check.note((this.#mistakes = mistakes));
    const of = [this.stored.update(), this.engines.tasks];
    if (of.some((items, i) => items !== this.#itemsOf[i])) this.items = of.flat();
    this.#itemsOf = of;
  }

  /** From now on the part is drawn again whenever something has changed. */
  attach(part: HubPart): void {
    this.#parts.add(part);
    // Others may have shown what it shows.
    this.context.host.requestUpdate();
  }

  detach(part: HubPart): void {
    this.#parts.delete(part);
    this.context.host.requestUpdate();
  }

  #find(...kinds: readonly PartKind[]): HubPart | undefined {
    for (const kind of kinds) for (const part of this.#parts) if (part.kind === kind) return part;
    return undefined;
  }

  /** The part whose button opens the picker. */
  get opener(): HTMLElement | undefined {
    return this.#find('button', 'drop-zone');
  }

  /** Moves the focus to the row of a file, in the first part that has rows. */
  focusOn(item: Item): void {
    this.#find('list', 'dock')?.focusOn?.(item);
  }

  /** What was refused, what waits since an earlier visit and what is wrong with the attributes is shown in one place. */
  holdsNotices(part: HubPart): boolean {
    return this.context.host.headless && this.#find(...noticeHolders) === part;
  }

  /** What screen readers say in its turn. */
  get polite(): string {
    return this.#announcer.polite;
  }
  get alert(): string {
    return this.#announcer.alert;
  }

  readonly say = (kind: string, text: string): void => this.#announcer.say(kind, text);
  readonly warn = (text: string): void => this.#announcer.warn(text);

  get state(): ListState {
    return this.#listActions.state;
  }

  get isDisabled(): boolean {
    return this.context.host.isDisabled;
  }

  get isReadOnly(): boolean {
    return this.context.host.readOnly;
  }

  get isSingle(): boolean {
    return this.context.host.maxFiles === 1;
  }

  get undo(): Undo {
    return this.#common?.undo ?? this.#ownUndo;
  }

  #join(shared: UploaderLike | undefined): void {
    const common = shared && commonOf(shared);
    if (common !== this.#common) this.#common?.hubs.delete(this);
    this.#common = common;
    common?.hubs.add(this);
  }

  /** Of several elements on one engine the first one in sight speaks. */
  get #isHeard(): boolean {
    const hubs = [...(this.#common?.hubs ?? [this])];
    return (hubs.find((hub) => hub.#isInSight) ?? hubs[0]) === this;
  }

  get #isInSight(): boolean {
    // A browser that cannot tell has no element that is out of sight.
    const host: Partial<HTMLElement> = this.context.host;
    return host.checkVisibility?.() !== false;
  }

  /** What the next file is chosen for, where it takes the place of the only one. */
  get replacing(): Choice | undefined {
    const [item, other] = this.items;
    const shows = this.isSingle && this.context.host.look !== 'rows' && item && !other;
    const replaced = item instanceof StoredItem ? undefined : item;
    return shows ? {replaced, fit: (candidate) => candidate} : undefined;
  }

  /** Ends the way back: what was canceled or removed is gone. */
  readonly letGo = (): void => this.undo.commit();

  tellAdded(count: number, refused: readonly Refusal[]): void {
    this.#narrator.added(count, refused);
  }

  tellRead(read: FolderCount): void {
    this.say('added', folderWords(read, this.context.language.current));
  }

  /** "3 photos, 1 PDF": what is dragged, by MIME types; undefined where the browser does not tell. */
  kindsOf(types: readonly string[]): string | undefined {
    return dragWords(types, this.context.language.current);
  }

  /** A click on a button of the totals or the notices, by its `data-action`. */
  click(button: HTMLElement, command: string): void {
    if (!isListCommand(command)) return;
    const menu = button.closest<HTMLElement>('[popover]');
    (menu as Partial<HTMLElement> | null)?.hidePopover?.(); // jsdom has no popovers.
    // Not every browser gives the focus back to the button that has opened the menu.
    if (menu)
      (menu.getRootNode() as ParentNode).querySelector<HTMLElement>(`[popovertarget=${menu.id}]`)?.focus();
    this.#listActions.act(command);
  }

  /** `showsList`: the rows are in sight. */
  notices(showsList: boolean): readonly TemplateResult[] {
    const {host, check, engines, intake, language} = this.context;
    const locale = language.current;
    const suspended = engines.count('suspended')
      ? engines.tasks.filter(({state}) => state.status === 'suspended')
      : [];
    const all = [
      check.errors.length > 0 && configurationView(check.errors),
      rejectionsView(intake.refusals, intake.read, locale, host.isDisabled),
      suspended.length > (showsList ? 1 : 0) && restoreView(suspended, locale, host.isDisabled),
    ];
    return all.filter((notice) => typeof notice === 'object');
  }

  /** How many files there are at least where totals are shown: beside its row they tell nothing new of a single one. */
  get #least(): number {
    return this.context.host.headless ? 1 : 2;
  }

  /** There is a list to fold and to filter. */
  get #hasList(): boolean {
    const {host, engines} = this.context;
    if (engines.tasks.length < this.#least) return false;
    return !host.headless || this.#find('list', 'dock') !== undefined;
  }

  /** Undefined where there are fewer than `least` files. */
  totals(least: number = this.#least): TotalsView | undefined {
    const {host, engines, language} = this.context;
    const {length} = engines.tasks;
    if (length < least && !engines.isHeld) return undefined;
    const {leaving, gone} = this.undo;
    return {
      ...this.state,
      locale: language.current,
      totals: this.#steady(engines.totals),
      running: engines.running,
      // Uploads that were canceled or removed are paused too, but only until they are gone.
      paused: engines.count('paused') - countOf(leaving, 'paused'),
      retryable: engines.count('failed') > 0 && engines.tasks.some(({state}) => isRetryable(state)),
      canceled: leaving.size > 1 ? leaving.size : 0,
      gone,
      startable: engines.isHeld,
      offline: !navigator.onLine,
      sending: navigator.onLine && engines.count('uploading') > 0,
      disabled: host.isDisabled,
      hasList: this.#hasList,
      listId: 'list',
    };
  }

  /** The whole ends no sooner than the last of its files, so its time is at least the longest of theirs. */
  #steady(totals: Totals): Totals {
    const {bytesPerSecond: speed, secondsLeft: whole, ...sums} = totals;
    const longest = (): number =>
      this.engines.tasks.reduce(
        (most, {state}) => Math.max(most, (state.status === 'uploading' && state.secondsLeft) || 0),
        0,
      );
    const {bytesPerSecond, secondsLeft} = this.#pace.of(
      this,
      {bytesPerSecond: speed, secondsLeft: whole === undefined ? undefined : Math.max(whole, longest())},
      performance.now(),
    );
    return {
      ...sums,
      ...(bytesPerSecond !== undefined && {bytesPerSecond}),
      ...(secondsLeft !== undefined && {secondsLeft}),
    };
  }

  /** Whether leaving the page now ends an upload under way (`always`), or loses bytes of one that runs or is paused. */
  get #losesWork(): boolean {
    const {host, engines} = this.context;
    if (host.guard === 'always' && engines.running > 0) return true;
    return engines.tasks.some(
      (task: UploadTask) =>
        (isRunning(task.state) || task.state.status === 'paused') &&
        !this.undo.of(task) &&
        engines.resumability(task) === 'lost',
    );
  }
}
