import type {EngineName, Key, Tab} from './engines/engine.js';
import {until} from '../support/until.js';
import './helpers.js';

type Script<A extends readonly unknown[], R> = (...args: A) => R;

/** A page with the widget, in a tab of any engine. Functions run in the page are sent as their text: they know their arguments, no more. */
export class Page {
  readonly #tab: Tab;
  readonly #url: string;
  readonly engine: EngineName;

  constructor(engine: EngineName, tab: Tab, url: string) {
    this.engine = engine;
    this.#tab = tab;
    this.#url = url;
  }

  async load(): Promise<this> {
    await this.#tab.goto(this.#url);
    return this.#ready();
  }
  async reload(): Promise<this> {
    await this.#tab.reload();
    return this.#ready();
  }
  /** To another page of the site, and back. */
  async away(): Promise<this> {
    await this.#tab.goto(`${this.#url}away`);
    // The drivers wait for the load of the page, which does not come where the browser has kept it.
    await this.run(() => void setTimeout(() => history.back()));
    const isBack = (): Promise<boolean> => this.run(() => 'cos' in window && 'widget' in window);
    await until(() => isBack().catch(() => false), 'the page before');
    return this;
  }
  close = (): Promise<unknown> => this.#tab.close();
  screenshot = (): Promise<Uint8Array> => this.#tab.screenshot();

  run<A extends readonly unknown[], R>(script: Script<A, R>, ...args: A): Promise<Awaited<R>> {
    return this.#tab.evaluate(`return (${script.toString()})(...${JSON.stringify(args)});`);
  }

  /** Waits in the page. An upload that fails ends it, unless `mayFail`. */
  async until<A extends readonly unknown[]>(
    what: string,
    condition: Script<A, unknown>,
    args: A,
    mayFail: boolean,
  ): Promise<void> {
    await this.#tab.evaluate(`
      const condition = ${condition.toString()};
      for (const end = Date.now() + 100_000; !(await condition(...${JSON.stringify(args)}));) {
        const failed = window.widget?.events.find(({type}) => /error|reject/.test(type));
        if (failed && !${mayFail}) throw new Error(JSON.stringify(failed));
        if (Date.now() > end) throw new Error('In vain: ' + ${JSON.stringify(what)} + ' ' + window.widget?.told());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }`);
  }
  so<A extends readonly unknown[]>(what: string, condition: Script<A, unknown>, ...args: A): Promise<void> {
    return this.until(what, condition, args, false);
  }

  /** Until these files are done, proven by their CRC64. */
  done(...names: readonly string[]): Promise<void> {
    return this.so(
      `${names.join(', ')} done`,
      (names) =>
        names.every((name) =>
          window.widget.events.some(
            (event) => event.type === 'cos-upload-success' && event.name === name && event.crc64,
          ),
        ),
      names,
    );
  }
  /** Until a file has one of these states. */
  status(name: string, ...statuses: readonly string[]): Promise<void> {
    return this.until<[string, readonly string[]]>(
      `${name} ${statuses.join(' or ')}`,
      (name, statuses) => statuses.includes(window.widget.task(name)?.state.status ?? ''),
      [name, statuses],
      true,
    );
  }
  /** Until so many bytes of a file are stored. */
  sent(name: string, bytes: number): Promise<void> {
    return this.so(
      `${bytes} bytes of ${name}`,
      (name, bytes) => (window.widget.task(name)?.state.sent ?? 0) >= bytes,
      name,
      bytes,
    );
  }

  choose(...paths: readonly string[]): Promise<void> {
    return this.chooseIn('.file-input', ...paths);
  }
  chooseIn(input: string, ...paths: readonly string[]): Promise<void> {
    return this.#tab.choose(`window.widget.find(${JSON.stringify(input)})`, paths);
  }

  /** Clicks on what a function in the page finds. */
  async click<A extends readonly unknown[]>(
    find: Script<A, HTMLElement | undefined>,
    ...args: A
  ): Promise<void> {
    await this.so('something to click on', find, ...args);
    const {x, y} = await this.#tab.evaluate<{x: number; y: number}>(
      `return window.widget.centre((${find.toString()})(...${JSON.stringify(args)}));`,
    );
    await this.#tab.clickAt(x, y);
  }
  /** On a button, by its accessible name. */
  clickOn(name: string): Promise<void> {
    return this.click((name) => window.widget.named(name), name);
  }
  /** On a button of the row of a file. */
  act(name: string, action: string): Promise<void> {
    return this.click((name, action) => window.widget.action(name, action), name, action);
  }

  /** Presses keys together, and answers where the focus is then. */
  async press(...keys: readonly Key[]): Promise<string> {
    await this.#tab.press(...keys);
    return this.run(() => window.widget.focus());
  }

  async #ready(): Promise<this> {
    await this.until('the widget', () => 'cos' in window && 'widget' in window, [], true);
    return this;
  }
}
