import {expect} from 'chai';
import {
  ConfigurationError,
  CorsError,
  CosError,
  CredentialsError,
  FileChangedError,
  NetworkError,
  UploadError,
} from '../../src/index.js';
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
import {PageTime} from '../support/page-time.js';
import {until} from '../support/until.js';

const stubs: [object: object, name: string][] = [];
/** Puts something in the place of what the browser has, for one test. */
function using(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {value, configurable: true});
  stubs.push([object, name]);
}

let stopped: PageTime | undefined;
/** The time of the page stands still from now to the end of the test. */
const stopTime = (): PageTime => (stopped = new PageTime());

afterEach(unmount);
afterEach(() => {
  stopped?.end();
  for (const [object, name] of stubs.splice(0)) Reflect.deleteProperty(object, name);
});

const MB = 2 ** 20;
const plain = (words: string): string => words.replaceAll('\u2060', '').replace(/\s/g, ' ');

describe('events', () => {
  it('tell the life of an upload, bubble and are composed', async () => {
    const {fake} = await mountFake();
    const types = [
      'cos-upload-start',
      'cos-upload-progress',
      'cos-part-done',
      'cos-upload-pause',
      'cos-upload-resume',
      'cos-upload-success',
      'cos-upload-error',
      'cos-upload-cancel',
      'cos-idle',
    ] as const;
    const events = record(document.body, ...types);
    const task = fake.put({name: 'a.bin', size: 10 * MB});
    fake.advance(task, 0.1);
    fake.apply(task, {type: 'part', part: {partNumber: 1, size: MB, attempts: 2, resumed: false}});
    fake.pause(task);
    fake.resume(task);
    fake.advance(task, 0.3);
    fake.apply(task, {type: 'wait', reason: 'backoff'});
    fake.advance(task, 0.3);
    fake.apply(task, {type: 'upload', sent: 0});
    fake.apply(task, {type: 'wait', reason: 'offline'});
    fake.apply(task, {type: 'upload', sent: 0});
    fake.fail(task, new NetworkError('no answer'));
    fake.retry(task);
    fake.advance(task, 0.5);
    fake.succeed(task);
    const other = fake.put({name: 'b.bin', size: MB});
    fake.cancel(other);
    const told = events.map((event) => ('reason' in event ? `${event.type} ${event.reason}` : event.type));
    expect(told.filter((type) => type !== 'cos-upload-progress')).to.deep.equal([
      'cos-upload-start',
      'cos-part-done',
      'cos-upload-pause user',
      'cos-upload-resume user',
      'cos-upload-pause offline',
      'cos-upload-resume offline',
      'cos-upload-error',
      'cos-idle',
      'cos-upload-start',
      'cos-upload-success',
      'cos-idle',
      'cos-upload-cancel',
      'cos-idle',
    ]);
    expect(events.every((event) => event.bubbles && event.composed)).to.equal(true);
    expect(events[0]).to.have.property('task', task);
  });

  it('say that nothing is left to do when nothing runs or is paused, in any of its uploaders', async () => {
    const {element, fake} = await mountFake();
    const idle = record(element, 'cos-idle');
    const [a, b, c] = ['a', 'b', 'c'].map((name) => fake.put({name, size: 1}));
    fake.put({name: 'd', size: 1}, {status: 'suspended', needs: 'file', sent: 0});
    if (!a || !b || !c) throw new Error('three');
    fake.succeed(a);
    fake.pause(b);
    fake.fail(c, new NetworkError('x'));
    expect(idle).to.have.length(0);
    fake.remove(b);
    expect(idle.map(({totals}) => [totals.done, totals.failed])).to.deep.equal([[1, 1]]);
  });

  it('of progress come at most ten a second for a file, and the last word is never lost', async () => {
    const time = stopTime();
    const {element, fake} = await mountFake();
    const events = record(element, 'cos-upload-progress');
    const task = fake.put({name: 'a.bin', size: 1000});
    for (let i = 1; i <= 30; i++) {
      fake.advance(task, i / 40);
      await time.pass(10);
    }
    await time.pass(100);
    const sent = events.map((event) => event.sent);
    expect(sent, 'at once, and then ten a second').to.deep.equal([25, 250, 500, 750]);
    fake.succeed(task);
    expect(events.at(-1)?.sent).to.equal(1000);
    expect(events[0]).to.include({total: 1000, bytesPerSecond: 1e6});
  });

  it('of progress come no faster from an upload that another tab sends', async () => {
    const time = stopTime();
    const {element, fake} = await mountFake();
    const events = record(element, 'cos-upload-progress');
    const task = fake.put({name: 'a.bin', size: 1000});
    fake.apply(task, {type: 'prepare'});
    fake.apply(task, {type: 'wait', reason: 'other-tab'});
    for (let sent = 1; sent <= 30; sent++) fake.apply(task, {type: 'follow', sent});
    expect(events).to.have.length(1);
    await time.pass(100);
    expect(events.map(({sent}) => sent)).to.deep.equal([1, 30]);
  });

  it('of a restore name what was found', async () => {
    const {element, fake} = await mountFake();
    const events = record(element, 'cos-restore');
    fake.found.push([
      {name: 'a.mov', size: 100},
      {status: 'suspended', needs: 'file', sent: 62},
    ]);
    const tasks = await element.restore();
    expect(events[0]?.tasks).to.deep.equal(tasks);
    expect(await element.restore()).to.deep.equal([]);
    expect(events).to.have.length(1);
  });
});

