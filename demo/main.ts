import '../src/define.js';
import type {CosUploaderElement, StoredFile} from '../src/element.js';
import {shrink} from '../src/image.js';
import {createCosClient, uploadFile} from '../src/index.js';

/** What `localCos()` says, and a `.env` file in a build. */
declare global {
  interface ImportMeta {
    readonly env: {
      readonly VITE_COS_BUCKET: string;
      readonly VITE_COS_REGION: string;
      readonly VITE_COS_ENDPOINT: string;
      readonly VITE_COS_KEY_PREFIX: string;
      readonly VITE_COS_CREDENTIALS_URL: string;
      /** Absent with the real COS. */
      readonly VITE_COS_DESK_URL?: string;
    };
  }
}

const {
  VITE_COS_BUCKET: bucket,
  VITE_COS_REGION: region,
  VITE_COS_ENDPOINT: endpoint,
  VITE_COS_KEY_PREFIX: keyPrefix,
  VITE_COS_CREDENTIALS_URL: credentialsUrl,
  VITE_COS_DESK_URL: controlUrl,
} = import.meta.env;

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector itself
function find<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

const element = find<CosUploaderElement>('cos-uploader');
setPlace(element, keyPrefix);
find('#where').textContent = controlUrl
  ? `Files go from this page straight into the COS that runs on this machine, at ${endpoint}.`
  : `Files go from this page straight into ${bucket} in ${region}, under ${keyPrefix}.`;

showEvents();
if (controlUrl === undefined) find('#link').closest('details')?.remove();
else makeLifeHard(controlUrl);
dress();
sendAlbum();
editAlbum();
uploadWithoutElement();

function setPlace(uploader: CosUploaderElement, prefix: string): void {
  uploader.setAttribute('bucket', bucket);
  uploader.setAttribute('region', region);
  uploader.setAttribute('endpoint', endpoint);
  uploader.setAttribute('key-prefix', prefix);
  uploader.setAttribute('credentials-url', credentialsUrl);
}

function showEvents(): void {
  const log = find('#log');
  const most = 400;
  const write = (type: string, about: string): void => {
    const line = document.createElement('li');
    for (const [name, text] of Object.entries({type, about})) {
      const cell = document.createElement('span');
      cell.className = name;
      cell.textContent = text;
      line.append(cell);
    }
    log.prepend(line);
    while (log.children.length > most) log.lastElementChild?.remove();
  };
  const sizeOf = (bytes: number): string =>
    bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;

  element.addEventListener('cos-files-add', ({files, source}) =>
    write('cos-files-add', `${files.length} by ${source}`),
  );
  element.addEventListener('cos-file-reject', ({message}) => write('cos-file-reject', message));
  element.addEventListener('cos-upload-start', ({task}) => write('cos-upload-start', task.name));
  element.addEventListener('cos-upload-progress', ({task, sent, total}) =>
    write('cos-upload-progress', `${sizeOf(sent)} of ${sizeOf(total)} · ${task.name}`),
  );
  element.addEventListener('cos-part-done', ({task, partNumber, size, attempts, resumed}) =>
    write(
      'cos-part-done',
      `part ${partNumber}, ${sizeOf(size)}, ${resumed ? 'was there' : `try ${attempts}`} · ${task.name}`,
    ),
  );
  element.addEventListener('cos-upload-pause', ({task, reason}) =>
    write('cos-upload-pause', `${task.name}, ${reason}`),
  );
  element.addEventListener('cos-upload-resume', ({task, reason}) =>
    write('cos-upload-resume', `${task.name}, ${reason}`),
  );
  element.addEventListener('cos-upload-success', ({result}) =>
    write('cos-upload-success', `${result.key} CRC64 ${result.crc64 ?? 'not readable'}`),
  );
  element.addEventListener('cos-upload-error', ({error}) => write('cos-upload-error', error.message));
  element.addEventListener('cos-upload-cancel', ({task}) => write('cos-upload-cancel', task.name));
  element.addEventListener('cos-restore', ({tasks}) => write('cos-restore', `${tasks.length} unfinished`));
  element.addEventListener('cos-idle', ({totals}) =>
    write('cos-idle', `${totals.done} of ${totals.files} done`),
  );
  find('#clear-log').addEventListener('click', () => log.replaceChildren());
}

/** Link speed and faults of the local COS, through its control desk. */
function makeLifeHard(desk: string): void {
  const send = (path: string, method: string, body?: unknown): Promise<Response> =>
    fetch(desk + path, {method, ...(body === undefined ? {} : {body: JSON.stringify(body)})});

  const link = find<HTMLSelectElement>('#link');
  const setLink = (): void => {
    const [bytesPerSecond = 0, rttMs = 0] = link.value.split(' ').map(Number);
    void send('settings', 'PUT', {link: {bytesPerSecond, rttMs}});
  };
  link.addEventListener('change', setLink);
  setLink();

  const rules: Record<string, unknown[]> = {
    busy: ['PutObject', 'UploadPart'].map((operation) => ({
      match: {operation},
      probability: 0.33,
      effect: {status: 503},
    })),
    reset: ['PutObject', 'UploadPart'].map((operation) => ({
      match: {operation},
      probability: 0.33,
      effect: {reset: 'mid-body'},
    })),
    flip: ['PutObject', 'UploadPart'].map((operation) => ({
      match: {operation},
      probability: 0.33,
      effect: {flipByte: true},
    })),
    lost: [{match: {operation: 'CompleteMultipartUpload'}, probability: 0.33, effect: {dropAnswer: true}}],
    sts: [{match: {operation: 'sts'}, effect: {status: 503}}],
  };
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=fault]')];
  const setFaults = async (): Promise<void> => {
    await send('faults', 'DELETE');
    const wanted = boxes.filter(({checked}) => checked).flatMap(({value}) => rules[value] ?? []);
    if (wanted.length > 0) await send('faults', 'POST', wanted);
  };
  for (const box of boxes) box.addEventListener('change', () => void setFaults());
  void setFaults();
}

