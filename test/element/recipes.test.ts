import '../../src/define.js';
import {expect} from 'chai';
import {bucket, freshKey, region, requestsFor} from '../support/cos.js';
import {file, press, settle} from '../support/element.js';

const page = await (await fetch('/docs/recipes.md')).text();

/** The blocks under a heading of docs/recipes.md. */
function recipe(heading: string): Record<'html' | 'js', string> {
  const [, text = ''] = page.split(`## ${heading}\n`);
  const block = (language: string): string => text.split(`\`\`\`${language}\n`)[1]!.split('```')[0]!;
  return {html: block('html'), js: block('js')};
}

describe('The recipe of docs/recipes.md', () => {
  const stage = document.createElement('div');
  before(() => document.body.append(stage));
  after(() => stage.remove());

  it('puts a caption into each row, which goes with the file', async () => {
    const {html, js} = recipe('A caption for each file');
    stage.innerHTML = html
      .replace('bucket="…" region="…"', `bucket="${bucket}" region="${region}" endpoint="${cosOrigin}"`)
      .replace('"/sts"', `"${cosOrigin}/-/sts" locale="en" resume="off" key-prefix="${freshKey('')}"`);
    const uploader = stage.querySelector('cos-uploader')!;
    Object.assign(globalThis, {uploader});
    await import(URL.createObjectURL(new Blob([js], {type: 'text/javascript'})));
    const tasks = await uploader.addFiles(['a.txt', 'b.txt', 'c.txt'].map((name) => file(name)));
    await settle(uploader);
    const inputs = [...uploader.querySelectorAll('input')];
    expect(inputs).to.have.length(3);
    inputs[0]!.value = 'The harbour at noon';
    uploader.querySelectorAll('select')[1]!.value = 'All rights reserved';
    uploader.remove(tasks[2]);
    expect(uploader.querySelectorAll('input'), 'a field goes with its row').to.have.length(2);
    press(uploader, '[data-action=start]');
    await Promise.all(tasks.slice(0, 2).map((task) => task.settled()));
    const said = await Promise.all(
      tasks.slice(0, 2).map(async ({key}) => {
        const put = (await requestsFor(key)).find(({method}) => method === 'PUT');
        return [put?.headers['x-cos-meta-caption'], put?.headers['x-cos-meta-licence']];
      }),
    );
    expect(said).to.deep.equal([
      ['The harbour at noon', 'CC BY 4.0'],
      ['', 'All rights reserved'],
    ]);
  });
});
