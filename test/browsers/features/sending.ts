import assert from 'node:assert/strict';
import type * as image from '../../../src/image.js';
import {MB, type Stage, type TestFile} from '../stage.js';
import type {Feature} from './feature.js';

/** Chooses files of these sizes at once, and sees them stored byte for byte, each proven by its CRC64. */
async function arrive(
  stage: Stage,
  attributes: string,
  sizes: readonly number[],
  sts = '/-/sts',
): Promise<TestFile[]> {
  const files = [];
  for (const size of sizes) files.push(await stage.file(`${size}.bin`, size));
  const page = await stage.open({attributes, body: (widget) => widget.replace('/-/sts', sts)});
  await page.choose(...files.map(({path}) => path));
  await page.done(...files.map(({name}) => name));
  await expectStored(stage, ...files);
  return files;
}

export async function expectStored(stage: Stage, ...files: readonly TestFile[]): Promise<void> {
  assert.deepEqual(await stage.stored(), Object.fromEntries(files.map(({name, sha256}) => [name, sha256])));
  assert.deepEqual(await unfinished(stage), [], 'unfinished uploads at the store');
}

export const unfinished = async ({cos}: Stage): Promise<unknown[]> =>
  (await (await fetch(`${cos.origin}/-/uploads`)).json()) as unknown[];

const operations = ({cos}: Stage, name: string): number =>
  cos.log.filter(({operation, status}) => operation === name && status < 300).length;

const allSizes = [0, 1, 100_000, MB, 20 * MB, 20 * MB + 1, 60 * MB];

export const sending: readonly Feature[] = [
  {
    name: 'files from 0 bytes to 60 MB, by `fetch`',
    run: (stage) => arrive(stage, 'transport="fetch"', allSizes),
  },
  {
    name: 'files from 0 bytes to 60 MB, by `XMLHttpRequest`',
    run: (stage) => arrive(stage, 'transport="xhr"', allSizes),
  },
  {
    name: 'whole files as forms (`small-upload="form"`)',
    async run(stage) {
      const files = await arrive(stage, 'small-upload="form"', [0, 1, 100_000, 5 * MB], '/-/sts?actions=*');
      assert.equal(operations(stage, 'PostObject'), files.length);
    },
  },
  {
    name: 'parts, with CRC64 and MD5',
    async run(stage) {
      const [file] = await arrive(stage, 'part-size="1MB" multipart-threshold="1MB" checksum="crc64 md5"', [
        12 * MB + 1,
      ]);
      assert.deepEqual(
        stage.parts(file!.name).sort((a, b) => a - b),
        Array.from({length: 13}, (_, i) => i + 1),
      );
      const bodies = stage.cos.log.filter(({operation}) => operation === 'UploadPart');
      assert.ok(bodies.every(({headers}) => headers['content-md5']));
    },
  },
  {
    name: 'checksums in a worker, by WebAssembly',
    async run(stage) {
      const page = await stage.open({});
      const path = await page.run(async () => {
        const hasher = window.cos.createHasher();
        await hasher.hash(new Blob(['123456789']), {crc64: true, md5: true});
        return hasher.path;
      });
      assert.equal(path, 'worker-wasm');
    },
  },
  {
    name: 'a file without a type, told by its ending; a name in composed Unicode',
    async run(stage) {
      const film = await stage.file('résumé.mkv'.normalize('NFD'), 1000);
      const page = await stage.open({attributes: 'accept="video/x-matroska"'});
      await page.choose(film.path);
      await page.done(film.name);
      const {key, headers} = stage.cos.log.find(({operation}) => operation === 'PutObject')!;
      assert.equal(key, `${stage.prefix}${'résumé.mkv'.normalize('NFC')}`);
      assert.match(headers['content-type'] ?? '', /^video\/(x-)?matroska$/);
    },
  },
  {
    name: '`uploadFile()` in a worker of the page',
    async run(stage) {
      const page = await stage.open({});
      const {bucket, region, origin} = stage.cos;
      const proof = await page.run(
        async (options, script, key) => {
          const code = `import {createCosClient, uploadFile} from ${JSON.stringify(script)};
            uploadFile(createCosClient(${JSON.stringify(options)}), new Blob([new Uint8Array(3e6)]), {key: ${JSON.stringify(key)}})
              .then(({proof}) => postMessage(proof), (error) => postMessage('failed: ' + error));`;
          const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
          const worker = new Worker(url, {type: 'module'});
          // Held, as an application holds its worker.
          Object.assign(window, {worker});
          return new Promise<string>((resolve) => {
            worker.onmessage = ({data}: MessageEvent<string>) => resolve(data);
            worker.onerror = ({message}) => resolve(`error: ${message}`);
          });
        },
        {bucket, region, endpoint: origin, credentialsUrl: `${origin}/-/sts`},
        `${stage.origin}/engine.js`,
        `${stage.prefix}by-worker`,
      );
      assert.equal(proof, 'crc64');
      assert.deepEqual(Object.keys(await stage.stored()), ['by-worker']);
    },
  },
  {
    name: 'tickets, and the hand-over to the application',
    async run(stage) {
      const file = await stage.file('ticket.bin', 3 * MB);
      const page = await stage.open({
        body: (widget) =>
          widget
            .replace(/credentials-url="[^"]*"/, `ticket-url="${stage.cos.ticketUrl}"`)
            .replace(/key-prefix="[^"]*"/, 'scope="7" commit-url="/commit"'),
      });
      await page.choose(file.path);
      await page.done(file.name);
      const [object, ...others] = await stage.cos.objects();
      assert.deepEqual([object?.sha256, others], [file.sha256, []]);
      assert.deepEqual(
        stage.posted.map((body) => (JSON.parse(body) as {key: string}).key),
        [object!.key],
      );
    },
  },
  {
    name: 'smaller pictures (`shrink()`), in a worker',
    async run(stage) {
      const page = await stage.open({attributes: 'look="rows"'});
      const seen = await page.run(async () => {
        const canvas = document.createElement('canvas');
        canvas.width = 1200;
        canvas.height = 900;
        const context = canvas.getContext('2d')!;
        const noise = context.createImageData(1200, 900);
        // No encoder makes this smaller.
        let state = 1;
        for (let i = 0; i < noise.data.length; i++) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          noise.data[i] = i % 4 === 3 ? 255 : state >>> 24;
        }
        context.putImageData(noise, 0, 0);
        const blob = await new Promise<Blob>((resolve) =>
          canvas.toBlob((made) => resolve(made!), 'image/png'),
        );
        const address = '/image.js';
        const {shrink} = (await import(address)) as typeof image;
        const small = await shrink({maxWidth: 400, type: 'image/jpeg'})(
          new File([blob], 'photo.png', {type: 'image/png'}),
        );
        const {width, height} = await createImageBitmap(small);
        return {name: small.name, type: small.type, width, height};
      });
      assert.deepEqual(seen, {name: 'photo.jpg', type: 'image/jpeg', width: 400, height: 300});
    },
  },
];