describe('rows', () => {
  const failures: [UploadError, words: string, action: string][] = [
    [new NetworkError('x'), 'The connection was lost.', 'retry'],
    [new CorsError('x', {rule: 'r'}), 'Uploads are not set up correctly on this page.', 'retry'],
    [new ConfigurationError('key', 'x', 'y'), 'Uploads are not set up correctly on this page.', 'retry'],
    [new CredentialsError('x', {code: 'refused'}), 'Your session has ended.', 'retry'],
    [new CredentialsError('x', {code: 'missing'}), 'Uploads are not set up correctly on this page.', 'retry'],
    [
      new CredentialsError('x', {code: 'unavailable'}),
      'Permission to upload is not available right now.',
      'retry',
    ],
    [new NetworkError('x', {code: 'redirected'}), 'Uploads are not set up correctly on this page.', 'retry'],
    [
      new UploadError('x', {code: 'outdated'}),
      'This page has been updated. Reload it to go on; nothing is lost.',
      'retry',
    ],
    [new FileChangedError('x'), 'The file changed or was moved.', 'choose'],
    [
      new ConfigurationError('key', '..', 'keys without . and .. segments', '..'),
      'The name or folder of this file cannot be used here. Change it, then add the file again.',
      'choose',
    ],
    [
      new CosError('x', {code: 'KeyTooLong', status: 400, category: 'name'}),
      'The name or folder of this file cannot be used here. Change it, then add the file again.',
      'choose',
    ],
    [
      new CosError('x', {code: 'AccessDenied', status: 403, category: 'permission'}),
      'You may not upload here.',
      'retry',
    ],
    [
      new CosError('x', {code: 'ExpiredToken', status: 403, category: 'credentials'}),
      'Uploads are not set up correctly on this page.',
      'retry',
    ],
    [
      new CosError('x', {code: 'AccessDenied', status: 403, category: 'clock'}),
      'Uploads are not set up correctly on this page.',
      'retry',
    ],
    [
      new CosError('x', {code: 'RequestTimeTooSkewed', status: 403, category: 'clock'}),
      'The clock of this device is wrong.',
      'retry',
    ],
    [
      new CosError('x', {code: 'SlowDown', status: 503, category: 'busy'}),
      'The storage service is busy.',
      'retry',
    ],
    [
      new CosError('x', {code: 'NoSuchBucket', status: 404, category: 'missing'}),
      'Uploads are not set up correctly on this page.',
      'retry',
    ],
  ];
  for (const [error, words, action] of failures) {
    it(`say "${words}" for ${error.name} ${error.code}, with one thing to do`, async () => {
      const {element, fake} = await mountFake({look: 'rows'});
      const task = fake.put({name: 'a.bin', size: 100});
      fake.advance(task, 0.2);
      fake.fail(task, error);
      await settle(element);
      expect(text(element, '.words')).to.equal(words);
      expect(part(element, '.action button').dataset['action']).to.equal(action);
      expect(element.hasAttribute('has-error')).to.equal(true);
    });
  }

  it('say in words what is happening', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const task = fake.put({name: 'a.bin', size: 100 * MB});
    const words = async (): Promise<string> => {
      await settle(element);
      return plain(text(element, '.words'));
    };
    expect(await words()).to.equal('Waiting · 100 MB');
    fake.apply(task, {type: 'prepare'});
    expect(await words()).to.equal('Preparing…');
    fake.apply(task, {type: 'compare', compared: 50 * MB});
    expect(await words()).to.equal('Comparing with what is stored · 50%');
    fake.apply(task, {type: 'upload', sent: 0});
    fake.advance(task, 0.43, {bytesPerSecond: 8.4 * MB, secondsLeft: 130});
    expect(await words()).to.equal('43% · about 2 min left · 43 of 100 MB · 8.4 MB/s');
    // The share is of now; speed and time are those of this second.
    fake.advance(task, 0.999, {bytesPerSecond: 9 * MB, secondsLeft: 20});
    expect(await words()).to.match(/^99% · .* left · 100 of 100 MB · /);
    fake.apply(task, {type: 'wait', reason: 'backoff', until: Date.now() + 3500, attempt: 2});
    expect(await words()).to.equal('Trying again in 4 sec (attempt 2)');
    fake.apply(task, {type: 'upload', sent: 0});
    fake.apply(task, {type: 'wait', reason: 'other-tab'});
    expect(await words()).to.equal('Uploading in another tab');
    fake.apply(task, {type: 'complete'});
    expect(await words()).to.equal('Finishing…');
    fake.apply(task, {type: 'verify'});
    expect(await words()).to.equal('Checking the stored copy…');
    fake.pause(task);
    expect(await words()).to.equal('Paused at 99% · resume any time, even after closing this page');
    fake.resume(task);
    fake.succeed(task);
    expect(await words()).to.equal('Uploaded · 100 MB · verified');
    expect(element.matches(':state(complete)')).to.equal(true);
  });

  it('say "verified" of an object whose bytes were compared, by whatever sum', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const proofs = ['crc64', 'md5', 'size', 'none'] as const;
    for (const proof of proofs) fake.succeed(fake.put({name: proof, size: 1}), {proof});
    await settle(element);
    const verified = parts(element, '.words').map((words) => words.textContent.includes('verified'));
    expect(Object.fromEntries(proofs.map((proof, i) => [proof, verified[i]]))).to.deep.equal({
      crc64: true,
      md5: true,
      size: false,
      none: false,
    });
  });

  it('say what an upload of an earlier visit needs', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    for (const needs of ['file', 'permission', 'nothing'] as const) {
      fake.put({name: `${needs}.mov`, size: 100}, {status: 'suspended', needs, sent: 62});
    }
    await settle(element);
    expect(parts(element, '.words').map((words) => words.textContent.trim())).to.deep.equal([
      'Choose it again to continue from 62%',
      'Allow access to continue from 62%',
      'Unfinished · 62% is uploaded',
    ]);
    expect(text(element, '[part=banner] .notice-text div')).to.match(/: \u2068file.mov\u2069$/);
    expect(part(element, '.row:nth-child(3) .words .icon').classList.contains('icon-clock')).to.equal(true);
    expect(text(element, '[part=banner] strong')).to.equal('3 uploads from your last visit are unfinished');
    press(element, '[data-action=restore]');
    expect(fake.calls.map(([method, task]) => [method, task?.name])).to.deep.include.members([
      ['resume', 'permission.mov'],
      ['resume', 'nothing.mov'],
    ]);
    press(element, '[data-action=discard]');
    await settle(element);
    expect(element.tasks.filter(({state}) => state.status === 'suspended')).to.have.length(0);
  });

  it('warn where a pause would not outlive the page', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    fake.resumable = 'lost';
    const task = fake.put({name: 'a.bin', size: 100});
    fake.pause(task);
    await settle(element);
    expect(text(element, '.words')).to.equal('Paused at 0% · keep this page open, or it starts over');
  });

  it('show a bar of what is on the server, and a pale one no further than the requests under way', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const task = fake.put({name: 'a.bin', size: 100 * MB});
    fake.apply(task, {type: 'prepare'});
    fake.apply(task, {type: 'upload', sent: 0});
    fake.apply(task, {type: 'progress', sent: 40 * MB, inFlight: 10 * MB, bytesPerSecond: 5 * MB});
    await settle(element);
    const style = part(element, '.bar').style;
    expect(Number(style.getPropertyValue('--_sent'))).to.equal(0.4);
    expect(Number(style.getPropertyValue('--_ahead'))).to.equal(0.5);
    expect(style.getPropertyValue('--_seconds')).to.equal('2.0s');
    expect(part(element, '.bar').getAttribute('aria-valuenow')).to.equal('40');
    const {width} = part(element, '.bar').getBoundingClientRect();
    for (const growing of part(element, '.bar').getAnimations({subtree: true})) growing.finish();
    const filled = (selector: string): number =>
      (part(element, selector).getBoundingClientRect().right -
        part(element, '.bar').getBoundingClientRect().left) /
      width;
    expect(filled('.sent')).to.be.closeTo(0.4, 0.01);
    expect(filled('.ahead')).to.be.within(0.4, 0.5);
    fake.advance(task, 1);
    fake.apply(task, {type: 'complete'});
    await settle(element);
    expect(part(element, '.bar').getAttribute('aria-valuenow'), 'not 100 before it is stored').to.equal('99');
  });

  it('show the details of a failure, without which support is lost', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const task = fake.put({name: 'a.bin', size: 100});
    fake.fail(
      task,
      new CosError('Access Denied.', {
        code: 'AccessDenied',
        status: 403,
        category: 'permission',
        requestId: 'req-1',
      }),
    );
    await settle(element);
    press(element, '[data-action=details]');
    await settle(element);
    expect(part(element, '#details').matches(':popover-open')).to.equal(true);
    expect(text(element, '#details')).to.include('AccessDenied').and.include('req-1').and.include('k/a.bin');
  });

  it('give the details the focus, and take it back', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    fake.fail(fake.put({name: 'a.bin', size: 100}), new NetworkError('x'));
    await settle(element);
    // Some browsers give no focus to a button that is clicked.
    press(element, '[data-action=details]');
    await settle(element);
    expect(element.shadowRoot?.activeElement?.id).to.equal('details');
    part(element, '#details').hidePopover();
    await settle(element);
    expect(element.shadowRoot?.activeElement?.getAttribute('data-action')).to.equal('details');
  });

  it('copy the link of what is stored, and say so for a while', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const copied: string[] = [];
    using(navigator, 'clipboard', {writeText: (link: string) => Promise.resolve(void copied.push(link))});
    fake.succeed(fake.put({name: 'a.bin', size: 100}));
    await settle(element);
    part(element, '[data-action=copy]').focus();
    press(element, '[data-action=copy]');
    await settle(element);
    expect(copied).to.deep.equal(['https://bucket.example/k/a.bin']);
    expect(text(element, '.words')).to.equal('Link copied');
    expect(element.shadowRoot?.activeElement?.getAttribute('title')).to.equal('Link copied');
    expect(part(element, '.action .icon').classList.contains('icon-check')).to.equal(true);
    await until(
      () => element.shadowRoot?.querySelector('[data-action=copy]') != null,
      'the button as it was',
    );
    expect(text(element, '.words')).to.match(/^Uploaded/);
  });

  it('copy the link also where the page has no clipboard', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    const copied: unknown[] = [];
    let allowed = true;
    using(navigator, 'clipboard', undefined);
    using(document, 'execCommand', () => {
      copied.push((element.shadowRoot?.activeElement as HTMLTextAreaElement | null)?.value);
      return allowed;
    });
    fake.succeed(fake.put({name: 'a.bin', size: 100}));
    fake.succeed(fake.put({name: 'b.bin', size: 100}));
    await settle(element);
    part(element, '[data-action=copy]').focus();
    press(element, '[data-action=copy]');
    await settle(element);
    expect(copied).to.deep.equal(['https://bucket.example/k/a.bin']);
    expect(text(element, '.words')).to.equal('Link copied');
    expect(element.shadowRoot?.activeElement?.getAttribute('title')).to.equal('Link copied');
    expect(parts(element, 'textarea')).to.have.length(0);
    allowed = false;
    press(element, '[data-action=copy]');
    await settle(element);
    expect(text(element, '.row:nth-child(2) .words')).to.match(/^Uploaded/);
  });

  it('exist only where they can be seen, when there are many', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    for (let i = 0; i < 10_000; i++) fake.put({name: `${i.toString()}.jpg`, size: 10});
    await settle(element);
    const nodes = element.shadowRoot?.querySelectorAll('*').length ?? 0;
    expect(nodes).to.be.below(1200);
    expect(part(element, '.list').getAttribute('aria-rowcount')).to.equal('10000');
    const list = part(element, '.list');
    list.scrollTop = 300_000;
    await settle(element);
    const first = Number(parts(element, '.row')[1]?.getAttribute('aria-rowindex'));
    expect(first).to.be.closeTo(300_000 / (part(element, '.row').offsetHeight || 72), 12);
    const box = list.getBoundingClientRect();
    const visible = parts(element, '.row').filter((row) => {
      const {top, bottom} = row.getBoundingClientRect();
      return bottom > box.top && top < box.bottom;
    });
    expect(visible.length).to.be.within(7, 9);
  });

  it('follow one another without a gap, however large the text becomes', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    for (let i = 0; i < 200; i++) fake.put({name: `${i.toString()}.jpg`, size: 10});
    await settle(element);
    for (const size of ['40px', '60px', '16px']) {
      element.style.setProperty('--cos-font', `${size}/1.45 sans-serif`);
      await settle(element);
      const [first, second] = parts(element, '.row').map((row) => row.getBoundingClientRect());
      expect(second?.top, size).to.be.closeTo(first?.bottom ?? 0, 1);
    }
  });

  it('are drawn ten times a second at most, when there are many', async () => {
    const time = stopTime();
    const {element, fake} = await mountFake({look: 'rows'});
    for (let i = 0; i < 200; i++) fake.put({name: `${i.toString()}.jpg`, size: 10});
    await time.pass(1000);
    await settle(element);
    let drawn = 0;
    element.addController({hostUpdated: () => drawn++});
    for (let frames = 0; frames < 60; frames++) {
      fake.put({name: 'new.jpg', size: 10});
      await time.pass(10);
    }
    // None at all, where a slow machine rests after the picture before.
    expect(drawn).to.be.at.most(7);
    await time.pass(1000);
    await settle(element);
    expect(text(element, '.totals strong')).to.contain(`of ${element.tasks.length.toString()} files`);
  });

  it('are where the list is, also when it is another list', async () => {
    const {element, fake} = await mountFake({look: 'rows'});
    for (let i = 0; i < 1000; i++) fake.put({name: `${i.toString()}.jpg`, size: 10});
    await settle(element);
    part(element, '.list').scrollTop = 30_000;
    await settle(element);
    for (let i = 0; i < 2; i++) {
      press(element, '[data-action=fold]');
      await settle(element);
    }
    expect(part(element, '.list').scrollTop).to.equal(0);
    expect(parts(element, '.row').map((row) => row.getAttribute('aria-rowindex'))).to.include('2');
  });
});

