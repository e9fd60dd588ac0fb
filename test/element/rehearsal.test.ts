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
