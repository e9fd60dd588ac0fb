import type * as bundle from '../../src/bundle.js';
import type {UploadTask} from '../../src/index.js';

/** What the page saw of the widget's events. */
export interface SeenEvent {
  readonly type: string;
  readonly name?: string | undefined;
  readonly sent?: number | undefined;
  readonly crc64?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** What a page of these tests has besides the widget. */
export interface Helpers {
  readonly events: SeenEvent[];
  /** Inputs whose picker was asked for by a click, by their class; no picker opens while `keepShut` is true. */
  readonly opened: string[];
  keepShut: boolean;
  /** What the browser has refused the page, by directive. */
  readonly violations: string[];
  /** What frames have posted. */
  readonly messages: unknown[];
  /** The first element that fits, also in open shadow trees. */
  find(selector: string): HTMLElement | undefined;
  all(selector: string): HTMLElement[];
  /** A button in sight, by its accessible name. */
  named(name: string): HTMLElement | undefined;
  task(name: string): UploadTask | undefined;
  /** The row or card of a file, and one of its buttons. */
  row(name: string): HTMLElement | undefined;
  action(name: string, action: string): HTMLElement | undefined;
  /** What a row says. */
  words(name: string): string | undefined;
  /** Where the focus is, as a person would call it, once all that was asked for is drawn. */
  focus(): Promise<string>;
  /** Where an element is that has come to rest and is in sight. */
  centre(element: HTMLElement | undefined): Promise<{x: number; y: number}>;
  /** How things stand, for a message. */
  told(): string;
}

declare global {
  interface Window {
    widget: Helpers;
    cos: typeof bundle;
  }
}

/** Runs in the page, before anything else: it is sent as its text. */
export function install(): void {
  const events: SeenEvent[] = [];
  const types = [
    'cos-files-add',
    'cos-file-reject',
    'cos-upload-start',
    'cos-upload-progress',
    'cos-upload-pause',
    'cos-upload-resume',
    'cos-upload-success',
    'cos-upload-error',
    'cos-upload-cancel',
    'cos-part-done',
    'cos-restore',
    'cos-idle',
    'change',
  ];
  let clicked = '';
  for (const type of ['pointerdown', 'pointerup', 'click'])
    document.addEventListener(
      type,
      (event) => {
        const [hit] = event.composedPath();
        const {clientX, clientY, detail} = event as MouseEvent;
        clicked += ` ${type} ${detail} at ${clientX},${clientY}: ${hit instanceof Element ? hit.outerHTML.slice(0, 120) : 'nothing'}`;
      },
      {capture: true},
    );
  for (const type of types)
    document.addEventListener(type, (event) => {
      const {task, sent, result, error, code, message} = event as unknown as Record<string, never> & {
        task?: UploadTask;
        result?: {crc64?: string};
        error?: {code: string; message: string; cause?: Error};
      };
      const cause = error?.cause === undefined ? '' : ` (${error.cause.message})`;
      events.push({
        type,
        name: task?.name,
        sent,
        crc64: result?.crc64,
        code: error?.code ?? code,
        message: error ? error.message + cause : message,
      });
    });
  const violations: string[] = [];
  addEventListener('securitypolicyviolation', ({effectiveDirective, disposition, blockedURI}) => {
    if (disposition === 'enforce' && !blockedURI.endsWith('/favicon.ico'))
      violations.push(effectiveDirective);
  });
  const messages: unknown[] = [];
  addEventListener('message', ({data}) => messages.push(data));
  addEventListener('error', ({message}) => events.push({type: 'error', message}));
  addEventListener('unhandledrejection', ({reason}) =>
    events.push({type: 'unhandledrejection', message: String(reason)}),
  );
  const opened: string[] = [];
  addEventListener(
    'click',
    (event) => {
      const [target] = event.composedPath();
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      opened.push(target.className);
      if (window.widget.keepShut) event.preventDefault();
    },
    true,
  );

  const all = (selector: string, within: ParentNode = document): HTMLElement[] => [
    ...within.querySelectorAll<HTMLElement>(selector),
    ...[...within.querySelectorAll('*')].flatMap(({shadowRoot}) =>
      shadowRoot ? all(selector, shadowRoot) : [],
    ),
  ];
  const find = (selector: string): HTMLElement | undefined => all(selector)[0];
  const isInSight = (element: Element): boolean => element.getClientRects().length > 0;
  const nameOf = (element: Element): string =>
    (element.getAttribute('aria-label') ?? textIn(element)).replace(/\s+/g, ' ').trim();
  /** With what is slotted into it. */
  const textIn = (node: Node): string => {
    if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0)
      return node.assignedNodes().map(textIn).join('');
    return node instanceof Text ? node.data : [...node.childNodes].map(textIn).join('');
  };
  const row = (name: string): HTMLElement | undefined =>
    all('[data-id]').find((each) => each.querySelector('.name')?.getAttribute('title') === name);
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  const drawn = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) {
      await frame();
      for (const element of all('cos-uploader, cos-upload-list'))
        await (element as unknown as {updateComplete: Promise<unknown>}).updateComplete;
    }
  };
  const task = (name: string): UploadTask | undefined =>
    document.querySelector('cos-uploader')?.tasks.find((each) => each.name === name);

  window.widget = {
    events,
    opened,
    keepShut: false,
    violations,
    messages,
    find,
    all,
    named: (name) => all('button').find((each) => isInSight(each) && nameOf(each) === name),
    task,
    row,
    action: (name, action) => row(name)?.querySelector<HTMLElement>(`[data-action=${action}]`) ?? undefined,
    words: (name) => row(name)?.querySelector('.words')?.textContent.replace(/\s+/g, ' ').trim(),
    async focus() {
      await drawn();
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      if (!(active instanceof HTMLElement)) return 'nothing';
      const file = active.closest('[data-id]')?.querySelector('.name')?.getAttribute('title');
      const {action} = active.dataset;
      if (file || action) return [file, action].filter(Boolean).join(' ');
      return active.id ? `#${active.id}` : active.localName;
    },
    async centre(element) {
      if (!element) throw new Error('There is nothing to click on.');
      await drawn();
      element.scrollIntoView({block: 'center', behavior: 'instant'});
      let last = '';
      for (let still = 0, frames = 0; still < 3 && frames < 200; frames++) {
        await frame();
        const {x, y} = element.getBoundingClientRect();
        still = last === `${x} ${y}` ? still + 1 : 0;
        last = `${x} ${y}`;
      }
      const {x, y, width, height} = element.getBoundingClientRect();
      return {x: x + width / 2, y: y + height / 2};
    },
    told: () =>
      JSON.stringify({
        tasks: document.querySelector('cos-uploader')?.tasks.map(({name, state}) => [name, state]),
        events: events.filter(({type}) => !/progress|part-done/.test(type)).slice(-8),
        clicked: clicked.slice(-1000),
      }),
  };
}
