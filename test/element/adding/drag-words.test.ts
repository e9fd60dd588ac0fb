import {expect} from 'chai';
import {english} from '../../../src/element/language/locale.js';
import {dragWords} from '../../../src/element/views/drag-words.js';
import {mountFake, part, settle, text, unmount} from '../../support/element.js';

afterEach(() => {
  document.body.dispatchEvent(new DragEvent('drop', {bubbles: true}));
  unmount();
});

describe('what is dragged', () => {
  before(async () => {
    const {element, fake} = await mountFake();
    fake.put({name: 'a', size: 1}); // English comes with the panel.
    await settle(element);
  });
  const table: [types: string[], words: string | undefined][] = [
    [['image/png', 'image/jpeg', 'image/heic', 'application/pdf'], '3 photos, 1 PDF'],
    [['video/mp4'], '1 video'],
    [['audio/flac', 'text/plain', ''], '1 recording, 2 other items'],
    [['', ''], undefined],
    [['text/plain'], undefined],
    [[], undefined],
  ];
  for (const [types, words] of table)
    it(`is "${words ?? 'some items'}" of ${JSON.stringify(types)}`, () => {
      expect(dragWords(types, english)).to.equal(words);
    });

  it('is told by count and kinds, in a border of the accent, with faded buttons', async () => {
    const {element} = await mountFake();
    const data = new DataTransfer();
    for (const type of ['image/png', 'image/png', 'application/pdf'])
      data.items.add(new File([], 'x', {type}));
    document.body.dispatchEvent(
      new DragEvent('dragenter', {dataTransfer: data, bubbles: true, cancelable: true, composed: true}),
    );
    await settle(element);
    expect(text(element, '.zone-title')).to.equal('2 photos, 1 PDF');
    const zone = getComputedStyle(part(element, '.zone'));
    expect([zone.borderTopWidth, zone.borderTopStyle]).to.deep.equal(['2px', 'solid']);
    const button = getComputedStyle(part(element, '.zone-buttons .primary'));
    expect(button.backgroundColor, 'faded').to.equal('rgba(0, 0, 0, 0)');
  });
});
