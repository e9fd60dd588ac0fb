import {expect} from 'chai';
import {mountFake, part, press, settle, unmount} from '../../support/element.js';
import {until} from '../../support/until.js';

afterEach(() => {
  unmount();
  document.body.style.inlineSize = '';
});

describe('the first file', () => {
  for (const width of [320, 390, 768])
    it(`makes the widget grow once and smoothly, and moves nothing at once, in ${width} px`, async () => {
      document.body.style.inlineSize = `${width}px`;
      const {element, fake} = await mountFake();
      element.dispatchEvent(new PointerEvent('pointerenter')); // The panel is loaded by then.
      await import('../../../src/element/panel.js');
      await settle(element);
      const shifts: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & {value: number}).value);
      });
      observer.observe({type: 'layout-shift'});
      const before = part(element, '.base').getBoundingClientRect().height;
      fake.put({name: 'a.zip', size: 100});
      const base = part(element, '.base');
      await until(() => base.getAnimations().length > 0, 'the growth');
      const [growing] = base.getAnimations();
      growing!.currentTime = 0;
      expect(base.getBoundingClientRect().height, 'as tall as before').to.be.closeTo(before, 1);
      growing!.play();
      await growing!.finished;
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
      observer.disconnect();
      expect(shifts.reduce((sum, value) => sum + value, 0)).to.be.below(0.02);
      expect(base.getAnimations()).to.have.length(0);
      press(element, '[data-action=cancel]');
    });

  it('finds the widget small where there are stored files, and makes nothing grow', async () => {
    const {element, fake} = await mountFake();
    element.stored = [{key: 'a/1.jpg'}];
    await settle(element);
    expect(part(element, '.zone').className).to.include('compact');
    const growing = (): number => part(element, '.base').getAnimations().length;
    element.requestUpdate();
    await element.updateComplete;
    expect(growing(), 'after an update that changes nothing').to.equal(0);
    fake.put({name: 'a.zip', size: 100});
    await element.updateComplete;
    expect(growing(), 'after the first upload').to.equal(0);
  });
});
