import assert from 'node:assert/strict';
import {setTimeout as wait} from 'node:timers/promises';
import {after, test} from 'node:test';
import type {CosUploaderElement} from '../../src/element.js';
import type {FakeUploader as Fake} from './fake-uploader.js';

/** What a test runner finds in the global scope after it has set up a page of jsdom or happy-dom. */
export interface SimulatedWindow {
  readonly document: unknown;
  close(): void;
}

/** Node's own, which both simulations replace by what only their own code can use. */
const kept = new Set(['undefined', 'NaN', 'Infinity', 'globalThis', 'performance']);

/** Makes the window's names global, as test runners do. */
function populate(window: SimulatedWindow): void {
  const own = new Set(Object.getOwnPropertyNames(globalThis));
  const ofPages =
    /^(?:Event|EventTarget|CustomEvent|Blob|File|FormData|AbortController|AbortSignal|navigator)$/;
  for (const name of Object.getOwnPropertyNames(window)) {
    if (kept.has(name) || (own.has(name) && !ofPages.test(name))) continue;
    const value = Reflect.get(window, name) as unknown;
    const method = typeof value === 'function' && /^[a-z]/.test(name);
    Object.defineProperty(globalThis, name, {
      configurable: true,
      writable: true,
      value: method ? (value as () => unknown).bind(window) : value,
    });
  }
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
    globalThis[name] = (Reflect.get(window, name) as () => never).bind(window);
  Object.assign(globalThis, {window});
}

/** An application's own tests run in this window: what they do with the element must not throw, whatever the window lacks. */
export function testInside(window: SimulatedWindow): void {
  let element: CosUploaderElement;
  after(() => window.close());

  const drawn = async (): Promise<string> => {
    await wait(150); // There is one picture a frame, and some of what it needs is loaded on demand.
    await element.updateComplete;
    return (element.renderRoot as ShadowRoot).textContent.replace(/\s+/g, ' ');
  };

  test('the element is imported, put into a form and drawn', async () => {
    populate(window);
    await import('../../src/define.js');
    const {FakeUploader} = await import('./fake-uploader.js');
    document.documentElement.lang = 'en';
    document.body.innerHTML =
      '<form><label>Files <cos-uploader name="files" required multiple></cos-uploader></label></form>';
    element = document.querySelector('cos-uploader')!;
    element.uploader = new FakeUploader();
    assert.match(await drawn(), /Choose files/);
    assert.equal(element.validity.valid, element.checkValidity());
    assert.equal(typeof element.reportValidity(), 'boolean');
    assert.equal(element.form, null);
    assert.equal(element.labels.length, 0);
  });

  test('files are added and shown as they go', async () => {
    const uploader = element.uploader as Fake;
    const tasks = await element.addFiles(['a', 'b', 'c'].map((name) => new File([name], `${name}.txt`)));
    assert.equal(tasks.length, 3);
    uploader.advance(tasks[0]!, 0.5);
    uploader.succeed(tasks[1]!);
    assert.match(await drawn(), /b\.txt Uploaded · 1 byte/);
    assert.equal(element.totals.done, 1);
  });

  test('every button can be clicked, every key pressed', async () => {
    const grid = element.renderRoot.querySelector('.list')!;
    for (const key of ['ArrowDown', 'End', 'Home', 'PageDown', 'ArrowRight', 'Enter', 'Escape', 'Delete']) {
      grid
        .querySelector('[tabindex="0"]')
        ?.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true}));
      await drawn();
    }
    const clicked = new Set<string>();
    for (let button: HTMLElement | undefined; ;) {
      button = [...element.renderRoot.querySelectorAll<HTMLElement>('button')].find(
        ({dataset, id}) => !clicked.has(dataset['action'] ?? id),
      );
      if (!button) break;
      clicked.add(button.dataset['action'] ?? button.id);
      button.click();
      await drawn();
    }
    assert.ok(clicked.size > 5, [...clicked].join());
  });

  test('an element with an engine of its own comes, is moved, and goes', async () => {
    document.body.innerHTML =
      '<cos-uploader bucket="demo-1250000000" region="ap-guangzhou" credentials-url="/sts"></cos-uploader>';
    element = document.querySelector('cos-uploader')!;
    assert.match(await drawn(), /Choose a file/);
    element.setAttribute('region', 'ap-beijing');
    document.body.append(document.createElement('p'), element);
    assert.equal((await element.restore()).length, 0);
    assert.ok((await element.diagnose()).length > 0);
    element.focus();
    element.remove();
    assert.equal(document.querySelector('cos-uploader'), null);
  });
}
