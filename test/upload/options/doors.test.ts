import {expect} from 'chai';
import {
  ConfigurationError,
  type ObjectOptions,
  Uploader,
  type UploaderOptions,
  uploadFile,
} from '../../../src/index.js';
import {freshKey, localClient, makeFile, requestsFor} from '../../support/cos.js';
import {freshStore, leave, MB, visit} from '../run/visits.js';

const wrongObjectOptions: readonly (readonly [name: string, options: ObjectOptions])[] = [
  ['trafficLimit', {trafficLimit: 5}],
  ['acl', {acl: 'nobody'}],
  ['storageClass', {storageClass: 'standard'}],
  ['tagging', {tagging: 'a'}],
  ['metadata', {metadata: {a: 5 as never}}],
  ['headers', {headers: {host: 'elsewhere'}}],
  ['sseCustomerKeyMD5', {sseCustomerKey: 'MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY='}],
  ['objectOptions', Promise.resolve({acl: 'private'}) as never],
];

const wrongOptions: readonly (readonly [name: string, options: Partial<UploaderOptions>])[] = [
  ...wrongObjectOptions.map(([name, objectOptions]) => [name, {objectOptions}] as const),
  ['resume', {resume: 'maybe' as never}],
  ['checksum', {checksum: 'sha1' as never}],
  ['traffic-limit', {trafficLimit: 5}],
  ['key', {key: 'a.txt' as never}],
  ['persist-blobs', {persistBlobs: 'many'}],
];

const errorOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('An option that cannot be is told where it enters, before anything is sent', () => {
  afterEach(leave);

  for (const [name, options] of wrongOptions) {
    it(`new Uploader and configure: ${name} ${JSON.stringify(options)}`, async () => {
      const client = localClient();
      expect(await errorOf(() => new Uploader({client, ...options}))).to.include({attribute: name});
      expect(await errorOf(() => visit({store: freshStore()}).configure(options))).to.include({
        attribute: name,
      });
    });
  }

  for (const [name, objectOptions] of wrongObjectOptions) {
    it(`add and uploadFile: ${name}`, async () => {
      const key = freshKey();
      const uploader = visit({store: freshStore()});
      expect(await errorOf(() => uploader.add(makeFile(10), {key, objectOptions}))).to.include({
        attribute: name,
      });
      expect(uploader.tasks).to.have.length(0);
      const options = {key, objectOptions, store: freshStore()};
      expect(await errorOf(() => uploadFile(localClient(), makeFile(10), options))).to.include({
        attribute: name,
      });
      expect(await requestsFor(key)).to.have.length(0);
    });

    it(`a function of the file that answers it fails that file alone: ${name}`, async () => {
      const prefix = freshKey('');
      const answers = ({name: file}: File): ObjectOptions => (file === 'wrong' ? objectOptions : {});
      const uploader = visit({store: freshStore(), keyPrefix: prefix, objectOptions: answers as never});
      const [wrong, right] = [uploader.add(makeFile(10, 'wrong')), uploader.add(makeFile(10, 'right'))];
      expect(await errorOf(() => wrong.settled())).to.be.instanceOf(ConfigurationError);
      await right.settled();
      expect(await requestsFor(wrong.key)).to.have.length(0);
    });
  }

  for (const [what, answer] of [
    ['nothing', undefined],
    ['no text', 5],
    ['an empty text', ''],
    ['what COS cannot carry', '/a/../b'],
  ] as const) {
    for (const later of [false, true])
      it(`a key function that answers ${what}${later ? ' later' : ''} fails that file alone`, async () => {
        const fine = freshKey();
        const key = ({name}: File): unknown => {
          const key = name === 'wrong' ? answer : fine;
          return later ? Promise.resolve(key) : key;
        };
        const uploader = visit({store: freshStore(), key: key as never});
        const [wrong, right] = [uploader.add(makeFile(10, 'wrong')), uploader.add(makeFile(10, 'right'))];
        expect(await errorOf(() => wrong.settled())).to.include({attribute: 'key'});
        await right.settled();
      });
  }

  for (const [attribute, options] of [
    ['key', {key: [] as never}],
    ['path', {path: 5 as never}],
  ] as const)
    it(`a ${attribute} that is no text adds nothing`, async () => {
      const uploader = visit({store: freshStore()});
      expect(await errorOf(() => uploader.add(makeFile(10), options))).to.include({attribute});
      expect(uploader.tasks).to.have.length(0);
    });

  it('options that the journal cannot write do not keep a file from being sent', async () => {
    const uploader = visit({store: freshStore()});
    const objectOptions = {sizeLimit: {minPartSize: 1n as never}};
    expect((await uploader.add(makeFile(10), {key: freshKey(), objectOptions}).settled()).size).to.equal(10);
  });

  it('an MD5 of the whole is refused for a file that is sent in parts', async () => {
    const [key, contentMD5] = [freshKey(), 'AAAAAAAAAAAAAAAAAAAAAA=='];
    const uploader = visit({store: freshStore(), multipartThreshold: MB});
    const add = (): unknown => uploader.add(makeFile(2 * MB), {key, objectOptions: {contentMD5}});
    expect(await errorOf(add)).to.include({attribute: 'contentMD5'});
    uploader.configure({objectOptions: {contentMD5}});
    const task = uploader.add(makeFile(2 * MB), {key});
    expect(await errorOf(() => task.settled())).to.include({attribute: 'contentMD5'});
    expect(await requestsFor(key)).to.have.length(0);
  });

  it('a storage class that is not known here is sent, with one warning', async () => {
    const said: unknown[] = [];
    const warn = console.warn;
    console.warn = (message: unknown) => said.push(message);
    try {
      const keys = [freshKey(), freshKey()];
      const uploader = visit({store: freshStore(), objectOptions: {storageClass: 'COLD_AS_ICE'}});
      const tasks = keys.map((key) => uploader.add(makeFile(10), {key}));
      await Promise.all(tasks.map((task) => errorOf(() => task.settled())));
      for (const key of keys)
        expect((await requestsFor(key)).at(-1)?.headers).to.include({'x-cos-storage-class': 'COLD_AS_ICE'});
      expect(said.filter((text) => String(text).includes('COLD_AS_ICE'))).to.have.length(1);
    } finally {
      console.warn = warn;
    }
  });

  const sized = (size: number): File => Object.defineProperty(makeFile(1), 'size', {value: size});
  const noFiles: readonly (readonly [given: unknown, attribute: string, said: RegExp])[] = [
    [undefined, 'file', /undefined.*a File or Blob/],
    [null, 'file', /null/],
    [1, 'file', /1 is not/],
    ['a.txt', 'file', /"a.txt"/],
    [{name: 'a.txt', size: 1}, 'file', /\[object Object\]/],
    [sized(NaN), 'size', /NaN.*53687091200000/],
    [sized(-1), 'size', /-1/],
    [sized(0.5), 'size', /0.5/],
    [sized(50_000 * 2 ** 30 + 1), 'size', /53687091200001/],
  ];
  for (const [given, attribute, said] of noFiles) {
    it(`what is no file, and one of no size that can be: ${String(said)}`, async () => {
      const file = given as File;
      const key = freshKey();
      const uploader = visit({store: freshStore(), manual: true});
      const told = (error: unknown): void => {
        expect(error).to.be.instanceOf(ConfigurationError).and.include({attribute});
        expect((error as Error).message).to.match(said);
      };
      told(await errorOf(() => uploader.add(file, {key})));
      told(await errorOf(() => uploadFile(localClient(), file, {key})));
      // What else is in the call comes in.
      told(await errorOf(() => uploader.addAll([makeFile(1, 'a'), file, {file, key}, makeFile(1, 'b')])));
      expect(uploader.tasks.map(({name}) => name)).to.deep.equal(['a', 'b']);
      expect(await requestsFor(key)).to.deep.equal([]);
    });
  }

  for (const given of ['nonsense', undefined, null, 5, {}])
    it(`what is no list of files: ${JSON.stringify(given)}`, async () => {
      const uploader = visit({store: freshStore(), manual: true});
      expect(await errorOf(() => uploader.addAll(given as never))).to.include({attribute: 'file'});
      expect(uploader.tasks).to.deep.equal([]);
    });
});
