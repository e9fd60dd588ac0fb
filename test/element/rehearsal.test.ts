import {expect} from 'chai';
import {mountFake, part, settle, unmount} from '../support/element.js';
import {until} from '../support/until.js';

afterEach(unmount);

// Alone in its file: templates are made once for a page.
it('What the first row takes is made while the person looks for files', async () => {
  const own = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML')!;
  let templates = 0;
  Object.defineProperty(HTMLTemplateElement.prototype, 'innerHTML', {
    ...own,
    set(this: HTMLTemplateElement, html: string) {
      templates++;
      own.set!.call(this, html);
    },
  });
  try {
    const {element, fake} = await mountFake();
    const idle = templates;
    element.dispatchEvent(new PointerEvent('pointerenter'));
    await until(() => templates >= idle + 8, 'the rehearsal');
    for (let i = 0; i < 3; i++) await new Promise((resolve) => requestIdleCallback(resolve));
    const ready = templates;
    fake.advance(fake.put({name: 'a.zip', size: 3e6}), 0.5);
    fake.put({name: 'b.zip', size: 3e6});
    await settle(element);
    expect(part(element, '.totals').textContent).to.include('0 of 2 files');
    expect(templates - ready, 'templates that only the first row has brought').to.be.below(3);
  } finally {
    Reflect.deleteProperty(HTMLTemplateElement.prototype, 'innerHTML');
  }
});

it('The fonts of the first row are found while the person looks for files, out of sight', async () => {
  const faces = ['500', '600', '700'].map(
    (weight) => new FontFace('Rehearsed', 'url(/test/support/no-font.woff2)', {weight}),
  );
  for (const face of faces) {
    document.fonts.add(face);
    face.loaded.catch(() => undefined);
  }
  const {element} = await mountFake();
  element.style.setProperty('--cos-font', '400 15px Rehearsed, sans-serif');
  await settle(element);
  const {height} = element.getBoundingClientRect();
  const before = element.shadowRoot!.childElementCount;
  element.dispatchEvent(new PointerEvent('pointerenter'));
  await until(() => element.shadowRoot!.childElementCount > before, 'the rehearsal');
  expect(element.getBoundingClientRect().height).to.equal(height);
  await until(() => element.shadowRoot!.childElementCount === before, 'its end');
  expect(element.shadowRoot!.querySelector('.row')).to.equal(null);
  expect(faces.map(({status}) => status)).to.not.include('unloaded');
  for (const face of faces) document.fonts.delete(face);
});
