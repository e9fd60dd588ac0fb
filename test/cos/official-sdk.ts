/** The official browser SDK, unchanged, as a client of the local COS with temporary keys from its desk. */
import COS from 'cos-js-sdk-v5';

interface Sts {
  credentials: {tmpSecretId: string; tmpSecretKey: string; sessionToken: string};
  startTime: number;
  expiredTime: number;
}

export const officialSdk = (options: object = {}): COS =>
  new COS({
    Domain: cosOrigin,
    getAuthorization: (_options: object, done: (keys: object) => void) => {
      void fetch(`${cosOrigin}/-/sts`)
        .then((response) => response.json() as Promise<Sts>)
        .then(({credentials, startTime, expiredTime}) => {
          done({
            TmpSecretId: credentials.tmpSecretId,
            TmpSecretKey: credentials.tmpSecretKey,
            SecurityToken: credentials.sessionToken,
            StartTime: startTime,
            ExpiredTime: expiredTime,
          });
        });
    },
    ...options,
  } as COS.COSOptions);
