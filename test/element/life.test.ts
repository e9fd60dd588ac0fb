import {expect} from 'chai';
import {CosUploaderElement} from '../../src/element.js';
import {FakeUploader} from '../support/fake-uploader.js';
import {
  file,
  mount,
  mountFake,
  part,
  parts,
  press,
  record,
  settle,
  text,
  unmount,
} from '../support/element.js';
import {until} from '../support/until.js';
import type {Violated} from './policy-frame.js';

afterEach(unmount);

describe('life on a page', () => {
  it('goes on where it is when it is moved, removed and put back', async () => {
    const {element, fake} = await mountFake();
    const task = fake.put({name: 'a', size: 100});
    fake.advance(task, 0.5);
    await settle(element);
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    await settle(element);
    expect(parts(element, '.row')).to.have.length(1);
    const events = record(element, 'cos-upload-success');
    box.remove();
    fake.succeed(task);
    document.body.append(element);
    await settle(element);
    expect(text(element, '.words')).to.match(/^Uploaded/);
    fake.succeed(fake.put({name: 'b', size: 1}));
    expect(
      events.map(({task: {name}}) => name),
      'once each, while it is on the page',
    ).to.deep.equal(['b']);
  });

  it('shows files that were added before it was on the page, and takes no focus before', async () => {
    const fake = new FakeUploader();
    const element = document.createElement('cos-uploader');
    element.uploader = fake;
    element.focus();
    await element.openPicker();
    await element.addFiles([file('a.txt')]);
    document.body.append(element);
    await settle(element);
    expect(parts(element, '.row')).to.have.length(1);
    element.parentNode?.removeChild(element);
  });

  it('connects and disconnects many times without hearing anything twice', async () => {
    const {element, fake} = await mountFake();
    for (let i = 0; i < 5; i++) {
      element.parentNode?.removeChild(element);
      document.body.append(element);
    }
    const events = record(element, 'cos-upload-success');
    fake.succeed(fake.put({name: 'a', size: 1}));
    expect(events).to.have.length(1);
  });

  it('shares one uploader with another element', async () => {
    const {element, fake} = await mountFake();
    const other = await mount({multiple: true}, fake);
    fake.put({name: 'a', size: 1});
    await settle(element);
    await settle(other);
    expect([element, other].map((each) => parts(each, '.row').length)).to.deep.equal([1, 1]);
    expect(other.uploader).to.equal(element.uploader);
    other.uploader = undefined;
    await settle(other);
    expect(other.tasks).to.have.length(0);
    expect(element.tasks).to.have.length(1);
  });

  it('is as it was when the page says that it is shown again', async () => {
    const {element, fake} = await mountFake();
    fake.put({name: 'a', size: 1}, {status: 'paused', sent: 0});
    await settle(element);
    dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await settle(element);
    expect(parts(element, '.row')).to.have.length(1);
  });

  it('can be registered under a second name, and a second time', () => {
    class Second extends CosUploaderElement {}
    Second.define('second-uploader');
    Second.define('second-uploader');
    CosUploaderElement.define();
    expect(document.createElement('second-uploader')).to.be.instanceOf(CosUploaderElement);
  });

  it('writes no style as text, so a policy that forbids all of them takes nothing away', async () => {
    const frame = document.createElement('iframe');
    const answer = new Promise<Violated>((resolve) => {
      addEventListener('message', ({source, data}: MessageEvent<Violated>) => {
        if (source === frame.contentWindow) resolve(data);
      });
    });
    const {pathname} = new URL('policy-frame.html', import.meta.url);
    frame.src = `/csp/${encodeURIComponent("style-src 'none'")}${pathname}`;
    document.body.append(frame);
    try {
      const {'a style in text': probe, ...violated} = await answer;
      expect(probe, 'the policy holds').to.deep.equal(['style-src-attr']);
      for (const [scene, directives] of Object.entries(violated)) expect(directives, scene).to.deep.equal([]);
    } finally {
      frame.remove();
    }
  }).timeout(30_000);
});

/** Counts the wake locks of the page until `restore()`. */
function countLocks(): {held: number; restore: () => void} {
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  const locks = {held: 0, restore: () => void (navigator.wakeLock.request = request)};
  navigator.wakeLock.request = () => {
    locks.held++;
    const release = (): Promise<void> => {
      locks.held--;
      return Promise.resolve();
    };
    return Promise.resolve({release} as unknown as WakeLockSentinel);
  };
  return locks;
}

describe('an element that has left the page', () => {
  it('leaves the drags of the page alone', async () => {
    const {element} = await mountFake();
    const isPrevented = (): boolean => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'x.txt'));
      return !document.body.dispatchEvent(
        new DragEvent('dragover', {bubbles: true, cancelable: true, dataTransfer}),
      );
    };
    expect(isPrevented()).to.equal(true);
    element.remove();
    expect(isPrevented()).to.equal(false);
  });
});

