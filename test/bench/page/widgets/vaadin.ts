import '@vaadin/upload';
import {appearing, type Mount} from '../widget.js';

interface Before extends Event {
  detail: {file: File & {uploadTarget?: string}};
}

export const mount: Mount = async ({cos, prefix}) => {
  const element = document.createElement('vaadin-upload');
  Object.assign(element, {method: 'PUT', uploadFormat: 'raw'});
  let done = 0;
  element.addEventListener('upload-before', (event) => {
    const {file} = (event as Before).detail;
    file.uploadTarget = `${cos}/${prefix}/${file.name}`;
  });
  element.addEventListener('upload-success', () => done++);
  document.querySelector('#place')!.append(element);
  const input = await appearing(() => element.shadowRoot?.querySelector<HTMLInputElement>('#fileInput'));
  return {input, hasRow: () => document.querySelector('vaadin-upload-file') !== null, done: () => done};
};
