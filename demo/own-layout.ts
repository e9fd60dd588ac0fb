import '../src/define-parts.js';
import {createCosClient, Uploader, type UploaderLike, type UploadTask} from '../src/index.js';

/** Outlives all pages. */
const env = import.meta.env;
const uploads = new Uploader({
  client: createCosClient({
    bucket: env.VITE_COS_BUCKET,
    region: env.VITE_COS_REGION,
    endpoint: env.VITE_COS_ENDPOINT,
    credentialsUrl: env.VITE_COS_CREDENTIALS_URL,
  }),
  keyPrefix: `${env.VITE_COS_KEY_PREFIX}own-layout/`,
});
void uploads.restore();

/** Gives the engine to the parts of a page. */
function link(page: ParentNode): void {
  const parts =
    'cos-upload-button, cos-upload-drop-zone, cos-upload-list, cos-upload-totals, cos-upload-dock';
  for (const part of page.querySelectorAll<HTMLElement & {uploader?: UploaderLike | undefined}>(parts))
    part.uploader = uploads;
}

/** A router in four lines. */
function show(): void {
  const template = document.querySelector<HTMLTemplateElement>(`template${location.hash || '#album'}`);
  const page = document.querySelector('#page');
  if (template) page?.replaceChildren(document.importNode(template.content, true));
  if (page) link(page);
  for (const task of uploads.tasks) addOpen(task);
}

/** A link of the page's own in the row of each file that is stored. */
function addOpen(task: UploadTask): void {
  const list = document.querySelector('#page cos-upload-list[look=rows]');
  const {state} = task;
  const slot = `row-${task.id}`;
  if (!list || state.status !== 'done' || list.querySelector(`[slot=${slot}]`)) return;
  const open = document.createElement('a');
  Object.assign(open, {slot, href: state.result.location, textContent: 'Open', target: '_blank'});
  list.append(open);
}

link(document);
uploads.addEventListener('change', ({task}) => addOpen(task));
addEventListener('hashchange', show);
show();
