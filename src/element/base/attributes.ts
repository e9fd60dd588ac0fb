import {LitElement, type PropertyDeclaration, type PropertyDeclarations} from 'lit';
import type {
  Authorize,
  Checksum,
  Concurrency,
  Conflict,
  GetCredentials,
  GetTicket,
  ObjectOptions,
  ResumeMode,
  Size,
  Transport,
  TransportName,
  UploaderOptions,
} from '../../index.js';
import type {Link} from './stored-file.js';
import type {Validate} from './validate.js';
import type {Texts} from '../language/texts.js';

/** Reads a number, also from text. Text that is no number stays as it is, so that the error can name it. */
const number = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value;

/** What stands for no value. */
const or =
  (absent: string) =>
  (value: unknown): unknown =>
    value ?? absent;

// The analyser of the manifest reads names alone.
const text = or('');
const guardMode = or('unfinished');
const lookOf = or('auto');
const appearanceOf = or('card');

/** The attributes of `<cos-uploader>` and their properties, without behaviour. Sizes: bytes or text such as "20MB". */
export class CosUploaderAttributes extends LitElement {
  static override properties: PropertyDeclarations = {
    bucket: {},
    region: {},
    endpoint: {},
    fallbackEndpoint: {},
    accelerate: {type: Boolean},
    ticketUrl: {},
    ticket: {attribute: false},
    credentialsUrl: {},
    credentialsScope: {},
    credentials: {attribute: false},
    authorize: {attribute: false},
    keyPrefix: {},
    keyTemplate: {},
    conflict: {},
    uploadScope: {attribute: 'scope'},
    keyForm: {},
    key: {attribute: false},
    accept: {type: text},
    capture: {},
    multiple: {type: Boolean},
    directory: {type: Boolean},
    ignore: {},
    maxFiles: {type: number},
    maxFileSize: {},
    minFileSize: {},
    maxTotalSize: {},
    validate: {attribute: false},
    partSize: {},
    multipartThreshold: {},
    concurrency: {type: number},
    smallUpload: {},
    retries: {type: number},
    giveUpAfter: {type: number},
    workerUrl: {},
    checksum: {},
    resumeMode: {attribute: 'resume'},
    persistBlobs: {},
    prepare: {attribute: false},
    commitUrl: {},
    commit: {attribute: false},
    skipExisting: {type: Boolean},
    trafficLimit: {type: number},
    transport: {},
    manual: {type: Boolean},
    acl: {},
    storageClass: {},
    cacheControl: {},
    contentDisposition: {},
    contentType: {},
    contentEncoding: {},
    contentLanguage: {},
    expires: {},
    grantRead: {},
    grantFullControl: {},
    tagging: {},
    serverSideEncryption: {},
    forbidOverwrite: {type: Boolean},
    objectOptions: {attribute: false},
    guard: {type: guardMode},
    wakeLock: {type: Boolean},
    headless: {type: Boolean, reflect: true},
    look: {type: lookOf},
    appearance: {
      type: appearanceOf,
      reflect: true,
      converter: {toAttribute: (name) => (name === 'card' ? null : name)},
    },
    locale: {},
    texts: {attribute: false},
    name: {type: text, reflect: true, converter: {toAttribute: (name) => name || null}},
    required: {type: Boolean, reflect: true},
    disabled: {type: Boolean, noAccessor: true},
    readOnly: {attribute: 'readonly', type: Boolean, reflect: true},
    link: {attribute: false},
    submit: {},
  };

  static {
    // Unless a property says otherwise, its attribute is its name in kebab-case.
    for (const [name, options] of Object.entries(this.properties)) {
      const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      Object.assign(this.properties, {[name]: {attribute, ...options}});
    }
  }

  /** Frameworks assign text for numbers and null for missing values, so `type` reads what is assigned. */
  override requestUpdate(name?: PropertyKey, ...rest: [unknown?, PropertyDeclaration?]): void {
    if (name !== undefined) {
      const {type} = (this.constructor as typeof LitElement).getPropertyOptions(name);
      const given = (Reflect.get(this, name) as unknown) ?? undefined;
      const value = type ? (type as (value: unknown) => unknown)(given) : given;
      // The assignment calls this method again.
      if (value !== Reflect.get(this, name)) return void Reflect.set(this, name, value);
    }
    super.requestUpdate(name, ...rest);
  }

