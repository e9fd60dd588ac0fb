import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {servePage, stored, writeFile} from '../support/e2e.js';
import {otherBrowsers, type Tab} from '../support/other-browsers.js';
import {type LocalCos, startLocalCos} from '../../demo/local-cos/server.js';

const MB = 2 ** 20;
const input = `document.querySelector('cos-uploader').shadowRoot.querySelector('input[type=file]')`;

/** The main job in the other engines; each is left out where it is not installed. */
for (const browser of otherBrowsers) {
  describe(`in ${browser.name}`, {timeout: 300_000, skip: !browser.installed && 'not installed'}, () => {
    let cos: LocalCos;
    let site: Awaited<ReturnType<typeof servePage>>;
    let folder: string;
    let tab: Tab;
    let attributes = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cos-uploader-files-'));
      cos = await startLocalCos();
      site = await servePage(
        () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title>
<script>
window.events = [];
for (const type of ['cos-upload-success', 'cos-upload-error', 'cos-file-reject', 'cos-upload-progress', 'cos-part-done'])
  document.addEventListener(type, ({error, task, sent, result, resumed}) => events.push({
    type, name: task?.name, sent, resumed, crc64: result?.crc64, message: error && String(error) + ' ' + String(error.cause ?? '')}));
</script>
<script type="module">import * as api from '/cos-uploader.bundle.js'; window.api = api;</script>
<cos-uploader bucket="${cos.bucket}" region="${cos.region}" endpoint="${cos.origin}"
  credentials-url="${cos.origin}/-/sts" multiple ${attributes}></cos-uploader></html>`,
      );
      tab = await browser.open();
    });
    after(async () => {
      await tab.close();
      await Promise.all([site.close(), cos.close()]);
      await rm(folder, {recursive: true, force: true});
    });

    const open = async (more = ''): Promise<void> => {
      attributes = more;
      await tab.goto(site.origin);
      await tab.run('await customElements.whenDefined("cos-uploader")');
    };
    const until = (condition: string): Promise<void> =>
      tab.run(`for (const since = performance.now(); !(${condition});) {
        const failed = events.find(({type}) => type === 'cos-upload-error' || type === 'cos-file-reject');
        if (failed) throw new Error(failed.message ?? failed.type);
        if (performance.now() - since > 100_000) throw new Error('too late: ' + JSON.stringify(events.slice(-3)));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }`);
    // What another test has left in the journal may go on as well, so the names count.
    const areDone = (...names: string[]): string =>
      `${JSON.stringify(names)}.every((name) => events.some((event) => event.type === 'cos-upload-success' && event.name === name))`;

    for (const transport of ['fetch', 'xhr']) {
      it(`files of all sizes arrive, proven, over ${transport}`, async () => {
        const sizes = [0, 1, 100_000, 1_000_000, 20 * MB, 20 * MB + 1, 60 * MB];
        const files = [];
        for (const size of sizes)
          files.push(await writeFile(folder, `${transport}-${size}.bin`, size, size + 1));
        await open(`transport="${transport}"`);
        await tab.choose(
          input,
          files.map(({path}) => path),
        );
        await until(areDone(...sizes.map((size) => `${transport}-${size}.bin`)));
        for (const [index, size] of sizes.entries()) {
          const object = await stored(cos, `${transport}-${size}.bin`);
          assert.deepEqual(object, {size, sha256: files[index]!.sha256});
        }
        const unproven = await tab.run<string[]>(
          `return events.filter(({type, crc64}) => type === 'cos-upload-success' && !crc64).map(({name}) => name)`,
        );
        assert.deepEqual(unproven, []);
      });
    }

    it('checks MD5 as well', async () => {
      const file = await writeFile(folder, 'md5.bin', 30 * MB, 3);
      await open('checksum="crc64 md5"');
      await tab.choose(input, [file.path]);
      await until(areDone('md5.bin'));
      assert.equal((await stored(cos, 'md5.bin')).sha256, file.sha256);
      assert.ok(cos.log.some(({headers, key}) => key === 'md5.bin' && headers['content-md5']));
    });

    it('hashes in a worker', async () => {
      const path = await tab.run(`const hasher = api.createHasher();
        await hasher.hash(new Blob(['123456789']), {crc64: true});
        return hasher.path;`);
      assert.equal(path, 'worker-wasm');
    });

    it('goes on after a reload when the same file is chosen again', async () => {
      const size = 80 * MB;
      const file = await writeFile(folder, 'reload.bin', size, 9);
      cos.settings.link = {bytesPerSecond: 30 * MB, rttMs: 2};
      await open('part-size="2MB"');
      await tab.choose(input, [file.path]);
      await until(`document.querySelector('cos-uploader').totals.sent >= ${size / 2}`);
      await tab.reload();
      const parts = cos.log.filter(({operation, key}) => operation === 'UploadPart' && key === 'reload.bin');
      const had = new Set(parts.filter(({status}) => status === 200).map(({partNumber}) => partNumber));
      const atReload = cos.log.length;
      cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
      await tab.run('await customElements.whenDefined("cos-uploader")');
      await tab.choose(input, [file.path]);
      await until(areDone('reload.bin'));
      const again = cos.log
        .slice(atReload)
        .filter(({operation, partNumber}) => operation === 'UploadPart' && had.has(partNumber));
      assert.deepEqual(
        again.map(({partNumber}) => partNumber),
        [],
        'parts sent twice',
      );
      assert.equal((await stored(cos, 'reload.bin')).sha256, file.sha256);
    });

    // In a WebKit that WebDriver drives, as in Safari's private windows, the database refuses Blobs.
    it('goes on by itself after a reload with a small file, of which there is no handle', async () => {
      const file = await writeFile(folder, 'small.bin', 4 * MB, 11);
      cos.settings.link = {bytesPerSecond: MB / 4, rttMs: 2};
      await open();
      await tab.choose(input, [file.path]);
      await until(`(await (window.journal ??= api.createIdbStore()).list('${cos.origin}')).some(({name, blob}) =>
        name === 'small.bin' && blob) && document.querySelector('cos-uploader').tasks.some(({name, state}) => name === 'small.bin' && state.status === 'uploading')`);
      await tab.reload();
      cos.settings.link = {bytesPerSecond: 0, rttMs: 0};
      await tab.run('await customElements.whenDefined("cos-uploader")');
      await until(areDone('small.bin'));
      assert.equal((await stored(cos, 'small.bin')).sha256, file.sha256);
    });

    it('takes files by the endings of their type, and says their type to the store', async () => {
      const film = await writeFile(folder, 'résumé.mkv'.normalize('NFD'), 1000, 12);
      await open('accept="video/x-matroska"');
      await tab.choose(input, [film.path]);
      await until(areDone(basename(film.path)));
      const put = cos.log.find(
        ({operation, key}) => operation === 'PutObject' && key === 'résumé.mkv'.normalize('NFC'),
      );
      assert.match(String(put?.headers['content-type']), /^video\/(x-)?matroska$/);
    });

    it('leaves a picture to an editor in a closed shadow root, and takes it on the page', async () => {
      await open();
      const taken = await tab.run<boolean[]>(`
        const data = new DataTransfer();
        data.items.add(new File(['png'], 'image.png', {type: 'image/png'}));
        const paste = (target) => {
          const event = new ClipboardEvent('paste', {bubbles: true, composed: true, cancelable: true});
          // Firefox makes none with files.
          Object.defineProperty(event, 'clipboardData', {value: data});
          return !target.dispatchEvent(event);
        };
        const host = document.body.appendChild(document.createElement('closed-editor'));
        const root = host.attachShadow({mode: 'closed'});
        root.innerHTML = '<p contenteditable>text</p>';
        return [paste(root.firstChild), paste(document.body)];`);
      assert.deepEqual(taken, [false, true]);
    });

    it('parts that are refused or cut are sent again', async () => {
      const match = {operation: 'UploadPart'};
      cos.faults.add({match, probability: 0.15, seed: 1, effect: {status: 503}});
      cos.faults.add({match, probability: 0.15, seed: 2, effect: {reset: 'mid-body'}});
      const file = await writeFile(folder, 'faulty.bin', 40 * MB, 5);
      await open('part-size="2MB" retries="12"');
      await tab.choose(input, [file.path]);
      await until(areDone('faulty.bin'));
      cos.faults.clear();
      assert.equal((await stored(cos, 'faulty.bin')).sha256, file.sha256);
    });
  });
}
