/**
 * What stands around each scene: the way to the others, the line and its faults, the looks, what happens, and the file to copy. A scene itself is
 * one HTML file in `scenes/` that knows nothing of this: vite.config.ts puts it in.
 */
// Types alone: a scene registers what it uses.
import type {} from '../src/element.js';

/** What `localCos()` says. */
declare global {
  interface ImportMeta {
    readonly env: {
      readonly VITE_COS_ENDPOINT: string;
      readonly VITE_COS_BUCKET: string;
      readonly VITE_COS_REGION: string;
      readonly VITE_COS_KEY_PREFIX: string;
      /** Absent with the real COS. */
      readonly VITE_COS_DESK_URL?: string;
    };
    glob(pattern: string, options: {query: '?raw'; import: 'default'}): Record<string, () => Promise<string>>;
  }
}

const {
  VITE_COS_ENDPOINT: endpoint,
  VITE_COS_BUCKET: bucket,
  VITE_COS_REGION: region,
  VITE_COS_KEY_PREFIX: keyPrefix,
  VITE_COS_DESK_URL: desk,
} = import.meta.env;

/** By file. */
const scenes: Readonly<Record<string, string>> = {
  '/': 'The element',
  '/scenes/photo-form.html': 'Photo form',
  '/scenes/edit-form.html': 'Edit form',
  '/scenes/film-library.html': 'Film library',
  '/scenes/chat.html': 'Chat composer',
  '/scenes/queue.html': 'Background queue',
  '/scenes/two-widgets.html': 'Two widgets',
  '/scenes/branded.html': 'Branded, dark',
};
const here = location.pathname.replace(/index\.html$/, '');

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector itself
function find<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

function fromHtml(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}

frame();
showEvents();
if (desk === undefined) find('#hard').remove();
else makeLifeHard(desk);
dress();
void showFile();

function frame(): void {
  const links = Object.entries(scenes)
    .map(([path, name]) => `<a href="${path}"${path === here ? ' aria-current="page"' : ''}>${name}</a>`)
    .join('');
  document.body.prepend(
    fromHtml(`<header class="gallery">
      <strong>cos-uploader</strong>
      <nav aria-label="Scenes">${links}</nav>
    </header>`),
  );
  document.body.append(
    fromHtml(`<aside class="gallery">
      <details id="hard" open>
        <summary>Make its life hard</summary>
        <div class="controls">
          <label class="choice">Line
            <select id="link">
              <option value="0 0">As fast as it goes</option>
              <option value="12500000 20">100 Mbit/s, 20 ms</option>
              <option value="1250000 80">10 Mbit/s, 80 ms</option>
              <option value="125000 300">1 Mbit/s, 300 ms</option>
            </select>
          </label>
          <fieldset>
            <legend>Faults, on every third request</legend>
            <label><input type="checkbox" name="fault" value="busy" /> 503 from the store</label>
            <label><input type="checkbox" name="fault" value="reset" /> connection cut mid-body</label>
            <label><input type="checkbox" name="fault" value="flip" /> a byte flipped on the way</label>
            <label><input type="checkbox" name="fault" value="lost" /> final answer lost</label>
            <label><input type="checkbox" name="fault" value="sts" /> no credentials to be had</label>
          </fieldset>
        </div>
      </details>
      <details>
        <summary>Dress it</summary>
        <div class="controls">
          <label class="choice">Theme
            <select id="theme">
              <option value="light dark">System</option><option value="light">Light</option><option value="dark">Dark</option>
            </select>
          </label>
          <label class="choice of-element">Language <select id="language"></select></label>
          <label class="choice">Width <input id="width" type="range" min="240" max="1000" value="1000" /></label>
          <label class="choice of-element">Accent <input id="accent" type="color" value="#2160d8" /></label>
          <label class="of-element"><input type="checkbox" name="switch" value="manual" /> start by hand</label>
          <label class="of-element"><input type="checkbox" name="switch" value="skip-existing" /> skip what is stored already</label>
          <label class="of-element"><input type="checkbox" name="switch" value="disabled" /> disabled</label>
        </div>
      </details>
      <details id="events" class="of-element">
        <summary>What happens</summary>
        <ol id="log" tabindex="0" aria-label="Events"></ol>
      </details>
      <details id="file">
        <summary>The file</summary>
        <button id="copy" type="button">Copy</button>
        <pre tabindex="0" aria-label="The file of this scene"><code></code></pre>
      </details>
      <p class="note">${
        desk
          ? `Files go to the COS that runs on this machine, at ${endpoint}. <a href="${desk}objects">What is stored</a>`
          : `Files go to ${bucket} in ${region}, under ${keyPrefix}.`
      }</p>
    </aside>`),
  );
}

