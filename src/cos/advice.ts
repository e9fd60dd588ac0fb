import {CorsError, CosError, CredentialsError, type ErrorCategory, NetworkError} from '../errors.js';
import {nearest} from '../nearest.js';

export interface Place {
  readonly bucket: string;
  readonly region: string;
  readonly origin: string;
}

/** What the developer of a page is told of a mistake in its set-up. The same kind is told once. */
interface Advice {
  readonly kind: string;
  readonly text: string;
}

/** 436/6224. There may be newer ones, so another name is no mistake in itself. */
const regions = (
  'ap-beijing ap-beijing-1 ap-beijing-fsi ap-nanjing ap-shanghai ap-shanghai-fsi ap-guangzhou ap-shenzhen-fsi ap-chengdu ap-chongqing ' +
  'ap-hongkong ap-singapore ap-jakarta ap-seoul ap-bangkok ap-tokyo ap-mumbai na-siliconvalley na-ashburn na-toronto sa-saopaulo ' +
  'eu-frankfurt eu-moscow'
).split(' ');

/** "Did you mean" for a region that is none of those known and looks like one of them, else ''. */
export function meantRegion(region: string): string {
  const meant = regions.includes(region) ? undefined : nearest(region, regions);
  return meant === undefined ? '' : ` There is no region "${region}" that is known: did you mean ${meant}?`;
}

/** What COS has against the set-up of the page, its server or the bucket, and not against a file. */
const setUp: readonly ErrorCategory[] = [
  'credentials',
  'clock',
  'signature',
  'permission',
  'bucket',
  'account',
  'request',
];

/**
 * What only the developer of the page can mend, with the host and the fix; undefined where the error is none of it. `reached`: COS has
 * answered this page before.
 */
export function adviceOn(error: unknown, place: Place, reached: boolean): Advice | undefined {
  const {bucket, region, origin} = place;
  const meant = meantRegion(region);
  if (error instanceof CorsError)
    return {
      kind: 'cors',
      text: `The CORS rules of ${bucket} stop uploads from this page to ${origin}, or ${region} has no such bucket.${meant} Add, first:\n${error.rule}`,
    };
  if (error instanceof CredentialsError) return {kind: `credentials ${error.code}`, text: wholeOf(error)};
  if (error instanceof NetworkError) {
    if (error.code === 'policy') return {kind: error.code, text: error.message};
    if (error.code === 'redirected') return {kind: error.code, text: `${origin}: ${error.message}${meant}`};
    if (error.code !== 'network' || reached) return undefined;
    return {
      kind: error.code,
      text: `${origin} does not answer this page.${meant} Check bucket, region and endpoint, the connection, and connect-src of a Content-Security-Policy.`,
    };
  }
  if (!(error instanceof CosError)) return undefined;
  if (error.code !== 'NoSuchBucket' && !setUp.includes(error.category)) return undefined;
  return {kind: `${error.category} ${error.code}`, text: `${origin}: ${error.message}${meant}`};
}

/** An error with what the application's own function said, without queries of URLs, which may hold a token. */
export function wholeOf({message, cause}: Error): string {
  if (!(cause instanceof Error)) return message;
  return `${message} It says: ${cause.message.replace(/([\w-]+:\/\/)?([^\s@/]*@)?([^\s?#]*)[?#]\S*/g, '$1$3')}`;
}