  /** `name-APPID`. */
  bucket: string | undefined;
  /** E.g. `ap-guangzhou`. */
  region: string | undefined;
  /** URL template without a path; `{bucket}` and `{region}` are filled in. */
  endpoint: string | undefined;
  /** URL template of the host that is tried when the first cannot be reached, or `none`. */
  fallbackEndpoint: string | undefined;
  /** Use the global acceleration host. */
  accelerate = false;
  /** POST of a file as JSON answers its ticket: the key of the object, and keys for it alone. */
  ticketUrl: string | undefined;
  /** Gets the ticket of a file; instead of `ticketUrl`. */
  ticket: GetTicket | undefined;
  /** What the keys of `credentials` and `credentialsUrl` are good for: `client` (default), or the one `object` that they were asked for. */
  credentialsScope: 'client' | 'object' | undefined;
  /** GET answers the STS JSON. */
  credentialsUrl: string | undefined;
  /** Gets temporary keys; instead of `credentialsUrl`. */
  credentials: GetCredentials | undefined;
  /** Lets a server sign each request; instead of keys. */
  authorize: Authorize | undefined;
  /** Object key = prefix + relative path or file name. */
  keyPrefix: string | undefined;
  /**
   * Object key as a text with `{path}` `{dir}` `{name}` `{stem}` `{ext}` `{date}` `{uuid}`; wins over `keyPrefix`, which is short for
   * prefix`{path}`.
   */
  keyTemplate: string | undefined;
  /** When an object has the key: `replace` (default), `rename` (`name (2).ext`), `skip` or `fail`. */
  conflict: Conflict | undefined;
  /**
   * Attribute `scope`: whose uploads may be shown and gone on with after a reload, e.g. the id of a user; default: `keyPrefix`. With
   * neither, and a `key` function, no earlier upload is shown.
   */
  uploadScope: string | undefined;
  /** Unicode form of the path in a key: `nfc` (default), or `as-is`. */
  keyForm: 'nfc' | 'as-is' | undefined;
  /** Object key of a file; wins over `keyTemplate` and `keyPrefix`. */
  key: UploaderOptions['key'];

  /** As on `<input type=file>`. */
  accept = '';
  /** As on `<input type=file>`: `user` or `environment`. */
  capture: string | undefined;
  /** As on `<input type=file>`: more than one file. */
  multiple = false;
  /** The picker picks a folder. */
  directory = false;
  /** What is left out of folders: names with commas between them, `*` for anything, a slash after the name of a folder. Default: what systems leave there. */
  ignore: string | undefined;
  /** Most files of a list; those beyond are refused (`too-many`). */
  maxFiles: number | undefined;
  /** Bytes, or text such as `5GB`; a larger file is refused (`too-large`). */
  maxFileSize: Size | undefined;
  /** Bytes, or text such as `1KB`; a smaller file is refused (`too-small`). */
  minFileSize: Size | undefined;
  /** Bytes, or text such as `20GB`, of all files together; those beyond are refused (`total`). */
  maxTotalSize: Size | undefined;
  /** Judges a file that keeps the limits: a text, shown and read out, refuses it (`custom`), `undefined` lets it in. It may answer later. */
  validate: Validate | undefined;

  /** `auto` or a size from 1 MB. */
  partSize: Size | undefined;
  /** Up to this size a file goes in one request. `auto` (default): 20MB, less where the line is slow. */
  multipartThreshold: Size | undefined;
  /** Requests with a body at a time, 1–32. `auto` (default) begins with 5 and follows the line. */
  concurrency: Concurrency | undefined;
  /** `put` (default), or `form`: whole files as forms (POST Object), which need no preflight. Needs `name/cos:PostObject`. */
  smallUpload: 'put' | 'form' | undefined;
  /** Tries after the first, for each request; default 5. */
  retries: number | undefined;
  /** Seconds for which uploads wait for a store or a credentials endpoint that is away; default 900. */
  giveUpAfter: number | undefined;
  /** Where the page serves the package's `hash.worker.js`; default: where the bundler has put it, else its source from a `blob:` URL. */
  workerUrl: string | undefined;
  /** `crc64` (default), `md5`, `crc64 md5`, `none`. */
  checksum: Checksum | undefined;
  /** Attribute `resume`: unfinished uploads of earlier visits go on by themselves (`auto`), after a question (`ask`), or never (`off`). */
  resumeMode: ResumeMode | undefined;
  /** Pasted files, and chosen ones where the browser has no handles, are kept for the next visit up to this size; default 10MB, 0 never. */
  persistBlobs: Size | undefined;
  /** Turns a file into what is sent in its place, when its turn comes: `(file, {path, signal, onProgress}) => Blob`, also a promise. */
  prepare: UploaderOptions['prepare'];
  /** POST of the result as JSON hands a stored file over to the application; only then is it done. */
  commitUrl: string | undefined;
  /** Hands a stored file over to the application; instead of `commitUrl`. */
  commit: UploaderOptions['commit'];
  /** Do not send what is stored already. */
  skipExisting = false;
  /** bit/s, 819200–838860800. */
  trafficLimit: number | undefined;
  /** `auto` (default): whole files by XMLHttpRequest, which tells the progress inside them, parts by fetch. Or all by `fetch` or `xhr`, or by a function of the page. */
  transport: TransportName | Transport | undefined;
  /** Wait for `start()`. */
  manual = false;

