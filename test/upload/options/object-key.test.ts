import {expect} from 'chai';
import {slipOf} from '../../../src/upload/options/key-slips.js';
import {checkKeyOptions, keyOf, prefixOf} from '../../../src/upload/options/object-key.js';
import {nameOf, numbered, numberOf} from '../../../src/upload/tasks/numbered-name.js';
import {describeFile} from '../../../src/upload/tasks/describe-file.js';

const input = (path: string): ReturnType<typeof describeFile> =>
  describeFile(new File(['x'], nameOf(path)), {path});

describe('Object keys', () => {
  for (const [template, path, key] of [
    ['u/{path}', 'a/b.tar.gz', 'u/a/b.tar.gz'],
    ['u/{dir}x-{name}', 'a/b.txt', 'u/a/x-b.txt'],
    ['u/{dir}{stem}-1{ext}', 'a/b.txt', 'u/a/b-1.txt'],
    ['{stem}{ext}', '.gitignore', '.gitignore'],
    ['{dir}{stem}.orig{ext}', 'b', 'b.orig'],
  ] as const)
    it(`are made of ${template}`, () => {
      expect(keyOf({keyTemplate: template, keyPrefix: 'not/'}, input(path))).to.equal(key);
    });

  it('have a day and a number of their own', () => {
    const make = (): unknown => keyOf({keyTemplate: 'u/{date}/{uuid}{ext}'}, input('a.jpg'));
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) =>
      String(part).padStart(2, '0'),
    );
    expect(make()).to.match(
      new RegExp(
        `^u/${day.join('-')}/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\.jpg$`,
      ),
    );
    expect(make()).to.not.equal(make());
  });

  for (const [options, fault] of [
    [{keyTemplate: 'u/{user}/{name}'}, /key-template.*\{uuid\}.*not \{user\}/s],
    [{keyTemplate: 'u/{name'}, /key-template.*\{uuid\}.*not \{name/s],
    [{keyTemplate: 'u/name}'}, /key-template.*not \}/s],
    [{keyTemplate: 'u/{{name}}'}, /key-template.*not \{/s],
    [{keyTemplate: '/u/{name}'}, /key-template.*do not begin with/s],
    [{keyPrefix: '/uploads/'}, /key-prefix.*do not begin with/s],
    [{keyPrefix: './uploads/'}, /key-prefix.*\. and \.\./s],
    [{keyPrefix: 'a/../b/'}, /key-prefix.*\. and \.\./s],
    [{keyPrefix: 'uploads/'}, undefined],
    [{keyPrefix: ''}, undefined],
    [{keyTemplate: '{uuid}'}, undefined],
  ] as const)
    it(`are checked when they are set: ${JSON.stringify(options)}`, () => {
      const check = expect(() => checkKeyOptions(options)).to;
      if (fault) check.throw(fault);
      else check.not.throw();
    });

  for (const [keyPrefix, slip] of [
    ['uploads', /no slash at its end, so the key of photo.jpg is "uploadsphoto.jpg"/],
    ['uploads//', /empty folder/],
    ['uploads%2F', /not decoded/],
    ['users/undefined/', /missing/],
    ['uploads/', undefined],
    ['上传/', undefined],
    ['', undefined],
  ] as const)
    it(`${slip ? 'warn' : 'say nothing'} of the prefix "${keyPrefix}"`, () => {
      if (slip) expect(slipOf({keyPrefix})).to.match(slip);
      else expect(slipOf({keyPrefix})).to.equal(undefined);
    });

  for (const [keyTemplate, slip] of [
    ['a/{dir}/{name}', /key-template.*empty folder.*the key of photo.jpg is "a\/\/photo.jpg"/],
    ['users/undefined/{name}', /key-template.*missing/],
    ['users%2F{name}', /not decoded/],
    ['a/{dir}{name}', undefined],
    ['{name}', undefined],
  ] as const)
    it(`${slip ? 'warn' : 'say nothing'} of the template "${keyTemplate}"`, () => {
      if (slip) expect(slipOf({keyTemplate})).to.match(slip);
      else expect(slipOf({keyTemplate})).to.equal(undefined);
    });

  it('begin with what does not depend on the file', () => {
    expect(
      ['users/42/{date}/{uuid}', 'u-{name}', 'a/b'].map((keyTemplate) => prefixOf({keyTemplate})),
    ).to.deep.equal(['users/42/', '', 'a/']);
    expect(prefixOf({keyPrefix: 'users/42/'})).to.equal('users/42/');
  });

  for (const [key, number, expected] of [
    ['a/image.jpg', 2, 'a/image (2).jpg'],
    ['a.b/image', 3, 'a.b/image (3)'],
    ['.profile', 2, '.profile (2)'],
  ] as const)
    it(`count: ${expected}`, () => {
      expect(numbered(key, number)).to.equal(expected);
      expect([numberOf(expected, key), numberOf(key, key), numberOf(`${expected}x`, key)]).to.deep.equal([
        number,
        1,
        undefined,
      ]);
    });
});
