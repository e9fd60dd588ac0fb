export const engineNames = ['Chromium', 'Firefox', 'WebKit'] as const;
export type EngineName = (typeof engineNames)[number];

/** One tab of one browser: as little as all of them can do. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  /** Runs the body of an async function in the page, and answers what it returns as JSON. */
  evaluate<T>(body: string): Promise<T>;
  /** Gives files and folders of the disk to the `<input type=file>` that an expression names, as the picker of the system does. */
  choose(input: string, paths: readonly string[]): Promise<void>;
  /** A click of the mouse, at pixels of the view. */
  clickAt(x: number, y: number): Promise<void>;
  /** One stroke of a key, as in `KeyboardEvent.key`, with others held: `['Shift', 'Tab']`. */
  press(...keys: readonly Key[]): Promise<void>;
  /** PNG. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<unknown>;
}

/** A running browser with a profile of its own. */
export interface Browser {
  readonly version: string;
  /** A new tab, in front. */
  open(): Promise<Tab>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: EngineName;
  /** What to install where it is missing; undefined where it is there. */
  readonly missing: string | undefined;
  launch(): Promise<Browser>;
}

/** The keys that the tests press, with their code points in WebDriver. */
export const keys = {
  Tab: '\uE004',
  Enter: '\uE006',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  v: 'v',
} as const;
export type Key = keyof typeof keys;

/** The body of an async function as an expression. The compiler of these tests puts `__name` around functions that have a name. */
export const asked = (body: string): string => `(async () => { const __name = (named) => named; ${body} })()`;