/** All events of all elements: they bubble. */
function showEvents(): void {
  const log = find('#log');
  const most = 400;
  const sizeOf = (bytes: number): string =>
    bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const write = ({type}: Event, about: string): void => {
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
  const on = document.addEventListener.bind(document);
  on('cos-files-add', (event) => write(event, `${event.files.length} by ${event.source}`));
  on('cos-file-reject', (event) => write(event, event.message));
  on('cos-upload-start', (event) => write(event, event.task.name));
  on('cos-upload-progress', (event) =>
    write(event, `${sizeOf(event.sent)} of ${sizeOf(event.total)} · ${event.task.name}`),
  );
  on('cos-part-done', (event) => {
    const how = event.resumed ? 'was there' : `try ${event.attempts}`;
    write(event, `part ${event.partNumber}, ${sizeOf(event.size)}, ${how} · ${event.task.name}`);
  });
  on('cos-upload-pause', (event) => write(event, `${event.task.name}, ${event.reason}`));
  on('cos-upload-resume', (event) => write(event, `${event.task.name}, ${event.reason}`));
  on('cos-upload-success', (event) => write(event, `${event.result.key}, proven by ${event.result.proof}`));
  on('cos-upload-error', (event) => write(event, event.error.message));
  on('cos-upload-cancel', (event) => write(event, event.task.name));
  on('cos-stored-remove', (event) => write(event, event.key));
  on('cos-restore', (event) => write(event, `${event.tasks.length} unfinished`));
  on('cos-idle', (event) => write(event, `${event.totals.done} of ${event.totals.files} done`));
}

/** Line and faults of the local COS, through its control desk. They stay while one walks through the scenes. */
function makeLifeHard(address: string): void {
  const send = (path: string, method: string, body?: unknown): Promise<Response> =>
    fetch(address + path, {method, ...(body === undefined ? {} : {body: JSON.stringify(body)})});
  const kept = sessionStorage;

  const link = find<HTMLSelectElement>('#link');
  link.value = kept.getItem('line') ?? link.value;
  const setLink = (): void => {
    kept.setItem('line', link.value);
    const [bytesPerSecond = 0, rttMs = 0] = link.value.split(' ').map(Number);
    void send('settings', 'PUT', {link: {bytesPerSecond, rttMs}});
  };
  link.addEventListener('change', setLink);
  setLink();

  const bodies = (effect: object): unknown[] =>
    ['PutObject', 'UploadPart'].map((operation) => ({match: {operation}, probability: 0.33, effect}));
  const rules: Record<string, unknown[]> = {
    busy: bodies({status: 503}),
    reset: bodies({reset: 'mid-body'}),
    flip: bodies({flipByte: true}),
    lost: [{match: {operation: 'CompleteMultipartUpload'}, probability: 0.33, effect: {dropAnswer: true}}],
    sts: [{match: {operation: 'sts'}, effect: {status: 503}}],
  };
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=fault]')];
  const was = kept.getItem('faults')?.split(' ') ?? [];
  for (const box of boxes) box.checked = was.includes(box.value);
  const setFaults = async (): Promise<void> => {
    const chosen = boxes.filter(({checked}) => checked).map(({value}) => value);
    kept.setItem('faults', chosen.join(' '));
    await send('faults', 'DELETE');
    const wanted = chosen.flatMap((value) => rules[value] ?? []);
    if (wanted.length > 0) await send('faults', 'POST', wanted);
  };
  for (const box of boxes) box.addEventListener('change', () => void setFaults());
  void setFaults();
}

function dress(): void {
  const main = find<HTMLElement>('main');
  const theme = find<HTMLSelectElement>('#theme');
  const setTheme = (): void => {
    sessionStorage.setItem('theme', theme.value);
    document.documentElement.style.colorScheme = theme.value;
  };
  theme.value = sessionStorage.getItem('theme') ?? theme.value;
  theme.addEventListener('change', setTheme);
  setTheme();

  const language = find<HTMLSelectElement>('#language');
  for (const tag of 'en zh-CN zh-TW ja ko id vi th de fr es pt-BR nb ar'.split(' ')) {
    const name = new Intl.DisplayNames([tag], {type: 'language'}).of(tag) ?? tag;
    language.append(new Option(name, tag));
  }
  language.addEventListener('change', () => {
    for (const element of document.querySelectorAll('cos-uploader')) element.locale = language.value;
  });

  const width = find<HTMLInputElement>('#width');
  width.addEventListener('input', () => {
    main.style.maxInlineSize = width.value === width.max ? '' : `${width.value}px`;
  });

  const accent = find<HTMLInputElement>('#accent');
  accent.addEventListener('input', () => main.style.setProperty('--cos-accent', accent.value));

  for (const box of document.querySelectorAll<HTMLInputElement>('input[name=switch]')) {
    box.checked = document.querySelector(`cos-uploader[${box.value}]`) !== null;
    box.addEventListener('change', () => {
      for (const element of document.querySelectorAll('cos-uploader'))
        element.toggleAttribute(box.value, box.checked);
    });
  }
}

/** The scene as somebody would write it into a page of their own: with names in the places of this machine's. */
async function showFile(): Promise<void> {
  const raw = await import.meta
    .glob('./**/*.html', {query: '?raw', import: 'default'})
    [`.${here === '/' ? '/index.html' : here}`]?.();
  const places: Record<string, string> = {
    BUCKET: 'demo-1250000000',
    REGION: 'ap-guangzhou',
    CREDENTIALS_URL: '/sts',
    KEY_PREFIX: 'users/42/',
  };
  const text = (raw ?? '')
    .replace(/^.*%VITE_COS_ENDPOINT%.*\n/gm, '')
    .replace(/%VITE_COS_(\w+)%/g, (_, name: string) => places[name] ?? '');
  find('#file code').textContent = text;
  const copy = find<HTMLButtonElement>('#copy');
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(text).then(() => (copy.textContent = 'Copied'));
  });
}
