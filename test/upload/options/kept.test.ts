import {expect} from 'chai';
import {keptFor} from '../../../src/upload/options/kept.js';
import {localClient} from '../../support/cos.js';

const MB = 2 ** 20;
const handle = {} as FileSystemFileHandle;

describe('What the next visit can have of a file by itself', () => {
  for (const [what, options, more, expected] of [
    ['small bytes that may be kept', {}, {persist: true}, 'blob'],
    ['bytes that may not', {}, {persist: false}, undefined],
    ['10 MB', {}, {persist: true, size: 10 * MB}, 'blob'],
    ['more than 10 MB', {}, {persist: true, size: 10 * MB + 1}, undefined],
    ['more than the page wants', {persistBlobs: '1MB'}, {persist: true, size: 2 * MB}, undefined],
    ['nothing where nothing is kept', {persistBlobs: 0}, {persist: true, size: 1}, undefined],
    ['a handle, of any size', {}, {persist: true, size: 99 * MB, handle}, 'handle'],
    ['a handle that was not even asked for', {}, {persist: false, handle}, 'handle'],
    ['nothing of a file that is not at hand', {}, {persist: true, handle, file: undefined}, undefined],
    ['nothing under resume "off"', {resume: 'off'}, {persist: true, handle}, undefined],
    ['options that are no secret', {}, {persist: true, objectOptions: {acl: 'private'}}, 'blob'],
    [
      'nothing with a secret',
      {},
      {persist: true, handle, objectOptions: {headers: {'x-cos-meta-a': 'b'}}},
      undefined,
    ],
  ] as const)
    it(`is ${expected ?? 'none'}: ${what}`, () => {
      const facts = {name: 'a', path: 'a', size: 3, type: '', lastModified: 1, file: new Blob(['abc'])};
      expect(keptFor({client: localClient(), ...options}, {...facts, ...more})).to.equal(expected);
    });
});
