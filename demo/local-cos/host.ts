import type {Bucket} from './bucket.js';
import type {Cos} from './call.js';

/** `{bucket}.cos.{region}.…` names its bucket, whatever the domain behind it; every other host is the default bucket's. */
export function readHost(
  host: string,
  home: {bucket: string; region: string},
): {bucket: string; region: string} {
  const match = /^([a-z\d-]+-\d+)\.cos\.([a-z\d-]+)\./.exec(host);
  return {bucket: match?.[1] ?? home.bucket, region: match?.[2] ?? home.region};
}

/** A bucket is only found in its own region (or by the acceleration host). */
export function findBucket(cos: Cos, host: string): Bucket | undefined {
  const {bucket, region} = readHost(host, cos.home);
  const found = cos.buckets.get(bucket);
  return found && (region === found.region || region === 'accelerate') ? found : undefined;
}