describe('leaving the page', () => {
  const ask = (): boolean => {
    const event = new Event('beforeunload', {cancelable: true});
    dispatchEvent(event);
    return event.defaultPrevented;
  };

  it('is asked about while it would lose bytes, by default', async () => {
    const {element, fake} = await mountFake();
    const task = fake.put({name: 'a', size: 100});
    fake.advance(task, 0.5);
    fake.resumable = 'lost';
    await settle(element);
    expect(ask()).to.equal(true);
    fake.resumable = 'file';
    expect(ask()).to.equal(false);
    element.guard = 'always';
    await settle(element);
    expect(ask()).to.equal(true);
    element.guard = 'off';
    await settle(element);
    expect(ask()).to.equal(false);
    element.guard = 'always';
    fake.succeed(task);
    await settle(element);
    expect(ask()).to.equal(false);
  });

  it('is asked about while a paused upload would be lost, but not for one that is being canceled', async () => {
    const {element, fake} = await mountFake();
    const task = fake.put({name: 'a', size: 100});
    fake.resumable = 'lost';
    fake.pause(task);
    await settle(element);
    expect(ask()).to.equal(true);
    fake.resumable = 'nothing';
    expect(ask()).to.equal(false);
    element.guard = 'always';
    expect(ask(), 'nothing runs').to.equal(false);
    fake.resumable = 'lost';
    press(element, '[data-action=cancel]');
    expect(ask()).to.equal(false);
  });

  it('is left alone by an element that has left it and whose uploads are those of others', async () => {
    const {element, fake} = await mountFake({guard: 'always', 'wake-lock': true});
    const screen = countLocks();
    fake.put({name: 'a', size: 100});
    await settle(element);
    expect([ask(), screen.held]).to.deep.equal([true, 1]);
    unmount();
    await until(() => screen.held === 0, 'the lock to be given back');
    expect(ask()).to.equal(false);
    screen.restore();
  });

  it('keeps the screen on while sending, on wish', async () => {
    const {fake} = await mountFake({'wake-lock': true});
    const screen = countLocks();
    const task = fake.put({name: 'a', size: 100});
    await until(() => screen.held === 1, 'the lock');
    // The browser has dropped the lock while the page was hidden.
    screen.held = 0;
    document.dispatchEvent(new Event('visibilitychange'));
    await until(() => screen.held === 1, 'another lock');
    fake.succeed(task);
    await until(() => screen.held === 0, 'the lock to be given back');
    screen.restore();
  });
});

