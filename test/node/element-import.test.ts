import assert from 'node:assert/strict';
import test from 'node:test';

test('the element can be imported on a server', async () => {
  const {CosUploaderElement} = await import('../../src/element.js');
  assert.equal(typeof CosUploaderElement.define, 'function');
  await import('../../src/define.js');
});
