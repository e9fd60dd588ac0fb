import COS from 'cos-js-sdk-v5';
import type {Upload} from '../contender.js';

interface Sts {
  credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
  startTime: number;
  expiredTime: number;
}

/** Options are those of the SDK's constructor. */
export const upload: Upload<COS.COSOptions> = async (
  files,
  {cos, bucket, region, prefix},
  options,
  moved,
) => {
  const sdk = new COS({
    Domain: new URL(cos).host,
    Protocol: 'http:',
    getAuthorization: (_, done) => {
      void (async () => {
        const sts = (await (await fetch(`${cos}/-/sts`)).json()) as Sts;
        done({
          TmpSecretId: sts.credentials.tmpSecretId,
          TmpSecretKey: sts.credentials.tmpSecretKey,
          SecurityToken: sts.credentials.sessionToken,
          StartTime: sts.startTime,
          ExpiredTime: sts.expiredTime,
        });
      })();
    },
    ...options,
  });
  const answer = (await sdk.uploadFiles({
    onProgress: ({loaded}) => moved(loaded),
    files: files.map((file) => ({
      Bucket: bucket,
      Region: region,
      Key: `${prefix}/${file.name}`,
      Body: file,
    })),
  })) as {files: {error?: unknown}[]};
  const failed = answer.files.find(({error}) => error);
  if (failed) throw new Error(JSON.stringify(failed.error));
};
