/**
 * Around a live example, in its frame: colours and language of the page that shows it, files to try with, its height. Alone in a tab it
 * is a page like any other.
 */
import type {CosUploaderElement} from '../../../src/element.js';
import type {UploaderLike} from '../../../src/index.js';

const {documentElement: root} = document;
const outside = window.parent === window ? undefined : window.parent.document.documentElement;

const follow = (): void => {
  const dark = outside?.classList.contains('dark') ?? matchMedia('(prefers-color-scheme: dark)').matches;
  root.classList.toggle('dark', dark);
};
follow();
if (outside) {
  root.lang = outside.lang;
  new MutationObserver(follow).observe(outside, {attributeFilter: ['class']});
  const tell = (): void => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    window.frameElement?.dispatchEvent(new CustomEvent('height', {detail: height}));
  };
  addEventListener('DOMContentLoaded', () => new ResizeObserver(tell).observe(document.body));
}

// The store of an example is gone with its page, so what the page before has noted is too.
const open = indexedDB.open.bind(indexedDB);
const own = `live ${location.pathname} `;
const begun = new Set<string>();
indexedDB.open = (name, version) => {
  const of = own + name;
  if (!begun.has(of)) indexedDB.deleteDatabase(of);
  begun.add(of);
  return version === undefined ? open(of) : open(of, version);
};

const sized = (name: string, type: string, megabytes: number): File => {
  const piece = crypto.getRandomValues(new Uint8Array(65_536));
  return new File(Array<Uint8Array<ArrayBuffer>>(Math.round(megabytes * 16)).fill(piece), name, {type});
};

/** A landscape of a few colours, so that pictures have something to show. */
async function picture(name: string, hue: number, width = 1600, height = 1200): Promise<File> {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  const context = canvas.getContext('2d')!;
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 70% 62%)`);
  sky.addColorStop(1, `hsl(${hue + 50} 80% 86%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue + 40} 95% 92%)`;
  context.beginPath();
  context.arc(width * 0.7, height * 0.3, height * 0.1, 0, 7);
  context.fill();
  for (const [at, light] of [
    [0.55, 48],
    [0.68, 36],
    [0.82, 24],
  ] as const) {
    context.fillStyle = `hsl(${hue + 20} 38% ${light}%)`;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += width / 40)
      context.lineTo(x, height * (at + 0.07 * Math.sin(x / (width * at * 0.16) + hue)));
    context.lineTo(width, height);
    context.fill();
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  return new File([blob!], name, {type: 'image/jpeg'});
}

const pictures = (): Promise<File[]> =>
  Promise.all(
    ['Morning', 'Lake', 'Ridge', 'Harbour', 'Dunes', 'Evening'].map((name, index) =>
      picture(`${name}.jpg`, index * 57 + 200),
    ),
  );

const kinds: Record<string, () => Promise<File[]>> = {
  pictures,
  mixed: async () => [
    ...(await pictures()).slice(0, 2),
    sized('Contract.pdf', 'application/pdf', 0.6),
    sized('Scans.zip', 'application/zip', 12),
  ],
  one: async () => (await pictures()).slice(0, 1),
};

interface Live {
  /** As if the reader had chosen them. */
  add(kind: string): Promise<void>;
}

const live: Live = {
  async add(kind) {
    const files = await (kinds[kind] ?? kinds['mixed']!)();
    const element = document.querySelector<CosUploaderElement>('cos-uploader');
    if (element) {
      await element.addFiles(files);
      return;
    }
    const part = document.querySelector<HTMLElement & {uploader?: UploaderLike}>('cos-upload-list');
    part?.uploader?.addAll(files);
  },
};
Object.assign(window, {live});
