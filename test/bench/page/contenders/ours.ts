import {createCosClient, Uploader, type UploaderOptions} from '../../../../src/index.js';
import type {Upload} from '../contender.js';

/** An Uploader fetches this when it is made. The XML parser and the hash worker come when they are first needed. */
export const load = (): Promise<unknown> => import('../../../../src/upload/run/on-demand.js');

export const upload: Upload<Omit<UploaderOptions, 'client'>> = async (
  files,
  {cos, bucket, region, prefix},
  options,
) => {
  const client = createCosClient({bucket, region, endpoint: cos, credentialsUrl: `${cos}/-/sts`});
  const uploader = new Uploader({client, keyPrefix: `${prefix}/`, ...options});
  uploader.addAll(files);
  const {failed} = await uploader.settled();
  uploader.close();
  const state = failed[0]?.state;
  if (state?.status === 'failed') throw state.error;
};
