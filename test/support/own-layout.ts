import '../../src/define-parts.js';
import type {CosUploaderElement} from '../../src/element.js';
import type {CosUploadListElement} from '../../src/parts.js';
import type {FakeUploader} from './fake-uploader.js';
import {play, type Scene} from './scenes.js';

const page = `<div style="display: flex; flex-wrap: wrap; align-items: center; gap: 12px; margin-block-end: 16px">
    <h1 style="flex: 1; margin: 0; font: 600 1.25rem system-ui">Shared folder</h1>
    <cos-upload-button for="up">Add files</cos-upload-button>
  </div>
  <cos-upload-drop-zone for="up">
    <p style="margin: 0 0 12px; font: 0.9375rem/1.5 system-ui">Files of the team. Drop yours anywhere here.</p>
    <cos-upload-totals for="up"></cos-upload-totals>
    <cos-upload-list for="up" style="margin-block-start: 12px">Nothing here yet.</cos-upload-list>
  </cos-upload-drop-zone>`;

/** Layouts made of parts around a headless uploader with the id `up`. */
const layouts: Record<string, string> = {
  page,
  zone: `<cos-upload-drop-zone for="up"></cos-upload-drop-zone>
    <cos-upload-totals for="up" style="margin-block: 16px"></cos-upload-totals>
    <cos-upload-list for="up" appearance="flush"></cos-upload-list>`,
  cards: page.replace('<cos-upload-list', '<cos-upload-list look="cards"'),
  dock: `<p style="block-size: calc(100vh - 100px); margin: 0; font: 0.9375rem/1.5 system-ui">A page that goes on.</p>
    <cos-upload-button for="up"></cos-upload-button>
    <cos-upload-dock for="up"></cos-upload-dock>`,
  'dock-open': `<p style="block-size: calc(100vh - 48px); margin: 0">A page that goes on.</p>
    <cos-upload-dock for="up" open></cos-upload-dock>`,
};

export const layoutNames = Object.keys(layouts);

/** Until the parts have found their uploader and are drawn. */
async function layoutDrawn(box: Element): Promise<void> {
  const parts = [...box.querySelectorAll<CosUploadListElement>('[for]')];
  for (let frame = 0; frame < 4 || parts.some(({hub}) => !hub); frame++) {
    await new Promise(requestAnimationFrame);
    for (const {updateComplete} of parts) await updateComplete;
  }
}

/** Plays a scene in a layout of parts. */
export async function playInLayout(scene: Scene, name: string, parent: Element): Promise<CosUploaderElement> {
  const before = Object.fromEntries(Object.entries(scene).filter(([name]) => name !== 'after'));
  const element = await play(before, parent);
  element.id = 'up';
  element.headless = true;
  const box = document.createElement('main');
  box.innerHTML = layouts[name] ?? '';
  parent.append(box);
  await layoutDrawn(box);
  await scene.after?.(element, element.uploader as FakeUploader);
  await layoutDrawn(box);
  return element;
}
