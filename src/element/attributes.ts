import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {
  Authorize,
  Checksum,
  GetCredentials,
  ObjectOptions,
  ResumeMode,
  Size,
  UploaderOptions,
} from '../index.js';

/** A number; what is none stays the text it was, so that the error can name it. */
const number = {
  fromAttribute: (text: string | null): number | string | undefined =>
    text === null ? undefined : text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text),
};

/** The attributes of `<cos-uploader>` and their properties, without behaviour. Sizes: bytes or text such as "20MB". */
export class CosUploaderAttributes extends LitElement {
  /** `name-APPID`. */
  @property() bucket: string | undefined;
  /** E.g. `ap-guangzhou`. */
  @property() region: string | undefined;
  /** URL template without a path; `{bucket}` and `{region}` are filled in. */
  @property() endpoint: string | undefined;
  /** Use the global acceleration host. */
  @property({type: Boolean}) accelerate = false;
  /** GET answers the STS JSON. */
  @property({attribute: 'credentials-url'}) credentialsUrl: string | undefined;
  /** Gets temporary keys; instead of `credentialsUrl`. */
  @property({attribute: false}) credentials: GetCredentials | undefined;
  /** Lets a server sign each request; instead of keys. */
  @property({attribute: false}) authorize: Authorize | undefined;
  /** Object key = prefix + relative path or file name. */
  @property({attribute: 'key-prefix'}) keyPrefix: string | undefined;
  /** Object key of a file; wins over `keyPrefix`. */
  @property({attribute: false}) key: UploaderOptions['key'];

  /** As on `<input type=file>`. */
  @property() accept = '';
  /** As on `<input type=file>`: `user` or `environment`. */
  @property() capture: string | undefined;
  @property({type: Boolean}) multiple = false;
  /** The picker picks a folder. */
  @property({type: Boolean}) directory = false;
  @property({attribute: 'max-files', converter: number}) maxFiles: number | undefined;
  @property({attribute: 'max-file-size'}) maxFileSize: Size | undefined;
  @property({attribute: 'min-file-size'}) minFileSize: Size | undefined;
  @property({attribute: 'max-total-size'}) maxTotalSize: Size | undefined;

  /** `auto` or a size from 1 MB. */
  @property({attribute: 'part-size'}) partSize: Size | undefined;
  /** Up to this size a file goes in one request; default 20MB. */
  @property({attribute: 'multipart-threshold'}) multipartThreshold: Size | undefined;
  /** Requests with a body at a time, 1–32; default 5. */
  @property({converter: number}) concurrency: number | undefined;
  /** Tries after the first, for each request; default 5. */
  @property({converter: number}) retries: number | undefined;
  /** `crc64` (default), `md5`, `crc64 md5`, `none`. */
  @property() checksum: Checksum | undefined;
  /** Attribute `resume`: unfinished uploads of earlier visits go on by themselves (`auto`), after a question (`ask`), or never (`off`). */
  @property({attribute: 'resume'}) resumeMode: ResumeMode | undefined;
  /** Do not send what is stored already. */
  @property({attribute: 'skip-existing', type: Boolean}) skipExisting = false;
  /** bit/s, 819200–838860800. */
  @property({attribute: 'traffic-limit', converter: number}) trafficLimit: number | undefined;
  /** `fetch` (default), or `xhr` for progress inside a part. */
  @property() transport: 'fetch' | 'xhr' | undefined;
  /** Wait for `start()`. */
  @property({type: Boolean}) manual = false;

  @property() acl: string | undefined;
  @property({attribute: 'storage-class'}) storageClass: string | undefined;
  @property({attribute: 'cache-control'}) cacheControl: string | undefined;
  @property({attribute: 'content-disposition'}) contentDisposition: string | undefined;
  @property({attribute: 'content-type'}) contentType: string | undefined;
  @property({attribute: 'content-encoding'}) contentEncoding: string | undefined;
  @property({attribute: 'content-language'}) contentLanguage: string | undefined;
  @property() expires: string | undefined;
  @property({attribute: 'grant-read'}) grantRead: string | undefined;
  @property({attribute: 'grant-full-control'}) grantFullControl: string | undefined;
  @property() tagging: string | undefined;
  @property({attribute: 'server-side-encryption'}) serverSideEncryption: string | undefined;
  @property({attribute: 'forbid-overwrite', type: Boolean}) forbidOverwrite = false;
  /** An object or a function of the file; wins over the attributes above. */
  @property({attribute: false}) objectOptions: UploaderOptions['objectOptions'];

  /** Ask before the page is left: `unfinished` (default: when bytes would be lost), `always` (while anything runs), `off`. */
  @property() guard: 'unfinished' | 'always' | 'off' = 'unfinished';
  /** Keep the screen on while sending. */
  @property({attribute: 'wake-lock', type: Boolean}) wakeLock = false;
  /** BCP 47; default: the nearest `lang`. */
  @property() locale: string | undefined;

  /** Name of the form entries. */
  @property({reflect: true}) name = '';
  @property({type: Boolean, reflect: true}) required = false;
  @property({type: Boolean, reflect: true}) disabled = false;
}

const objectNames = [
  'acl',
  'storageClass',
  'cacheControl',
  'contentDisposition',
  'contentType',
  'contentEncoding',
  'contentLanguage',
  'expires',
  'grantRead',
  'grantFullControl',
  'tagging',
  'serverSideEncryption',
] as const;

/** Properties that the client is made of: another value means another client. */
export const clientProperties = ['bucket', 'region', 'endpoint', 'accelerate', 'transport'] as const;

/** The options of the uploader, as the attributes say. */
export function uploaderOptions(element: CosUploaderAttributes): Omit<UploaderOptions, 'client'> {
  const {key, keyPrefix, partSize, multipartThreshold, concurrency, retries, checksum} = element;
  const {resumeMode, skipExisting, trafficLimit, manual} = element;
  return {
    key,
    keyPrefix,
    partSize,
    multipartThreshold,
    concurrency,
    retries,
    checksum,
    resume: resumeMode,
    skipExisting,
    trafficLimit,
    manual,
    objectOptions: objectOptions(element),
  };
}

function objectOptions(element: CosUploaderAttributes): UploaderOptions['objectOptions'] {
  const general: Record<string, unknown> = {};
  for (const name of objectNames) if (element[name]) general[name] = element[name];
  if (element.forbidOverwrite) general['forbidOverwrite'] = true;
  const own = element.objectOptions;
  if (typeof own === 'function') return (file, path) => ({...general, ...own(file, path)});
  return {...general, ...own} satisfies ObjectOptions;
}