function dress(): void {
  const theme = find<HTMLSelectElement>('#theme');
  theme.addEventListener('change', () => (document.documentElement.style.colorScheme = theme.value));

  const language = find<HTMLSelectElement>('#language');
  for (const tag of 'en zh-CN zh-TW ja ko id vi th de fr es pt-BR ar'.split(' ')) {
    const name = new Intl.DisplayNames([tag], {type: 'language'}).of(tag) ?? tag;
    language.append(new Option(name, tag));
  }
  language.addEventListener('change', () => element.setAttribute('locale', language.value));

  const width = find<HTMLInputElement>('#width');
  const frame = find<HTMLElement>('#frame');
  width.addEventListener('input', () => {
    frame.style.maxInlineSize = width.value === width.max ? '' : `${width.value}px`;
  });

  const accent = find<HTMLInputElement>('#accent');
  accent.addEventListener('input', () => element.style.setProperty('--cos-accent', accent.value));

  for (const [selector, attribute] of [
    ['#manual', 'manual'],
    ['#skip', 'skip-existing'],
  ] as const) {
    const box = find<HTMLInputElement>(selector);
    box.addEventListener('change', () => element.toggleAttribute(attribute, box.checked));
  }
}

/** A form whose photos are shrunk before they are sent. */
function sendAlbum(): void {
  const form = find<HTMLFormElement>('#album');
  const photos = find<CosUploaderElement>('#album cos-uploader');
  const output = find<HTMLOutputElement>('#album-result');
  photos.prepare = shrink({maxWidth: 1600, maxHeight: 1600});
  setPlace(photos, `${keyPrefix}album/`);
  const megabytes = (sizes: number[]): string =>
    (sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20).toFixed(1);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const {tasks} = photos;
    const {length} = new FormData(form).getAll('photos');
    const [sent, added] = [tasks.map(({size}) => size), tasks.map(({source}) => source.size)].map(megabytes);
    output.value = `Keys in the form: ${length}. Sent: ${sent!} MB of ${added!} MB.`;
  });
}

/** A form that edits what is stored. This page stands for the server: what is saved is what is stored from then on. */
function editAlbum(): void {
  const form = find<HTMLFormElement>('#edit');
  const album = find<CosUploaderElement>('#edit cos-uploader');
  const output = find<HTMLOutputElement>('#edit-saved');
  const pictures = new Map<string, StoredFile>();
  for (const [name, hue] of Object.entries({Morning: 60, Noon: 200, Night: 280})) {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path fill="hsl(${hue} 60% 55%)" d="M0 0h4v4H0z"/><circle fill="hsl(${hue} 90% 85%)" cx="2" cy="2" r="1"/></svg>`;
    const thumbnail = `data:image/svg+xml,${encodeURIComponent(picture)}`;
    const key = `${keyPrefix}album/${name}.svg`;
    pictures.set(key, {key, name: `${name}.svg`, size: picture.length, thumbnail});
  }
  setPlace(album, keyPrefix);
  album.keyTemplate = `${keyPrefix}album/{uuid}{ext}`;
  album.stored = [...pictures.values()];
  album.addEventListener('cos-upload-success', ({task, result: {key}}) => {
    const thumbnail = task.file && URL.createObjectURL(task.file);
    pictures.set(key, {key, name: task.name, size: task.size, thumbnail});
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const keys = new FormData(form).getAll('photos').map(String);
    album.stored = keys.flatMap((key) => pictures.get(key) ?? []);
    output.value = `Saved:\n${keys.join('\n')}`;
  });
}

/** What an application without the element does. */
function uploadWithoutElement(): void {
  const client = createCosClient({bucket, region, endpoint, credentialsUrl});
  const input = find<HTMLInputElement>('#headless-file');
  const progress = find<HTMLProgressElement>('#headless-progress');
  const output = find<HTMLOutputElement>('#headless-result');
  let current: AbortController | undefined;
  const upload = async (file: File): Promise<void> => {
    current?.abort();
    const {signal} = (current = new AbortController());
    progress.value = 0;
    output.value = `Sending ${file.name}…`;
    try {
      const {etag, crc64, location} = await uploadFile(client, file, {
        key: `${keyPrefix}headless/${file.name}`,
        onProgress: ({sent, total}) => (progress.value = total ? sent / total : 1),
        signal,
      });
      progress.value = 1;
      output.value = `${location}\nETag ${etag}, CRC64 ${crc64 ?? 'not readable'}`;
    } catch (error) {
      if (!signal.aborted) output.value = error instanceof Error ? error.message : String(error);
    }
  };
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void upload(file);
  });
}
