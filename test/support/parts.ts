import '../../src/define-parts.js';
import {CosUploadPart} from '../../src/element/parts/part.js';
import type {CosUploaderElement} from '../../src/element.js';
import type {UploaderLike} from '../../src/index.js';
import type {
  CosUploadButtonElement,
  CosUploadDropZoneElement,
  CosUploadListElement,
  CosUploadTotalsElement,
} from '../../src/parts.js';
import {FakeUploader} from './fake-uploader.js';
import {until} from './until.js';

type Part = CosUploadButtonElement | CosUploadDropZoneElement | CosUploadListElement | CosUploadTotalsElement;

export interface Layout {
  stage: HTMLElement;
  fake: FakeUploader;
  host: CosUploaderElement;
  button: CosUploadButtonElement;
  zone: CosUploadDropZoneElement;
  list: CosUploadListElement;
  totals: CosUploadTotalsElement;
}

const stages = new Set<Element>();

/** A page of parts around a fake engine. */
export async function mountLayout(attributes = ''): Promise<Layout> {
  const stage = document.createElement('main');
  stage.lang = 'en';
  stage.innerHTML = `<cos-uploader id="up" headless multiple locale="en" ${attributes}></cos-uploader>
    <cos-upload-button for="up"></cos-upload-button>
    <cos-upload-drop-zone for="up"></cos-upload-drop-zone>
    <cos-upload-totals for="up"></cos-upload-totals>
    <cos-upload-list for="up"></cos-upload-list>`;
  const fake = new FakeUploader();
  const find = <Name extends keyof HTMLElementTagNameMap>(name: Name): HTMLElementTagNameMap[Name] =>
    stage.querySelector(name)!;
  find('cos-uploader').uploader = fake;
  show(stage);
  const layout: Layout = {
    stage,
    fake,
    host: find('cos-uploader'),
    button: find('cos-upload-button'),
    zone: find('cos-upload-drop-zone'),
    list: find('cos-upload-list'),
    totals: find('cos-upload-totals'),
  };
  const {button, zone, totals, list} = layout;
  await until(() => [button, zone, totals, list].every(({hub}) => hub), 'what they show');
  await settleParts(stage);
  return layout;
}

/** A part by itself. */
export async function mountPart<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  uploader?: UploaderLike,
): Promise<HTMLElementTagNameMap[Name]> {
  const part = document.createElement(name);
  if (uploader) Object.assign(part, {uploader});
  const stage = document.createElement('main');
  stage.lang = 'en';
  stage.append(part);
  show(stage);
  if (uploader && part instanceof CosUploadPart) await until(() => part.hub !== undefined, 'what it shows');
  await settleParts(stage);
  return part;
}

export function show(stage: HTMLElement): void {
  stages.add(stage);
  document.body.append(stage);
}

/** For `afterEach`. */
export function unmountParts(): void {
  for (const stage of stages) stage.remove();
  stages.clear();
}

/** Until the uploader and its parts are drawn. */
export async function settleParts(stage: ParentNode): Promise<void> {
  const parts = [...stage.querySelectorAll('*')];
  const isGrowing = (): boolean => parts.some(({shadowRoot}) => shadowRoot?.querySelector('[aria-busy]'));
  for (let i = 0; i < 4 || isGrowing(); i++) {
    await new Promise(requestAnimationFrame);
    for (const part of stage.querySelectorAll<Part>('*'))
      await (part as Partial<Pick<Part, 'updateComplete'>>).updateComplete;
  }
}

export function inside(part: Element, selector: string): HTMLElement {
  const found = part.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`<${part.localName}> has no ${selector}.`);
  return found;
}
export const allInside = (part: Element, selector: string): HTMLElement[] => [
  ...(part.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
export const textOf = (part: Element, selector = '.base'): string =>
  inside(part, selector).textContent.replace(/\s+/g, ' ').trim();
