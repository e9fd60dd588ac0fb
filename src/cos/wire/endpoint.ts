import {ConfigurationError} from '../../errors.js';

export interface Endpoint {
  bucket: string;
  region: string;
  endpoint?: string | undefined;
  accelerate?: boolean | undefined;
}

/** Regions from before the `cos.` label existed; cos-js-sdk-v5 still knows them. */
const oldRegions = new Set(['cn-south', 'cn-south-2', 'cn-north', 'cn-east', 'cn-southwest', 'sg']);

/** Scheme and host that a bucket's requests go to. Throws a ConfigurationError naming the attribute at fault. */
export function originOf({bucket, region, endpoint, accelerate}: Endpoint): string {
  if (typeof bucket !== 'string' || !/^[a-z0-9][a-z0-9-]*-\d+$/.test(bucket)) {
    throw new ConfigurationError('bucket', bucket, 'name-APPID, such as demo-1250000000');
  }
  // The first half is for callers without types: a pattern takes undefined for its name, and fails at what is no text.
  if (typeof region !== 'string' || !/^[a-z0-9-]+$/.test(region)) {
    throw new ConfigurationError('region', region, 'a region id such as ap-guangzhou, without "cos."');
  }
  if (endpoint !== undefined) {
    if (accelerate) throw new ConfigurationError('accelerate', true, 'only without endpoint');
    return originOfTemplate('endpoint', endpoint, {bucket, region});
  }
  const label = accelerate ? 'cos.accelerate' : oldRegions.has(region) ? region : `cos.${region}`;
  return `https://${bucket}.${label}.myqcloud.com`;
}

/**
 * The host that is tried when the first cannot be reached. By default the second name of a bucket that has the usual first one, unless a
 * server signs, for it may sign for one host alone.
 */
export function fallbackOf(
  origin: string,
  options: Endpoint & {fallbackEndpoint?: string | undefined; authorize?: unknown},
): string | undefined {
  const {fallbackEndpoint, authorize} = options;
  if (fallbackEndpoint === 'none') return undefined;
  if (fallbackEndpoint !== undefined) return originOfTemplate('fallback-endpoint', fallbackEndpoint, options);
  const [, bucket] = /^(https:.+\.cos\.(?!accelerate)[^.]+)\.myqcloud\.com$/.exec(origin) ?? [];
  return bucket && !authorize ? `${bucket}.tencentcos.cn` : undefined;
}

/** The signed path is always `/` + key, so an endpoint can have no path of its own. */
function originOfTemplate(
  name: string,
  template: string,
  {bucket, region}: Pick<Endpoint, 'bucket' | 'region'>,
): string {
  const filled = String(typeof template === 'string' && template)
    .replace(/\{bucket\}/gi, bucket)
    .replace(/\{region\}/gi, region);
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  if (!url || !/^https?:\/\/[^/?#@{}\\]+\/?$/i.test(filled)) {
    throw new ConfigurationError(
      name,
      template,
      'http(s) without a path, such as https://{bucket}.cos.{region}.myqcloud.com',
    );
  }
  if (isMixed(url)) throw new ConfigurationError(name, template, 'https, because this page is https');
  return url.origin;
}

/** Whether browsers block it as mixed content: http from a page of https, but for this machine. */
function isMixed({protocol, hostname}: URL): boolean {
  const {location} = globalThis as {location?: Pick<Location, 'protocol'>};
  const local = /^(.*\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;
  return protocol === 'http:' && location?.protocol === 'https:' && !local.test(hostname);
}
