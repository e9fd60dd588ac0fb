import * as present from '../../../../src/index.js';
import type {UploaderOptions} from '../../../../src/index.js';
import type {Target, Upload} from '../contender.js';

/** `watched`: bytes are looked at as they move. */
type Options = Omit<UploaderOptions, 'client'> & {watched?: boolean};

const clientOf = (
  {createCosClient}: typeof present,
  {cos, bucket, region}: Pick<Target, 'cos' | 'bucket' | 'region'>,
  smallUpload?: 'put' | 'form',
): present.CosClient => {
  const credentialsUrl = `${cos}/-/sts${smallUpload === 'form' ? '?actions=*' : ''}`;
  return createCosClient({bucket, region, endpoint: cos, credentialsUrl});
};

/** An Uploader fetches what it needs when it is made. The XML parser and the hash worker come when they are first needed. */
export const loadWith = async (build: typeof present): Promise<void> => {
  const client = clientOf(build, {cos: location.origin, bucket: 'demo-1250000000', region: 'ap-guangzhou'});
  new build.Uploader({client, resume: 'off'}).close();
  await new Promise((resolve) => setTimeout(resolve, 500));
};

export const uploadWith =
  (build: typeof present): Upload<Options> =>
  async (files, target, options, moved) => {
    const uploader = new build.Uploader({
      client: clientOf(build, target, options.smallUpload),
      keyPrefix: `${target.prefix}/`,
      ...options,
    });
    if (options.watched) uploader.addEventListener('change', () => moved(uploader.totals.sent));
    uploader.addAll(files);
    const {failed} = await uploader.settled();
    uploader.close();
    const state = failed[0]?.state;
    if (state?.status === 'failed') throw state.error;
  };

export const load = (): Promise<void> => loadWith(present);
export const upload: Upload<Options> = uploadWith(present);
