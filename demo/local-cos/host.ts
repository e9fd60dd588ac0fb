import type {Bucket} from './bucket.js';
import type {Cos} from './call.js';
import type {Target} from './target.js';

const named = /^([a-z\d-]+-\d+)\.cos\.([a-z\d-]+)\./;
const namesBucket = (host: string): boolean => named.test(host);

/** `{bucket}.cos.{region}.…` names its bucket, whatever the domain behind it; every other host is the default bucket's. */
export function readHost(
  host: string,
  home: {bucket: string; region: string},
): {bucket: string; region: string} {
  const match = named.exec(host);
  return {bucket: match?.[1] ?? home.bucket, region: match?.[2] ?? home.region};
}

/**
 * Where a request leads. An endpoint may have the bucket as its path (`Domain: 'http://host/{Bucket}'` of the SDKs), which is not signed; a
 * GET of slashes and dots alone is one of the bucket, and signed for something else.
 */
export function locate(
  cos: Cos,
  host: string,
  method: string,
  asked: Target,
): {bucket: Bucket | undefined; target: Target} {
  const name = /^\/([a-z\d-]+-\d+)(?=\/)/.exec(asked.path)?.[1] ?? '';
  const inPath = namesBucket(host) ? undefined : cos.buckets.get(name);
  const skipped = inPath ? name.length + 1 : 0;
  const target = {...asked, path: asked.path.slice(skipped), rawPath: asked.rawPath.slice(skipped)};
  const ofBucket = method === 'GET' && /^\/(\.?\/)*\.?$/.test(target.path);
  return {bucket: inPath ?? findBucket(cos, host), target: ofBucket ? {...target, path: '/'} : target};
}

/** A bucket is only found in its own region (or by the acceleration host). */
function findBucket(cos: Cos, host: string): Bucket | undefined {
  const {bucket, region} = readHost(host, cos.home);
  const found = cos.buckets.get(bucket);
  return found && (region === found.region || region === 'accelerate') ? found : undefined;
}
