import '../../src/define.js';
import type {CosUploaderElement} from '../../src/element.js';
import {bucket, freshKey, region} from './cos.js';
import {FakeUploader} from './fake-uploader.js';

type Attributes = Record<string, string | boolean>;

const mounted = new Set<Element>();

/** Puts an element on the page and waits for its first picture. Gone after the test, with `unmount`. */
export async function mount(attributes: Attributes = {}, fake?: FakeUploader): Promise<CosUploaderElement> {
  const element = document.createElement('cos-uploader');
  // The runner's page has no language of its own.
  const all: Attributes = {locale: 'en', ...attributes};
  for (const [name, value] of Object.entries(all)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  if (fake) element.uploader = fake;
  mounted.add(element);
  document.body.append(element);
  await settle(element);
  return element;
}

export async function mountFake(
  attributes: Attributes = {},
): Promise<{element: CosUploaderElement; fake: FakeUploader}> {
  const fake = new FakeUploader();
  return {element: await mount({multiple: true, ...attributes}, fake), fake};
}

/** On the local COS, under a prefix of its own. */
export const mountReal = (attributes: Attributes = {}): Promise<CosUploaderElement> =>
  mount({
    bucket,
    region,
    endpoint: cosOrigin,
    'credentials-url': `${cosOrigin}/-/sts`,
    'key-prefix': freshKey(''),
    multiple: true,
    resume: 'off',
    // An upload that a test leaves behind would keep the runner on the page.
    guard: 'off',
    ...attributes,
  });

/** For `afterEach`. */
export function unmount(): void {
  for (const element of mounted) element.parentNode?.removeChild(element);
  mounted.clear();
}

/** Until what was asked for is drawn, and has its place and size. */
export async function settle(element: CosUploaderElement): Promise<void> {
  const isGrowing = (): boolean => element.shadowRoot?.querySelector('[aria-busy]') != null;
  for (let i = 0; i < 3 || isGrowing(); i++) {
    await new Promise(requestAnimationFrame);
    await element.updateComplete;
    // The first file makes the card grow.
    for (const growth of element.shadowRoot?.querySelector('.base')?.getAnimations() ?? []) growth.finish();
  }
}

export function part(element: CosUploaderElement, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}
export function parts(element: CosUploaderElement, selector: string): HTMLElement[] {
  return [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
}
/** Visible text without the runs of white space of templates. */
export function text(element: CosUploaderElement, selector: string): string {
  return part(element, selector).textContent.replace(/\s+/g, ' ').trim();
}
export function press(element: CosUploaderElement, selector: string): void {
  part(element, selector).click();
}

/** All that these elements tell a screen reader from now on, in order. */
export function listen(...elements: CosUploaderElement[]): string[] {
  const heard: string[] = [];
  for (const element of elements)
    for (const role of ['status', 'alert']) {
      const region = part(element, `[role=${role}]`);
      new MutationObserver(() => {
        const words = region.textContent.trim();
        if (words) heard.push(words);
      }).observe(region, {childList: true, characterData: true, subtree: true});
    }
  return heard;
}

/** All events of these types, in order. */
export function record<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  ...types: K[]
): HTMLElementEventMap[K][] {
  const events: HTMLElementEventMap[K][] = [];
  for (const type of types) {
    target.addEventListener(type, (event) => events.push(event as HTMLElementEventMap[K]));
  }
  return events;
}

export function once<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  type: K,
): Promise<HTMLElementEventMap[K]> {
  return new Promise((resolve) =>
    target.addEventListener(type, (event) => resolve(event as HTMLElementEventMap[K]), {once: true}),
  );
}

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export function file(name: string, size = 3, type = '', lastModified = 1): File {
  return new File([new Uint8Array(size)], name, {type, lastModified});
}

/** What a picker does: the files are in the input, and it says so. */
export function choose(element: CosUploaderElement, ...files: File[]): void {
  const input = part(element, 'input') as HTMLInputElement;
  const data = new DataTransfer();
  for (const each of files) data.items.add(each);
  input.files = data.files;
  input.dispatchEvent(new Event('change', {bubbles: true}));
}
