import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import {NetworkError, type UploadTask} from '../../../src/index.js';
import {undoTime} from '../../../src/element/uploads/undo.js';
import {PageTime} from '../../support/page-time.js';
import type {FakeUploader} from '../../support/fake-uploader.js';
import {file, mountFake, part, parts, press, record, settle, text, unmount} from '../../support/element.js';
import {until} from '../../support/until.js';

afterEach(unmount);

/** What has the focus, as a person would call it. */
function focused(element: CosUploaderElement): string {
  const active = element.shadowRoot?.activeElement;
  if (!active) return 'nothing';
  const row = active.closest('.row');
  const name = row?.querySelector('.filename')?.textContent ?? '';
  const action = (active as HTMLElement).dataset['action'];
  return row ? `${name} ${action ?? 'row'}` : (action ?? active.className);
}

async function key(element: CosUploaderElement, name: string): Promise<void> {
  element.shadowRoot?.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true, composed: true}),
  );
  await settle(element);
}

async function three(): Promise<{element: CosUploaderElement; fake: FakeUploader; tasks: UploadTask[]}> {
  const {element, fake} = await mountFake();
  const tasks = ['a', 'b', 'c'].map((name) => fake.put({name, size: 100}));
  await settle(element);
  part(element, '.info').focus();
  return {element, fake, tasks};
}

describe('keyboard', () => {
  it('has one tab stop in the list, whatever its length', async () => {
    const {element, fake} = await three();
    for (let i = 0; i < 500; i++) fake.put({name: i.toString(), size: 1});
    await settle(element);
    expect(parts(element, '.list [tabindex="0"]')).to.have.length(1);
  });

  it('moves over rows and their buttons, and stops at the ends', async () => {
    const {element} = await three();
    const steps: [key: string, where: string][] = [
      ['ArrowDown', 'b row'],
      ['ArrowRight', 'b pause'],
      ['ArrowRight', 'b cancel'],
      ['ArrowRight', 'b cancel'],
      ['ArrowDown', 'c cancel'],
      ['ArrowDown', 'c cancel'],
      ['ArrowLeft', 'c pause'],
      ['Home', 'a pause'],
      ['ArrowLeft', 'a row'],
      ['ArrowLeft', 'a row'],
      ['End', 'c row'],
      ['ArrowUp', 'b row'],
    ];
    for (const [name, where] of steps) {
      await key(element, name);
      expect(focused(element), name).to.equal(where);
      expect(parts(element, '.list [tabindex="0"]')).to.have.length(1);
    }
  });

  it('moves by five rows with the Page keys', async () => {
    const {element, fake} = await mountFake();
    for (let i = 0; i < 12; i++) fake.put({name: i.toString(), size: 1});
    await settle(element);
    part(element, '.info').focus();
    for (const [name, where] of [
      ['PageDown', '5 row'],
      ['PageDown', '10 row'],
      ['PageDown', '11 row'],
      ['PageUp', '6 row'],
      ['PageUp', '1 row'],
      ['PageUp', '0 row'],
    ] as const) {
      await key(element, name);
      expect(focused(element), name).to.equal(where);
    }
  });

  it('moves the other way in right-to-left', async () => {
    const {element} = await three();
    element.locale = 'ar';
    await until(() => getComputedStyle(part(element, '.base')).direction === 'rtl', 'Arabic');
    await key(element, 'ArrowLeft');
    expect(focused(element)).to.equal('a pause');
  });

  it('reaches rows that do not exist yet, and keeps the focus on one that is scrolled away', async () => {
    const {element, fake} = await three();
    for (let i = 0; i < 2000; i++) fake.put({name: `n${i.toString()}`, size: 1});
    await settle(element);
    await key(element, 'End');
    expect(focused(element)).to.equal('n1999 row');
    part(element, '.list').scrollTop = 0;
    await settle(element);
    expect(focused(element)).to.equal('n1999 row');
    await key(element, 'ArrowUp');
    expect(focused(element)).to.equal('n1998 row');
  });

  it('does a journey without a mouse: pause, resume, cancel, undo, retry', async () => {
    const {element, fake, tasks} = await three();
    const [a, b] = tasks;
    if (!a || !b) throw new Error('two');
    fake.advance(a, 0.5);
    await settle(element);
    await key(element, ' ');
    expect(a.state.status).to.equal('paused');
    await key(element, ' ');
    expect(a.state.status).to.equal('queued');
    await key(element, 'Enter');
    expect(a.state.status, 'Enter does the first action').to.equal('paused');
    await key(element, 'Delete');
    expect(text(element, '.words')).to.equal('Canceled');
    expect(focused(element)).to.equal('a row');
    await key(element, 'Enter');
    expect(text(element, '.words')).to.match(/^Paused/);
    await key(element, 'ArrowDown');
    fake.fail(b, new NetworkError('x'));
    await settle(element);
    await key(element, 'Enter');
    expect(b.state.status).to.equal('queued');
    expect(fake.calls.map(([method]) => method))
      .to.include('retry')
      .and.not.include('cancel');
  });

  it('never cancels with Enter, also where there is nothing else to do', async () => {
    const {element, fake, tasks} = await three();
    const [a] = tasks;
    if (!a) throw new Error('one');
    fake.advance(a, 1);
    for (const type of ['complete', 'verify'] as const) {
      fake.apply(a, {type});
      await settle(element);
      await key(element, 'Enter');
      expect(a.state.status).to.equal(type === 'verify' ? 'verifying' : 'completing');
    }
    element.manual = true;
    fake.remove(a);
    await settle(element);
    await key(element, 'Enter');
    expect(focused(element)).to.equal('b row');
    expect(text(element, '.words')).to.match(/^Ready to upload/);
  });

  it('leaves keys with modifiers to the browser', async () => {
    const {element, tasks} = await three();
    element.shadowRoot?.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', {key: 'Delete', ctrlKey: true, bubbles: true, composed: true}),
    );
    await settle(element);
    expect(tasks[0]?.state.status).to.equal('queued');
  });
});

