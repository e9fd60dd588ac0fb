import * as blocks from '@uploadcare/file-uploader';
import '@uploadcare/file-uploader/web/uc-file-uploader-inline.min.css';
import {appearing, type Mount} from '../widget.js';

/** Its own input is made when its button is clicked, so the files come through one beside it. */
export const mount: Mount = async ({uploadcare}) => {
  blocks.defineComponents(blocks);
  const place = document.querySelector('#place')!;
  place.innerHTML = `
    <uc-config ctx-name="bench" pubkey="demopublickey" base-url="${uploadcare!}" cdn-cname="${uploadcare!}" quality-insights="false"
      source-list="local" use-cloud-image-editor="false" max-concurrent-requests="5"></uc-config>
    <uc-file-uploader-inline ctx-name="bench" class="uc-auto"></uc-file-uploader-inline>
    <uc-upload-ctx-provider ctx-name="bench"></uc-upload-ctx-provider>
    <input type="file" multiple hidden>`;
  const input = place.querySelector('input')!;
  const provider = place.querySelector<blocks.UploadCtxProvider>('uc-upload-ctx-provider')!;
  let done = 0;
  provider.addEventListener('file-upload-success', () => done++);
  const api = await appearing(() => provider.api);
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) api.addFileFromObject(file);
  });
  return {input, hasRow: () => place.querySelector('uc-file-item') !== null, done: () => done};
};