describe('the whole', () => {
  it('tries again what it may help, and offers it only then', async () => {
    const {element, fake} = await mountFake();
    const [changed, lost] = ['a', 'b'].map((name) => fake.put({name, size: 100}));
    fake.fail(changed!, new FileChangedError('x'));
    await settle(element);
    expect(parts(element, '[data-action=retry-failed]'), 'the same file would fail again').to.have.length(0);
    fake.fail(lost!, new NetworkError('x'));
    await settle(element);
    press(element, '[data-action=retry-failed]');
    expect([changed, lost].map((task) => task!.state.status)).to.deep.equal(['failed', 'queued']);
  });

  it('pauses, resumes, retries, clears, and cancels with a way back', async () => {
    const {element, fake} = await mountFake();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => fake.put({name, size: 100}));
    if (!a || !b || !c || !d) throw new Error('four');
    fake.succeed(a);
    fake.fail(b, new NetworkError('x'));
    fake.fail(c, new NetworkError('x'));
    await settle(element);
    expect(text(element, '.summary')).to.match(/^1 of 4 files · 2 failed/);
    press(element, '[data-action=pause-all]');
    await settle(element);
    expect(d.state.status).to.equal('paused');
    expect(element.hasAttribute('paused')).to.equal(true);
    press(element, '[data-action=resume-all]');
    expect(d.state.status).to.equal('queued');
    press(element, '[data-action=retry-failed]');
    await settle(element);
    expect([b, c].map(({state}) => state.status)).to.deep.equal(['queued', 'queued']);
    press(element, '[data-action=cancel-all]');
    await settle(element);
    expect(text(element, '.summary')).to.equal('3 uploads canceled');
    expect(parts(element, '.going'), 'one line tells the time for all').to.have.length(1);
    expect(element.tasks).to.have.length(4);
    press(element, '.row [data-action=undo]');
    await settle(element);
    expect(text(element, '.summary'), 'one came back').to.equal('2 uploads canceled');
    press(element, '[data-action=undo-all]');
    await settle(element);
    expect([b, c, d].map(({state}) => state.status)).to.deep.equal(['queued', 'queued', 'queued']);
    press(element, '[data-action=cancel-all]');
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(element.tasks).to.deep.equal([a]);
  });

  it('does nothing for the second click of a double click that hits what came up under the pointer', async () => {
    const {element, fake} = await mountFake();
    for (const name of ['a', 'b', 'c']) fake.put({name, size: 100});
    await settle(element);
    const click = (selector: string, detail: number): boolean =>
      part(element, selector).dispatchEvent(
        new MouseEvent('click', {bubbles: true, composed: true, cancelable: true, detail}),
      );
    click('.row [data-action=cancel]', 1);
    await settle(element);
    click('.row [data-action=undo]', 2);
    click('.row:last-child [data-action=cancel]', 2);
    await settle(element);
    expect(fake.tasks.map(({state}) => state.status)).to.deep.equal(['paused', 'queued', 'queued']);
    click('.row [data-action=undo]', 1);
    expect(fake.tasks.map(({state}) => state.status)).to.deep.equal(['queued', 'queued', 'queued']);
  });

  it('tells no speed and no time while nothing is sent', async () => {
    const {element, fake} = await mountFake();
    fake.pace = {bytesPerSecond: 4 * MB, secondsLeft: 130};
    const [a] = ['a', 'b'].map((name) => fake.put({name, size: 100 * MB}));
    if (!a) throw new Error('one');
    fake.advance(a, 0.5);
    await settle(element);
    expect(plain(text(element, '.sums'))).to.equal('50 of 200 MB · about 2 min left · 4 MB/s');
    fake.apply(a, {type: 'wait', reason: 'offline'});
    await settle(element);
    expect(plain(text(element, '.sums'))).to.equal('50 of 200 MB');
  });

  it('is told when all is paused, and not paused by what is about to go', async () => {
    const {element, fake} = await mountFake();
    const [a] = ['a', 'b'].map((name) => fake.put({name, size: 100}));
    if (!a) throw new Error('one');
    fake.advance(a, 0.5);
    await settle(element);
    press(element, '[data-action=pause-all]');
    await until(() => text(element, '[role=status]').includes('Paused'), 'the news');
    expect(plain(text(element, '[role=status]')))
      .to.include('Paused at 25%')
      .and.not.include('b:');
    element.remove(a);
    press(element, '.row:nth-child(2) [data-action=cancel]');
    await settle(element);
    expect(element.tasks.map(({state}) => state.status)).to.include('paused');
    expect(element.hasAttribute('paused')).to.equal(false);
  });

  it('resumes what is paused while others run', async () => {
    const {element, fake} = await mountFake();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => fake.put({name, size: 1}));
    fake.pause(a);
    await settle(element);
    press(element, '.row:nth-child(3) [data-action=cancel]');
    await settle(element);
    press(element, '[data-action=resume-all]');
    await settle(element);
    expect([a, b, c].map((task) => task?.state.status)).to.deep.equal(['queued', 'queued', 'paused']);
    expect(parts(element, '[data-action=resume-all]'), 'one that is leaving is not paused').to.have.length(0);
  });

  it('starts by hand where it is asked to', async () => {
    const {element, fake} = await mountFake({manual: true});
    fake.put({name: 'a', size: 100});
    await settle(element);
    expect(plain(text(element, '.words'))).to.equal('Ready to upload · 100 bytes');
    expect(element.hasAttribute('uploading')).to.equal(false);
    press(element, '[data-action=start]');
    expect(fake.calls).to.deep.include(['start']);
  });

  it('shows failed ones only, on wish', async () => {
    const {element, fake} = await mountFake();
    for (let i = 0; i < 8; i++) fake.put({name: i.toString(), size: 10});
    const task = fake.tasks[5];
    if (task) fake.fail(task, new NetworkError('x'));
    await settle(element);
    press(element, '[data-action=only-failed]');
    await settle(element);
    expect(parts(element, '.filename').map((name) => name.textContent.trim())).to.deep.equal(['5']);
    press(element, '[data-action=only-failed]');
    await settle(element);
    expect(parts(element, '.row')).to.have.length(8);
  });

  it('shows the list again when all is done and there is nothing left to unfold it with', async () => {
    const {element, fake} = await mountFake();
    const tasks = ['a', 'b'].map((name) => fake.put({name, size: 1}));
    await settle(element);
    press(element, '[data-action=fold]');
    await settle(element);
    expect(parts(element, '.row')).to.have.length(0);
    for (const task of tasks) fake.succeed(task);
    await settle(element);
    expect(parts(element, '.row')).to.have.length(2);
  });

  it('takes its filter along when it goes', async () => {
    const {element, fake} = await mountFake();
    for (let i = 0; i < 8; i++) fake.put({name: i.toString(), size: 10});
    const [failed, ...others] = fake.tasks;
    if (failed) fake.fail(failed, new NetworkError('x'));
    await settle(element);
    press(element, '[data-action=only-failed]');
    for (const task of others) fake.remove(task);
    fake.retry(failed);
    await settle(element);
    expect(parts(element, '.row')).to.have.length(1);
  });

  it('takes methods for one and for all', async () => {
    const {element, fake} = await mountFake();
    const a = fake.put({name: 'a', size: 1});
    const b = fake.put({name: 'b', size: 1});
    element.pause(a);
    element.resume();
    element.cancel(b);
    element.retry();
    element.start();
    expect(fake.calls).to.deep.equal([['pause', a], ['resume'], ['cancel', b], ['retry'], ['start']]);
    element.remove(a);
    expect(element.tasks).to.deep.equal([b]);
    element.clear();
    expect(element.tasks).to.deep.equal([]);
    expect(element.totals).to.include({files: 0, bytes: 0});
  });
});