describe('attributes', () => {
  it('are properties, in kebab case', () => {
    const element = document.createElement('cos-uploader');
    const pairs: [attribute: string, property: string, value: string, expected: unknown][] = [
      ['bucket', 'bucket', 'b-1', 'b-1'],
      ['credentials-url', 'credentialsUrl', '/sts', '/sts'],
      ['key-prefix', 'keyPrefix', 'a/', 'a/'],
      ['max-files', 'maxFiles', '3', 3],
      ['max-files', 'maxFiles', 'three', 'three'],
      ['part-size', 'partSize', '8MB', '8MB'],
      ['concurrency', 'concurrency', '7', 7],
      ['resume', 'resumeMode', 'ask', 'ask'],
      ['skip-existing', 'skipExisting', '', true],
      ['traffic-limit', 'trafficLimit', '819200', 819200],
      ['storage-class', 'storageClass', 'ARCHIVE', 'ARCHIVE'],
      ['wake-lock', 'wakeLock', '', true],
      ['directory', 'directory', '', true],
    ];
    for (const [attribute, property, value, expected] of pairs) {
      element.setAttribute(attribute, value);
      expect(Reflect.get(element, property), attribute).to.equal(expected);
    }
  });

  it('that go, or become null, leave what was there without them', async () => {
    const values = {
      accept: 'image/*',
      guard: 'off',
      name: 'files',
      'key-prefix': 'a/',
      checksum: 'md5',
      endpoint: 'https://example.com',
      'max-file-size': '1MB',
      concurrency: '3',
      transport: 'xhr',
      'credentials-url': '/sts',
      capture: 'user',
      multiple: '',
      disabled: '',
    };
    const bare = document.createElement('cos-uploader');
    const element = await mount({bucket: 'demo-1250000000', region: 'ap-guangzhou', ...values});
    const camel = (name: string): string =>
      name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    for (const [name, value] of Object.entries(values)) {
      element.removeAttribute(name);
      expect(Reflect.get(element, camel(name)), name).to.equal(Reflect.get(bare, camel(name)));
      if (value === '') continue;
      Reflect.set(element, camel(name), value);
      for (const nothing of [null, undefined]) {
        Reflect.set(element, camel(name), nothing);
        expect(Reflect.get(element, camel(name)), name).to.equal(Reflect.get(bare, camel(name)));
      }
    }
    const errors = record(element, 'cos-upload-error');
    element.authorize = () => new Promise(() => undefined);
    element.credentials = null as never;
    await settle(element);
    await element.addFiles([file('photo.jpg')]);
    expect(errors).to.have.length(0);
    expect(element.tasks.map(({key}) => key)).to.deep.equal(['photo.jpg']);
    element.cancel();
  });

  it('that are numbers may be assigned as text, as frameworks do', async () => {
    const element = await mount({
      bucket: 'demo-1250000000',
      region: 'ap-guangzhou',
      'credentials-url': '/sts',
    });
    const errors = record(element, 'cos-upload-error');
    Object.assign(element, {concurrency: '7', retries: '3', maxFiles: '3', trafficLimit: '819200'});
    const {concurrency, retries, maxFiles, trafficLimit} = element;
    expect([concurrency, retries, maxFiles, trafficLimit]).to.deep.equal([7, 3, 3, 819200]);
    await element.addFiles([]);
    expect(errors).to.have.length(0);
  });

  it('name a form also when they are assigned', async () => {
    const {element} = await mountFake();
    const far = Object.assign(document.createElement('form'), {id: 'far'});
    document.body.append(far);
    Reflect.set(element, 'form', 'far');
    expect(element.form).to.equal(far);
    Reflect.set(element, 'form', undefined);
    expect(element.form).to.equal(null);
    far.remove();
  });

  it('that share an uploader may be set before the class has come', async () => {
    const fake = new FakeUploader();
    const early = Object.assign(document.createElement('sharing-uploader'), {uploader: fake});
    document.body.append(early);
    class Sharing extends CosUploaderElement {}
    Sharing.define('sharing-uploader');
    await settle(early as unknown as CosUploaderElement);
    const task = fake.put({name: 'a', size: 1});
    expect(Reflect.get(early, 'tasks')).to.deep.equal([task]);
    early.parentNode?.removeChild(early);
  });

  it('take the mode where frameworks assign it: to the method of the same name', async () => {
    const early = Object.assign(document.createElement('early-uploader'), {resume: 'off'});
    document.body.append(early);
    class Early extends CosUploaderElement {}
    Early.define('early-uploader');
    await settle(early as unknown as CosUploaderElement);
    expect(Reflect.get(early, 'resumeMode')).to.equal('off');
    early.parentNode?.removeChild(early);

    const {element, fake} = await mountFake();
    element.resume = 'ask';
    expect(element.resumeMode).to.equal('ask');
    const task = fake.put({name: 'a', size: 1}, {status: 'paused', sent: 0});
    element.resume(task);
    expect(task.state.status).to.equal('queued');
    element.resume = undefined;
    expect(element.resumeMode).to.equal(undefined);
  });

  it('reach the inputs', async () => {
    const {element} = await mountFake({accept: 'image/*', capture: 'user'});
    const input = part(element, 'input') as HTMLInputElement;
    expect([input.accept, input.multiple, input.getAttribute('capture')]).to.deep.equal([
      'image/*',
      true,
      'user',
    ]);
    element.directory = true;
    await settle(element);
    expect(input.webkitdirectory).to.equal(true);
    expect(parts(element, '.zone button:not(.for-touch)')).to.have.length(1);
  });

  it('tell whether a camera or the library of a phone helps', async () => {
    const seen: [accept: string, camera: boolean, library: boolean][] = [
      ['', true, false],
      ['image/*', true, true],
      ['image/png, video/*', false, true],
      ['.jpg,.PNG', true, true],
      ['image/*,.pdf', true, false],
      ['.pdf', false, false],
    ];
    for (const [accept, camera, library] of seen) {
      const {element} = await mountFake({accept});
      const browse = text(element, '[data-action=browse]');
      expect(
        [accept, parts(element, '[data-action=camera]').length > 0, browse.includes('library')],
        accept,
      ).to.deep.equal([accept, camera, library]);
    }
  });

  it('offer what a phone can record where all of it is wanted, and ask for that alone', async () => {
    const offers = async (accept: string): Promise<[string, string][]> => {
      const {element} = await mountFake({accept});
      const input = part(element, '.camera-input') as HTMLInputElement;
      let asked = '';
      input.click = () => (asked = input.accept);
      return parts(element, '[data-action=camera], [data-action^=record]').map((button) => {
        button.click();
        return [button.textContent.trim(), asked];
      });
    };
    expect(await offers('')).to.deep.equal([['Take photo', 'image/*']]);
    expect(await offers('image/*,video/*')).to.deep.equal([
      ['Take photo', 'image/*'],
      ['Record video', 'video/*'],
    ]);
    expect(await offers('audio/*')).to.deep.equal([['Record audio', 'audio/*']]);
    expect(await offers('.mp4'), 'a phone may make another kind').to.deep.equal([]);
  });

  it('fill slots and parts', async () => {
    const {element} = await mountFake();
    element.innerHTML = '<span>Own words</span><b slot="hint">Own hint</b><i slot="footer">Own foot</i>';
    await settle(element);
    const slots = parts(element, 'slot') as HTMLSlotElement[];
    expect(slots.map(({name}) => name)).to.include.members([
      '',
      'icon',
      'hint',
      'browse-button',
      'folder-button',
      'footer',
    ]);
    const assigned = slots.flatMap((slot) => slot.assignedElements().map(({textContent}) => textContent));
    expect(assigned).to.include.members(['Own words', 'Own hint', 'Own foot']);
    await element.addFiles([file('a.txt')]);
    await settle(element);
    const named = parts(element, '[part]').flatMap((each) => [...each.part]);
    expect(named).to.include.members([
      'base',
      'dropzone',
      'list',
      'row',
      'row-queued',
      'name',
      'status',
      'thumbnail',
      'button',
    ]);
  });

  it('of which the hint is seen on a phone too, whose zone has no hole where there is nothing to say', async () => {
    const {element} = await mountFake();
    const touch = (element.shadowRoot?.adoptedStyleSheets ?? [])
      .flatMap(({cssRules}) => [...cssRules])
      .filter((rule) => rule instanceof CSSMediaRule)
      .filter(({media}) => media.mediaText === '(hover: none) and (pointer: coarse)');
    for (const {media} of touch) media.mediaText = 'all';
    try {
      const gap = (): number =>
        part(element, '.zone-buttons').getBoundingClientRect().top -
        part(element, '.zone-icon').getBoundingClientRect().bottom;
      expect(gap()).to.equal(14);
      const hint = document.createElement('b');
      hint.slot = 'hint';
      hint.textContent = 'Own hint';
      element.append(hint);
      await settle(element);
      expect(hint.checkVisibility()).to.equal(true);
      expect(gap()).to.be.above(14);
      await element.addFiles([file('a.txt')]);
      await settle(element);
      expect(part(element, '.zone').classList.contains('compact')).to.equal(true);
      expect(hint.checkVisibility()).to.equal(true);
    } finally {
      for (const {media} of touch) media.mediaText = '(hover: none) and (pointer: coarse)';
    }
  });

  it('take the place of what buttons say, and the button still hears the click', async () => {
    const {element} = await mountFake();
    element.innerHTML =
      '<span slot="browse-button" data-action="of the page">Pick</span><b slot="folder-button">Folder</b>';
    await settle(element);
    const opened: unknown[] = [];
    element.openPicker = (options) => Promise.resolve(void opened.push(options?.directory));
    for (const child of element.children) (child as HTMLElement).click();
    expect(opened).to.deep.equal([undefined, true]);
  });

  it('take the colour scheme of the page, and that of the system where the page has none', async () => {
    const {element} = await mountFake();
    expect(part(element, '.base').classList.contains('auto-scheme')).to.equal(true);
    element.parentNode?.removeChild(element);
    document.documentElement.style.colorScheme = 'dark';
    document.body.append(element);
    await settle(element);
    expect(part(element, '.base').classList.contains('auto-scheme')).to.equal(false);
    const [, lightness] = /oklch\((\S+)/.exec(getComputedStyle(part(element, '.base')).backgroundColor) ?? [];
    expect(Number(lightness)).to.be.below(0.4);
    document.documentElement.style.colorScheme = '';
  });
});

describe('a picture', () => {
  it('gets a thumbnail, and an undecodable one keeps its icon', async () => {
    const fake = new FakeUploader();
    const canvas = new OffscreenCanvas(300, 200);
    canvas.getContext('2d')?.fillRect(0, 0, 300, 200);
    const blob = await canvas.convertToBlob();
    const picture = new File([blob], 'a.png', {type: 'image/png'});
    fake.put({name: 'a.png', size: blob.size, type: 'image/png', file: picture});
    fake.put({
      name: 'b.png',
      size: 4,
      type: 'image/png',
      file: new File(['oops'], 'b.png', {type: 'image/png'}),
    });
    const element = await mount({multiple: true, look: 'rows'}, fake);
    await until(() => parts(element, 'canvas').length === 1, 'the picture');
    // Pictures are drawn one after another, so what comes later shows that there is none.
    fake.put({name: 'c.png', size: blob.size, type: 'image/png', file: picture});
    await until(() => parts(element, 'canvas').length === 2, 'the picture after it');
    const pictures = parts(element, '.row').map((row) => row.querySelectorAll('canvas').length);
    expect(pictures).to.deep.equal([1, 0, 1]);
  });
});
