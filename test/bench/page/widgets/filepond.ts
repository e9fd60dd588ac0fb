import {create, registerPlugin} from 'filepond';
import imagePreview from 'filepond-plugin-image-preview';
import 'filepond/dist/filepond.min.css';
import 'filepond-plugin-image-preview/dist/filepond-plugin-image-preview.min.css';
import {appearing, type Mount} from '../widget.js';

registerPlugin(imagePreview);

export const mount: Mount = async ({cos, prefix}) => {
  const place = document.querySelector('#place')!;
  let done = 0;
  create(place.appendChild(document.createElement('div')), {
    allowMultiple: true,
    maxParallelUploads: 5,
    credits: false,
    server: {
      process: (_field, file, _metadata, load, error, progress) => {
        const request = new XMLHttpRequest();
        request.open('PUT', `${cos}/${prefix}/${file.name}`);
        request.upload.onprogress = ({lengthComputable, loaded, total}) =>
          progress(lengthComputable, loaded, total);
        request.onerror = () => error('lost');
        request.onload = () => {
          if (request.status !== 200) {
            error(String(request.status));
            return;
          }
          done++;
          load(file.name);
        };
        request.send(file);
        return {abort: () => request.abort()};
      },
    },
  });
  const input = await appearing(() => place.querySelector<HTMLInputElement>('input[type=file]'));
  return {input, hasRow: () => place.querySelector('.filepond--item') !== null, done: () => done};
};