  /** `default`, `private` or `public-read`: who may read the objects. */
  acl: string | undefined;
  /** `STANDARD`, `STANDARD_IA`, `INTELLIGENT_TIERING`, `ARCHIVE`… */
  storageClass: string | undefined;
  /** `Cache-Control` of the objects. */
  cacheControl: string | undefined;
  /** `Content-Disposition` of the objects. */
  contentDisposition: string | undefined;
  /** `Content-Type` of the objects; default: the file's own, or that of its ending. */
  contentType: string | undefined;
  /** `Content-Encoding` of the objects. */
  contentEncoding: string | undefined;
  /** `Content-Language` of the objects. */
  contentLanguage: string | undefined;
  /** `Expires` of the objects. */
  expires: string | undefined;
  /** Who may read: `id="…"`. */
  grantRead: string | undefined;
  /** Who may do everything: `id="…"`. */
  grantFullControl: string | undefined;
  /** Tags of the objects: `name=value&other=value`. */
  tagging: string | undefined;
  /** `AES256` or `cos/kms`. */
  serverSideEncryption: string | undefined;
  /** An upload fails where an object has the key already. */
  forbidOverwrite = false;
  /** An object or a function of the file; wins over the attributes above. */
  objectOptions: UploaderOptions['objectOptions'];

  /** Ask before the page is left: `unfinished` (default: when bytes would be lost, of paused files too), `always` (while anything runs), `off`. */
  guard: 'unfinished' | 'always' | 'off' = 'unfinished';
  /** Keep the screen on while sending. */
  wakeLock = false;
  /** Draws nothing: other elements show its uploads (`cos-uploader/parts.js`). */
  headless = false;
  /** How files are shown: as `rows`, as `cards`, or as cards where most are pictures or films and there is room (`auto`, default). */
  look: 'auto' | 'rows' | 'cards' = 'auto';
  /** `card` (default) has a border and a ground of its own, `flush` is part of what it stands in. */
  appearance: 'card' | 'flush' = 'card';
  /** BCP 47; default: the nearest `lang`. */
  locale: string | undefined;
  /** Words of the page's own in place of those of the language. */
  texts: Partial<Texts> | undefined;

  /** Name of the form entries. */
  name = '';
  /** The form may go only with at least one file that is stored. */
  required = false;
  /** `upload`: the form waits for the uploads, starts those that `manual` holds back, and then goes on by itself. */
  submit: 'upload' | undefined;
  /** A list to look at: nothing can be added, removed or stopped. */
  readOnly = false;
  /** The address behind "Copy link" and the name of a finished upload; default: "Copy link" gives that of the object, and the name is none. */
  link: Link | undefined;
  /** As in native controls the property is the attribute itself, so that a change is in force at once. */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }
  set disabled(disabled: boolean | undefined) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }
}

/** Whether there is room for one file. */
export const isSingle = ({maxFiles, multiple, directory}: CosUploaderAttributes): boolean =>
  maxFiles === 1 || !(multiple || directory);

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
  'forbidOverwrite',
] as const;

/** Properties that the client is made of. With another value there is another client. */
export const clientProperties = [
  'bucket',
  'region',
  'endpoint',
  'fallbackEndpoint',
  'accelerate',
  'transport',
  'credentialsScope',
] as const;

/** Properties that tell how the page is authorized. Exactly one of them has to be set; of several the first counts. */
export const ways = ['authorize', 'ticket', 'ticketUrl', 'credentials', 'credentialsUrl'] as const;

/** The options of the uploader that the attributes give. */
export function uploaderOptions(element: CosUploaderAttributes): Omit<UploaderOptions, 'client'> {
  // The uploader knows most of them by the same names, and does not look at the others.
  const options: Record<string, unknown> = {};
  for (const name of Object.keys(CosUploaderAttributes.properties))
    options[name] = Reflect.get(element, name);
  return {
    ...options,
    scope: element.uploadScope,
    resume: element.resumeMode,
    objectOptions: objectOptions(element),
  };
}

function objectOptions(element: CosUploaderAttributes): UploaderOptions['objectOptions'] {
  const general: Record<string, unknown> = {};
  for (const name of objectNames) if (element[name]) general[name] = element[name];
  const own = element.objectOptions;
  if (typeof own === 'function') return (file, path) => ({...general, ...own(file, path)});
  return {...general, ...own} satisfies ObjectOptions;
}
