import '../../../src/define.js';
import {expect} from 'chai';
import {violationsIn} from '../../support/axe.js';
import {file, listen, mountFake, part, parts, press, settle, unmount} from '../../support/element.js';
import {play, scenes} from '../../support/scenes.js';
import {until} from '../../support/until.js';

afterEach(unmount);

describe('axe', () => {
  const stage = document.createElement('div');
  afterEach(() => {
    stage.replaceChildren();
    stage.remove();
    document.documentElement.style.colorScheme = '';
    Object.assign(document.documentElement, {lang: 'en', dir: ''});
  });

  for (const scheme of ['light', 'dark']) {
    for (const [name, scene] of Object.entries(scenes)) {
      it(`finds nothing in ${name}, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        document.documentElement.lang = 'en';
        document.body.append(stage);
        const element = await play(scene, stage);
        await settle(element);
        const told = (): boolean => element.shadowRoot!.querySelector('[part=configuration-error]') !== null;
        if (name === 'setup') await until(told, 'the error, which is shown late');
        expect(await violationsIn(stage)).to.deep.equal([]);
      }).timeout(20_000);
    }
  }

  for (const name of ['uploading', 'stored', 'stored-cards', 'stored-readonly', 'stored-tile']) {
    it(`finds nothing in ${name}, from right to left`, async () => {
      Object.assign(document.documentElement, {lang: 'ar', dir: 'rtl'});
      document.body.append(stage);
      const element = await play(scenes[name]!, stage);
      await settle(element);
      expect(getComputedStyle(part(element, '.list')).direction).to.equal('rtl');
      expect(part(element, '.base').lang).to.equal('ar');
      expect(await violationsIn(stage)).to.deep.equal([]);
    }).timeout(20_000);
  }
});

/** Text without what is hidden. */
function heard(node: Element): string {
  const copy = node.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  return copy.textContent;
}

/** Role, name and state of everything in an element, as assistive technology gets it, one line each. */
function outline(root: ParentNode): string[] {
  const lines: string[] = [];
  const roles: Record<string, string> = {BUTTON: 'button', STRONG: 'strong'};
  const visit = (node: Element, depth: number): void => {
    if (node.matches('[aria-hidden=true]') || getComputedStyle(node).display === 'none') return;
    const role = node.getAttribute('role') ?? roles[node.tagName];
    if (role) {
      const labels = node.getAttribute('aria-labelledby')?.split(' ') ?? [];
      const name =
        node.getAttribute('aria-label') ??
        (labels.length
          ? labels.map((id) => heard(root.querySelector(`#${id}`) ?? node)).join(' ')
          : undefined) ??
        (role === 'button' || role === 'strong' ? heard(node) : '');
      const states = ['aria-valuenow', 'aria-valuetext', 'aria-rowindex', 'aria-rowcount', 'tabindex']
        .filter((state) => node.hasAttribute(state))
        .map((state) => `${state.replace('aria-', '')}=${node.getAttribute(state) ?? ''}`);
      lines.push(
        `${'  '.repeat(depth)}${[role, JSON.stringify(name.replace(/\s+/g, ' ').trim()), ...states].join(' ')}`,
      );
    }
    for (const child of node.children) visit(child, depth + (role ? 1 : 0));
  };
  for (const child of root.children) visit(child, 0);
  return lines;
}

describe('the accessibility tree', () => {
  it('of an upload and a failure', async () => {
    const {element, fake} = await mountFake({'max-files': '20'});
    const task = fake.put({name: 'holiday.mp4', size: 100 * 2 ** 20});
    fake.advance(task, 0.43, {bytesPerSecond: 2 ** 20, secondsLeft: 130});
    const {NetworkError} = await import('../../../src/index.js');
    fake.fail(fake.put({name: 'b.pdf', size: 1000}), new NetworkError('x'));
    await settle(element);
    const rename = (line: string): string => line.replaceAll(' ', ' ');
    expect(outline(element.shadowRoot ?? element).map(rename)).to.deep.equal([
      'group "Upload files"',
      '  button "Choose files"',
      '  button "Choose folder"',
      'progressbar "Total" valuenow=42 valuetext=42%',
      'strong "0 of 2 files"',
      'button "Pause all"',
      'button "More actions"',
      'grid "Files" rowcount=2',
      '  rowgroup ""',
      '    row "" rowindex=1',
      '      gridcell "holiday.mp4 43% · about 2 min left · 43 of 100 MB · 1 MB/s" tabindex=0',
      '        progressbar "holiday.mp4" valuenow=43 valuetext=43%, about 2 min left',
      '      gridcell ""',
      '        button "Pause holiday.mp4" tabindex=-1',
      '      gridcell ""',
      '        button "Cancel holiday.mp4" tabindex=-1',
      '    row "" rowindex=2',
      '      gridcell "b.pdf The connection was lost." tabindex=-1',
      '        progressbar "b.pdf" valuenow=0 valuetext=The connection was lost.',
      '      gridcell ""',
      '        button "Try again b.pdf" tabindex=-1',
      '      gridcell ""',
      '        button "Details b.pdf" tabindex=-1',
      '      gridcell ""',
      '        button "Remove b.pdf" tabindex=-1',
      'status ""',
      'alert ""',
    ]);
  });
});

describe('announcements', () => {
  it('gather what is added and refused, and say start and end', async () => {
    const {element, fake} = await mountFake({accept: '.txt'});
    const said = listen(element);
    await element.addFiles([file('a.txt'), file('b.txt')]);
    await element.addFiles([file('c.txt'), file('d.exe')]);
    await until(() => said.length === 1, 'what was added');
    for (const task of fake.tasks) fake.advance(task, 0.5);
    await until(() => said.length === 2, 'the start');
    for (const task of fake.tasks) fake.succeed(task);
    await until(() => said.length === 3, 'the end');
    expect(said).to.deep.equal([
      '3 files added, d.exe: This type of file is not accepted. Accepted: TXT',
      'Upload started',
      'Upload complete: 3 files',
    ]);
  });

  it('say the start once, however many files start', async () => {
    const {element, fake} = await mountFake();
    const [a, b] = ['a', 'b'].map((name) => fake.put({name, size: 100}));
    await settle(element);
    const said = listen(element);
    fake.advance(a!, 0.1);
    await until(() => said.length === 1, 'the start');
    fake.advance(b!, 0.1);
    // All that there is to tell is told with the next news.
    await element.addFiles([file('c.bin')]);
    await until(() => said.length === 2, 'the next news');
    expect(said).to.deep.equal(['Upload started', '1 file added']);
  });

  it('say how far it is, seldom, and not after the end', async () => {
    const now = performance.now.bind(performance);
    let passed = 0;
    performance.now = () => now() + passed;
    try {
      const {element, fake} = await mountFake();
      const task = fake.put({name: 'a', size: 100});
      await settle(element);
      const said = listen(element);
      fake.advance(task, 0.1);
      await until(() => said.length === 1, 'the start');
      fake.advance(task, 0.3);
      passed += 11_000;
      fake.advance(task, 0.55);
      await until(() => said.length === 2, 'a half');
      passed += 11_000;
      fake.advance(task, 0.8);
      fake.succeed(task);
      await until(() => said.length === 3, 'the end');
      expect(said).to.deep.equal(['Upload started', '50% uploaded', 'Upload complete: 1 file']);
    } finally {
      performance.now = now;
    }
  });

  it('make equal news differ, for a screen reader is silent about a text that stays', async () => {
    const {element, fake} = await mountFake();
    const {NetworkError} = await import('../../../src/index.js');
    const said: string[] = [];
    const fail = async (): Promise<void> => {
      const before = said.length;
      fake.fail(fake.put({name: 'a', size: 1}), new NetworkError('x'));
      await settle(element);
      const alert = part(element, '[role=alert]');
      await until(() => alert.textContent !== (said.at(-1) ?? ''), `failure ${before}`);
      said.push(alert.textContent);
    };
    await fail();
    await fail();
    expect(said.map((words) => words.trim())).to.deep.equal(Array(2).fill('a: The connection was lost.'));
  });

  it('tell a cancel and what is undone', async () => {
    const {element, fake} = await mountFake();
    fake.put({name: 'a.bin', size: 1});
    const b = fake.put({name: 'b.bin', size: 1});
    await settle(element);
    const says = (words: string): Promise<void> =>
      until(() => part(element, '[role=status]').textContent.includes(words), words);
    press(element, '[data-action=cancel]');
    await says('a.bin: Canceled');
    press(element, '[data-action=undo]');
    await says('a.bin: Waiting');
    fake.succeed(b);
    await settle(element);
    press(element, '[data-action=remove]');
    await says('b.bin: Removed from the list');
  });

  it('tell failures at once, several as one', async () => {
    const {element, fake} = await mountFake();
    const {NetworkError} = await import('../../../src/index.js');
    const fail = (count: number): void => {
      for (let i = 0; i < count; i++)
        fake.fail(fake.put({name: `n${i.toString()}`, size: 1}), new NetworkError('x'));
    };
    fail(1);
    await settle(element);
    const said = listen(element);
    await until(() => said.length === 1, 'the first');
    fail(3);
    await until(() => said.length === 2, 'the others');
    expect(said).to.deep.equal(['n0: The connection was lost.', '3 uploads failed']);
  });
});

describe('targets and motion', () => {
  it('are at least 24 pixels large', async () => {
    const {element, fake} = await mountFake();
    fake.put({name: 'a', size: 1});
    fake.put({name: 'b', size: 1});
    await settle(element);
    for (const button of parts(element, 'button')) {
      const {width, height} = button.getBoundingClientRect();
      if (width) expect(Math.min(width, height), button.dataset['action'] ?? '').to.be.at.least(24);
    }
  });

  it('are still for who wants less motion: no bar sweeps, and none stands in its place', async () => {
    const {element, fake} = await mountFake();
    fake.apply(fake.put({name: 'a', size: 1}), {type: 'prepare'});
    await settle(element);
    const rules = (element.shadowRoot?.adoptedStyleSheets ?? [])
      .flatMap(({cssRules}) => [...cssRules])
      .filter((rule) => rule instanceof CSSMediaRule)
      .filter(({media}) => media.mediaText.includes('prefers-reduced-motion'));
    const texts = rules.map(({media}) => media.mediaText);
    const sweep = getComputedStyle(part(element, '.busy'), '::after');
    expect(sweep.animationName).to.equal('sweep');
    for (const {media} of rules) media.mediaText = 'all';
    try {
      expect(sweep.display).to.equal('none');
    } finally {
      rules.forEach(({media}, i) => (media.mediaText = texts[i] ?? ''));
    }
  });

  it('work at 240 pixels without a scroll bar below', async () => {
    for (const scene of ['uploading', 'errors', 'restore', 'idle', 'many', 'manual']) {
      const box = document.createElement('div');
      box.style.inlineSize = '240px';
      document.body.append(box);
      const element = await play(scenes[scene] ?? {}, box);
      await settle(element);
      expect(element.scrollWidth, scene).to.be.at.most(240);
      const base = part(element, '.base').getBoundingClientRect();
      for (const row of parts(element, '.row')) {
        const ends = [...row.querySelectorAll('.action')].map((cell) => cell.getBoundingClientRect().bottom);
        expect(Math.max(...ends) - Math.min(...ends), `${scene}: one line of actions`).to.be.at.most(8);
      }
      for (const button of parts(element, 'button')) {
        const {right, width} = button.getBoundingClientRect();
        if (width) expect(right, `${scene} ${button.dataset['action'] ?? ''}`).to.be.at.most(base.right);
      }
      box.remove();
    }
  });

  it('keep the picture of a tile at 240 pixels', async () => {
    const box = document.createElement('div');
    box.style.inlineSize = '240px';
    document.body.append(box);
    const {tile = {}} = scenes;
    const element = await play(tile, box);
    await until(() => part(element, '.list').classList.contains('tile'), 'the tile');
    await settle(element);
    expect(part(element, '.thumb').getBoundingClientRect().width).to.be.above(60);
    box.remove();
  });

  for (const lang of ['en', 'de']) {
    it(`leave room for the whole to be read, and no icon on a line of its own, in ${lang}`, async () => {
      for (const width of [240, 360, 512, 560, 760]) {
        const box = document.createElement('div');
        box.lang = lang;
        box.style.inlineSize = `${width}px`;
        document.body.append(box);
        const {uploading = {}} = scenes;
        const element = await play(uploading, box);
        await until(() => part(element, '.base').lang === lang, 'the language');
        await settle(element);
        const summary = part(element, '.summary').getBoundingClientRect();
        expect(summary.height, `${width}: lines of the summary`).to.be.at.most(110);
        const [head] = parts(element, '.summary > *');
        expect(head?.scrollWidth, `${width}: nothing of it is cut`).to.equal(head?.clientWidth);
        const middles = parts(element, '.totals-buttons > button').map((button) => {
          const {top, bottom} = button.getBoundingClientRect();
          return Math.round((top + bottom) / 2);
        });
        expect(middles, `${width}: one for what is likely, one for the rest`).to.have.length(2);
        expect(new Set(middles).size, `${width}: lines of the buttons`).to.equal(1);
        box.remove();
      }
    });
  }

  it('make as much room for text of twice the size as half the width would', async () => {
    const box = document.createElement('div');
    box.style.inlineSize = '560px';
    // From the start: Chromium may not ask container queries again where only the text has grown.
    box.style.setProperty('--cos-font', '30px/1.45 sans-serif');
    document.body.append(box);
    const {errors = {}} = scenes;
    const element = await play(errors, box);
    await settle(element);
    const number = part(element, '.ring span').getBoundingClientRect();
    expect(number.width).to.be.below(part(element, '.ring').clientWidth / 2);
    for (const row of parts(element, '.row')) {
      const button = row.querySelector('.small')?.getBoundingClientRect();
      for (const words of row.querySelectorAll('.name, .words > span')) {
        const {left, right, top, bottom} = words.getBoundingClientRect();
        const apart =
          !button ||
          button.left >= right ||
          button.right <= left ||
          button.top >= bottom ||
          button.bottom <= top;
        expect(apart, `a button over "${words.textContent}"`).to.equal(true);
      }
    }
    box.remove();
  });

  it('cut no sentence that stays', async () => {
    for (const scene of ['waiting', 'done', 'manual']) {
      const box = document.createElement('div');
      box.style.inlineSize = '240px';
      document.body.append(box);
      const element = await play(scenes[scene] ?? {}, box);
      await settle(element);
      for (const words of parts(element, '.words > span')) {
        expect(words.scrollWidth, `${scene}: ${words.textContent}`).to.be.at.most(words.clientWidth);
      }
      box.remove();
    }
  });
});
