import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import '@uppy/core/css/style.min.css';
import '@uppy/dashboard/css/style.min.css';
import {urlOf} from '../contenders/uppy.js';
import {appearing, type Mount} from '../widget.js';

export const mount: Mount = async ({cos, prefix}) => {
  const uppy = new Uppy({autoProceed: true}).use(Dashboard, {inline: true, target: '#place'}).use(AwsS3, {
    generateObjectKey: ({name}) => `${prefix}/${name}`,
    signRequest: (request) => ({url: urlOf(cos, request)}),
  });
  let done = 0;
  uppy.on('upload-success', () => done++);
  const input = await appearing(() =>
    document.querySelector<HTMLInputElement>('.uppy-Dashboard-input:not([webkitdirectory])'),
  );
  return {
    input,
    hasRow: () => document.querySelector('.uppy-Dashboard-Item') !== null,
    done: () => done,
  };
};