describe('what is set up wrongly', () => {
  it('is shown once, in words for the developer, and said once', async () => {
    const time = stopTime();
    const element = document.createElement('cos-uploader');
    element.locale = 'en';
    const events = record(element, 'cos-upload-error');
    element.bucket = 'no-number-here';
    element.region = 'ap-guangzhou';
    element.credentialsUrl = '/sts';
    element.setAttribute('max-files', 'many');
    document.body.append(element);
    await element.updateComplete;
    await time.pass(1000);
    await settle(element);
    expect(text(element, '[role=alert][part]'))
      .to.include('bucket')
      .and.include('"no-number-here"')
      .and.include('max-files');
    expect(events.map(({task, error}) => [task, error.name])).to.deep.equal([
      [undefined, 'ConfigurationError'],
      [undefined, 'ConfigurationError'],
    ]);
    element.requestUpdate();
    await settle(element);
    await time.pass(1000);
    expect(events).to.have.length(2);
    await element.addFiles([file('a.txt')]);
    expect(element.tasks).to.have.length(0);
    element.bucket = 'demo-1250000000';
    element.removeAttribute('max-files');
    await settle(element);
    expect(parts(element, '[role=alert][part]')).to.have.length(0);
    element.parentNode?.removeChild(element);
  });

  it('is not complained about while attributes are still being set', async () => {
    const time = stopTime();
    const element = await mount();
    const events = record(element, 'cos-upload-error');
    await time.pass(100);
    element.bucket = 'demo-1250000000';
    element.region = 'ap-guangzhou';
    element.credentialsUrl = '/sts';
    await settle(element);
    await time.pass(1000);
    expect(events).to.have.length(0);
  });

  it('is not complained about before a framework has come to what its server has drawn', async () => {
    const time = stopTime();
    const element = await mount({'defer-hydration': true});
    const events = record(element, 'cos-upload-error');
    await time.pass(5000);
    expect(events).to.have.length(0);
    element.region = 'ap-guangzhou';
    element.removeAttribute('defer-hydration');
    await settle(element);
    await time.pass(1000);
    expect(events.map(({error}) => error.name)).to.include('ConfigurationError');
  });
});
