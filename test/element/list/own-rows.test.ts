import {expect} from 'chai';
import type {CosUploaderElement} from '../../../src/element.js';
import type {CosUploadListElement} from '../../../src/parts.js';
import {FakeUploader} from '../../support/fake-uploader.js';
import {allInside, inside, mountPart, settleParts, unmountParts} from '../../support/parts.js';

afterEach(unmountParts);

const count = 10_000;

/** A list of ten thousand files. `own`: the page has a button for the row of each. */
async function mountMany(
  tag: 'cos-uploader' | 'cos-upload-list',
  own: boolean,
): Promise<CosUploaderElement | CosUploadListElement> {
  const fake = new FakeUploader();
  fake.addAll(Array.from({length: count}, (_, i) => new File([], `${i + 1}.bin`)));
  const element = await mountPart(tag, fake);
  element.setAttribute('look', 'rows');
  if (own)
    element.append(
      ...fake.tasks.map(({id, name}) => {
        const button = document.createElement('button');
        button.slot = `row-${id}`;
        button.textContent = `Share ${name}`;
        return button;
      }),
    );
  await settleParts(document);
  return element;
}

/** What there is after each of some steps through the list, and how often the element was drawn for all of them. */
async function scrollThrough(
  element: CosUploaderElement | CosUploadListElement,
): Promise<{places: {rows: number; slots: number; nodes: number; own: number}[]; updates: number}> {
  let updates = 0;
  element.addController({hostUpdated: () => updates++});
  const list = inside(element, '.list');
  const places = [];
  for (const share of [0.25, 0.5, 0.501, 1, 0]) {
    list.scrollTop = share * list.scrollHeight;
    await settleParts(document);
    places.push({
      rows: allInside(element, '.row').length,
      slots: allInside(element, '.row slot').length,
      nodes: allInside(element, '*').length,
      own: [...element.children].filter(({assignedSlot}) => assignedSlot).length,
    });
  }
  return {places, updates};
}

for (const tag of ['cos-uploader', 'cos-upload-list'] as const)
  describe(`ten thousand rows of <${tag}> with a button of the page in each`, () => {
    it('have the button of their own file, and only those in sight exist', async () => {
      const element = await mountMany(tag, true);
      const list = inside(element, '.list');
      for (const share of [0, 0.5, 1]) {
        list.scrollTop = share * list.scrollHeight;
        await settleParts(document);
        const {top, bottom} = list.getBoundingClientRect();
        const inSight = allInside(element, '.row').filter((row) => {
          const box = row.getBoundingClientRect();
          return box.bottom > top && box.top < bottom;
        });
        expect(inSight.length, 'rows in sight').to.be.within(5, 10);
        for (const row of inSight) {
          const [button] = row.querySelector('slot')!.assignedElements();
          expect(button?.textContent).to.equal(`Share ${row.querySelector('.filename')?.textContent}`);
          expect(button?.getBoundingClientRect().width, 'is drawn').to.be.greaterThan(0);
        }
      }
    });

    it('cost what rows without one cost, wherever the list is scrolled to', async () => {
      const own = await scrollThrough(await mountMany(tag, true));
      unmountParts();
      const bare = await scrollThrough(await mountMany(tag, false));
      for (const [i, place] of own.places.entries()) {
        const {rows, nodes} = bare.places[i]!;
        expect(place.rows).to.be.below(30);
        expect(place.slots).to.equal(place.rows);
        expect(place.own).to.equal(place.rows);
        // At an edge there may be one row more.
        expect(place.rows).to.be.closeTo(rows, 1);
        expect(place.nodes / place.rows).to.be.closeTo(nodes / rows, 5);
      }
      expect(own.updates, 'what comes into a slot draws nothing anew').to.be.at.most(bare.updates + 2);
    });
  });