describe('undo', () => {
  let time: PageTime;
  beforeEach(() => (time = new PageTime()));
  afterEach(() => time.end());

  it('stops at once, but tells the server only when the time is over', async () => {
    const {element, fake, tasks} = await three();
    const [a] = tasks;
    if (!a) throw new Error('one');
    const events = record(element, 'cos-upload-pause', 'cos-upload-resume', 'cos-upload-cancel');
    fake.advance(a, 0.3);
    await settle(element);
    press(element, '[data-action=cancel]');
    await settle(element);
    expect(a.state.status).to.equal('paused');
    press(element, '[data-action=undo]');
    await settle(element);
    expect(a.state.status).to.equal('queued');
    press(element, '[data-action=cancel]');
    await time.pass(undoTime - 1);
    expect(a.state.status).to.equal('paused');
    await time.pass(1);
    await settle(element);
    expect(a.state.status).to.equal('canceled');
    expect(element.tasks).to.not.include(a);
    expect(
      events.map(({type}) => type),
      'to the page it is one cancel',
    ).to.deep.equal(['cos-upload-cancel']);
    expect(
      fake.calls.flatMap(([method]) => (['holdCancel', 'undo'].includes(method) ? method : [])),
      'to a later visit it is gone at once',
    ).to.deep.equal(['holdCancel', 'undo', 'holdCancel']);
  });

  it('ends for the one before when the next is canceled, and for all when the page is left', async () => {
    const {element, tasks} = await three();
    const [a, b] = tasks;
    press(element, '[data-action=cancel]');
    await settle(element);
    parts(element, '[data-action=cancel]')[0]?.click();
    await settle(element);
    expect([a, b].map((task) => task?.state.status)).to.deep.equal(['canceled', 'paused']);
    dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(b?.state.status).to.equal('canceled');
  });
});

describe('focus', () => {
  it('goes to the next row when its own goes, else to the one before, else to the button', async () => {
    const {element, fake, tasks} = await three();
    await key(element, 'ArrowDown');
    for (const [gone, where] of [
      ['b', 'c row'],
      ['c', 'a row'],
      ['a', 'browse'],
    ]) {
      const task = tasks.find(({name}) => name === gone);
      if (task) fake.remove(task);
      await settle(element);
      expect(focused(element), gone).to.equal(where);
    }
  });

  it('stays in the row when its button goes', async () => {
    const {element, fake, tasks} = await three();
    const [a] = tasks;
    if (!a) throw new Error('one');
    fake.advance(a, 0.5);
    await settle(element);
    await key(element, 'ArrowRight');
    await key(element, 'ArrowRight');
    expect(focused(element)).to.equal('a cancel');
    fake.apply(a, {type: 'complete'});
    await settle(element);
    expect(focused(element)).to.match(/^a /);
  });

  it('stays near a button outside of the list that goes when it is pressed', async () => {
    const {element, fake} = await mountFake({accept: '.txt'});
    const pressed = async (action: string): Promise<string> => {
      part(element, `[data-action=${action}]`).focus();
      press(element, `[data-action=${action}]`);
      await settle(element);
      return focused(element);
    };
    for (const name of ['a', 'b']) fake.fail(fake.put({name, size: 1}), new NetworkError('x'));
    for (const name of ['c', 'd']) fake.put({name, size: 1});
    await settle(element);
    for (const [action, where] of [
      ['pause-all', 'resume-all'],
      ['resume-all', 'pause-all'],
      ['more', 'more'],
      ['cancel-all', 'undo-all'],
      ['undo-all', 'pause-all'],
      ['more', 'more'],
      ['retry-failed', 'more'],
    ] as const) {
      expect(await pressed(action), action).to.equal(where);
    }
    for (const task of fake.tasks) fake.succeed(task);
    await settle(element);
    expect(await pressed('clear'), 'nothing is left of the totals').to.equal('browse');
    await element.addFiles([file('a.exe')]);
    await settle(element);
    expect(await pressed('dismiss')).to.equal('browse');
    for (const name of ['e', 'f']) fake.put({name, size: 2}, {status: 'suspended', needs: 'file', sent: 1});
    await settle(element);
    expect(await pressed('discard')).to.equal('browse');
  });

  it('is not taken from elsewhere when files come or go', async () => {
    const {element, fake} = await mountFake();
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    const task = fake.put({name: 'a', size: 1});
    await settle(element);
    fake.succeed(task);
    await settle(element);
    fake.remove(task);
    await settle(element);
    expect(document.activeElement).to.equal(input);
    input.remove();
  });

  it('by element.focus() goes to the button', async () => {
    const {element} = await mountFake();
    element.focus();
    expect(focused(element)).to.equal('browse');
  });
});
