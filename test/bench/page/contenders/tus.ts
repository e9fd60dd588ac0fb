import {Upload as TusUpload, type UploadOptions} from 'tus-js-client';
import {inLanes, type Upload} from '../contender.js';

/** Against a tus server beside the local COS. Several files: five at a time. */
export const upload: Upload<UploadOptions> = (files, {tus}, options) =>
  inLanes(
    5,
    files,
    (file) =>
      new Promise<void>((resolve, reject) => {
        new TusUpload(file, {
          endpoint: tus,
          metadata: {filename: file.name},
          onSuccess: () => resolve(),
          onError: reject,
          ...options,
        }).start();
      }),
  );
