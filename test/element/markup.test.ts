import {expect} from 'chai';
import {addFaults, bucket, clearFaults, freshKey, makeFile, region} from '../support/cos.js';
import {mount, settle, unmount} from '../support/element.js';
import {ended} from '../upload/ended.js';
import {until} from '../support/until.js';

declare global {
  var markupRan: number | undefined;
}

const markup = '<img src="x" onerror="globalThis.markupRan = 1"><script>globalThis.markupRan = 2</script>';

describe('markup', () => {
  afterEach(async () => {
    unmount();
    await clearFaults();
  });

  it('is text, wherever it comes from', async () => {
    const prefix = freshKey('');
    const element = await mount({
      bucket,
      region,
      endpoint: cosOrigin,
      'credentials-url': `${cosOrigin}/-/sts`,
      'key-prefix': prefix,
      accept: '.bin',
      multiple: true,
      retries: '0',
    });
    await addFaults({
      match: {key: `${prefix}${markup} refused.bin`},
      effect: {status: 400, code: markup, message: markup},
    });
    await element.addFiles([
      makeFile(10, `${markup} refused.bin`),
      makeFile(10, `${markup} done.bin`),
      makeFile(10, `${markup}.exe`),
    ]);
    await until(
      () => element.tasks.length === 2 && element.tasks.every(({state}) => ended(state)),
      'the end',
    );
    await settle(element);
    for (const details of element.shadowRoot!.querySelectorAll('details')) details.open = true;
    await settle(element);

    expect(element.shadowRoot!.textContent, 'names are shown').to.include('<img src="x"');
    expect(element.shadowRoot!.querySelectorAll('script, img[src="x"], [onerror]')).to.have.length(0);
    expect(document.querySelectorAll('img[src="x"], [onerror]')).to.have.length(0);
    expect(globalThis.markupRan).to.equal(undefined);
  });
});
