import type {Status, UploadTask} from '../index.js';
import type {Announcer} from './announcer.js';
import {isAccepted} from './accept.js';
import type {ViewState} from './commands.js';
import type {ConfigurationCheck} from './configuration-check.js';
import type {DragController} from './drag.js';
import type {Engines} from './engines.js';
import type {FormValue} from './form.js';
import type {CosUploaderFormControl} from './form-associated.js';
import type {Grid} from './grid.js';
import type {Intake} from './intake.js';
import type {Language} from './language.js';
import {describeLimits, type Limits} from './restrictions.js';
import {rowModel, type RowModel} from './row-model.js';
import type {RowWindow} from './row-window.js';
import type {Rows} from './rows.js';
import type {Undo} from './undo.js';
import type {ListView, RootView} from './views/root.js';
import type {TotalsView} from './views/totals.js';

/** The organs of the element. */
export interface Parts {
  readonly announcer: Announcer;
  readonly check: ConfigurationCheck;
  readonly drag: DragController;
  readonly engines: Engines;
  readonly form: FormValue;
  readonly grid: Grid;
  readonly intake: Intake;
  readonly language: Language;
  readonly rows: Rows;
  readonly undo: Undo;
  readonly view: ViewState;
  readonly window: RowWindow;
  limits(): Limits | undefined;
}

export const runningStatuses: readonly Status[] = [
  'queued',
  'preparing',
  'uploading',
  'waiting',
  'completing',
  'verifying',
];

/** The rows on show. */
export function rowsOf({engines, rows, view}: Parts): readonly UploadTask[] {
  return rows.of(engines.tasks, view.onlyFailed ? engines.count('failed') : undefined);
}

export function modelOf(
  host: CosUploaderFormControl,
  {engines, language, undo}: Parts,
  task: UploadTask,
): RowModel {
  return rowModel(task, {
    locale: language.current,
    manual: isHeld(host, engines),
    undo: undo.of(task),
    resumability: task.state.status === 'paused' ? engines.resumability(task) : 'nothing',
    now: Date.now(),
  });
}

/** Manual mode, and nothing has been started yet. */
export function isHeld(host: CosUploaderFormControl, engines: Engines): boolean {
  const waiting = engines.count('queued');
  return host.manual && waiting > 0 && waiting === engines.count(...runningStatuses);
}

/** Everything on show, out of the attributes and the state of the uploads. */
export function rootModel(
  host: CosUploaderFormControl,
  parts: Parts,
  autoScheme: boolean,
): Omit<RootView, 'onClick' | 'onPick'> {
  const {announcer, check, drag, engines, form, intake, language, view} = parts;
  const {accept, multiple, directory, capture, isDisabled} = host;
  const locale = language.current;
  const limits = parts.limits();
  const {tasks} = engines;
  const pictures = {name: '', type: 'image/jpeg'};
  return {
    locale,
    dir: locale.dir === 'rtl' ? 'rtl' : host.locale === undefined ? undefined : 'ltr',
    autoScheme,
    errors: check.errors,
    accept,
    zone: {
      locale,
      drag: drag.state,
      multiple,
      directory,
      capture,
      disabled: isDisabled,
      compact: tasks.length > 0,
      camera: capture === undefined && !directory && isAccepted(pictures, accept),
      library:
        accept !== '' &&
        !isAccepted({name: '', type: 'application/octet-stream'}, accept) &&
        isAccepted(pictures, accept),
      limits: limits ? describeLimits(limits, locale) : '',
      reading: intake.reading,
      invalid: intake.refusals.length > 0,
    },
    refusals: intake.refusals,
    suspended: engines.count('suspended') ? tasks.filter(({state}) => state.status === 'suspended') : [],
    kept: form.kept.length,
    totals: totalsModel(host, parts),
    list: view.collapsed || tasks.length === 0 ? undefined : listModel(host, parts),
    details: view.details,
    polite: announcer.polite,
    alert: announcer.alert,
  };
}

function totalsModel(host: CosUploaderFormControl, {engines, language, view}: Parts): TotalsView | undefined {
  const held = isHeld(host, engines);
  // One file says it all by itself.
  if (engines.tasks.length < 2 && !held) return undefined;
  return {
    locale: language.current,
    totals: engines.totals,
    running: engines.count(...runningStatuses),
    paused: engines.count('paused'),
    startable: held,
    offline: !navigator.onLine,
    onlyFailed: view.onlyFailed,
    collapsed: view.collapsed,
    asking: view.asking,
    disabled: host.isDisabled,
  };
}

function listModel(host: CosUploaderFormControl, parts: Parts): ListView {
  const {engines, grid, undo, window: rowWindow} = parts;
  const rows = rowsOf(parts);
  return {
    rows,
    range: rowWindow.range,
    active: grid.active,
    windowed: rowWindow.windowed,
    rowHeight: rowWindow.rowHeight,
    disabled: host.isDisabled,
    dependencies: (task) => [
      undo.of(task),
      task.state.status === 'queued' && isHeld(host, engines),
      task.state.status === 'waiting' && Math.floor(Date.now() / 1000),
    ],
    model: (task) => modelOf(host, parts, task),
    columnIn: (index, actions) => grid.columnIn(index, actions),
    onKeyDown: grid.onKeyDown,
    onFocusIn: grid.onFocusIn,
    onScroll: rowWindow.onScroll,
  };
}
