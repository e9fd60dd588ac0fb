import type {CosClient} from '../cos/client.js';
import type {ObjectOptions} from '../cos/operations/object-options.js';
import {ConfigurationError} from '../errors.js';
import type {Checksum, Concurrency, Size, UploaderOptions} from './options/options.js';
import type {UploadResult} from './tasks/state.js';
import {Uploader} from './uploader.js';

export interface UploadFileOptions extends Pick<
  UploaderOptions,
  'store' | 'hasher' | 'retry' | 'locks' | 'stallTimeout' | 'workerUrl'
> {
  /** Not needed where the application names objects by tickets. */
  key?: string | undefined;
  /** Default `auto`. */
  partSize?: Size | undefined;
  /** Default `auto`: 20 MB, less where the line is slow. */
  multipartThreshold?: Size | undefined;
  /** Requests with a body at a time; default `auto`. */
  concurrency?: Concurrency | undefined;
  /** How a whole file goes; default `put`. */
  smallUpload?: 'put' | 'form' | undefined;
  retries?: number | undefined;
  /** Seconds; default 900. */
  giveUpAfter?: number | undefined;
  /** Default `crc64`. */
  checksum?: Checksum | undefined;
  /** The same as adding `md5` to `checksum`. */
  enableMD5?: boolean | undefined;
  skipExisting?: boolean | undefined;
  /** `off` begins anew even where an unfinished upload of this file is known. Default `auto`. */
  resume?: 'auto' | 'off' | undefined;
  trafficLimit?: number | undefined;
  objectOptions?: ObjectOptions | undefined;
  /** Bytes that are on the server. */
  onProgress?: ((progress: {sent: number; total: number}) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Brings one file into the store, whole up to the threshold, else in parts. It goes on where an earlier call for the same file and key has
 * stopped. Rejects with an UploadError or the signal's reason; the parts that were sent stay for the next call.
 */
export async function uploadFile(
  client: CosClient,
  file: Blob,
  options: UploadFileOptions,
): Promise<UploadResult> {
  const {key, onProgress, signal, objectOptions, enableMD5, checksum = 'crc64', ...rest} = options;
  if (client.tickets ? key === '' : typeof key !== 'string' || key === '')
    throw new ConfigurationError('key', key, 'a text of 1 to 850 bytes');
  signal?.throwIfAborted();
  const both: Checksum = checksum === 'none' || checksum === 'md5' ? 'md5' : 'crc64 md5';
  const uploader = new Uploader({...rest, client, checksum: enableMD5 ? both : checksum});
  const stop = new AbortController();
  // Node warns of a signal with many listeners, but does not count signals that depend on it. So each call listens to one of its own.
  const stopped = signal && AbortSignal.any([signal]);
  try {
    const task = uploader.add(file, {key, objectOptions, persist: false, ownCall: true});
    uploader.addEventListener('change', () => onProgress?.({sent: task.state.sent, total: task.size}));
    return await new Promise((resolve, reject) => {
      task.settled().then(resolve, reject);
      stopped?.addEventListener('abort', () => reject(stopped.reason as Error), {signal: stop.signal});
    });
  } finally {
    stop.abort();
    uploader.close();
  }
}
