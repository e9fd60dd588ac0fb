import {expect} from 'chai';
import {checkAccept, describeAccept, isAccepted, mayAccept} from '../../src/element/adding/accept.js';
import {fileTypes} from '../../src/file-types.js';
import {explain} from '../../src/element/views/explain.js';
import {endingOf, kindOf} from '../../src/element/views/file-kind.js';
import {createFormat} from '../../src/element/language/format.js';
import {durationIn, percentIn, sizeOf, speedIn} from '../../src/element/language/measures.js';
import {completeEnglish, english} from '../../src/element/language/locale.js';
import {moreTexts} from '../../src/element/language/locales/en.js';
import {timeLeft} from '../../src/element/views/row-model.js';
import {SteadyPace} from '../../src/element/views/steady-pace.js';
import {
  type Candidate,
  describeLimits,
  type Limits,
  type Present,
  reasonOf,
  sift,
} from '../../src/element/adding/restrictions.js';
import {ConfigurationError, NetworkError, type UploadTask} from '../../src/index.js';
import {file} from '../support/element.js';

completeEnglish(moreTexts);

const plain = (words: string): string => words.replace(/\s/g, ' ');

describe('an error in words for the person at the page', () => {
  for (const [code, text] of [
    ['network', 'errorNetwork'],
    ['stalled', 'errorNetwork'],
    ['intercepted', 'errorBlocked'],
    ['redirected', 'errorSetup'],
    ['policy', 'errorSetup'],
  ] as const)
    it(`${code}: ${text}`, () => expect(explain(new NetworkError('', {code})).text).to.equal(text));

  for (const [what, error, text] of [
    [
      'a key that COS does not take',
      new ConfigurationError('key', 'a/..', 'keys without ..', 'a/..'),
      'errorName',
    ],
    ['a key that is no text', new ConfigurationError('key', 5, 'a text'), 'errorSetup'],
    ['another option', new ConfigurationError('expires', 0, 'a whole number', 'a'), 'errorSetup'],
  ] as const)
    it(`${what}: ${text}`, () => expect(explain(error).text).to.equal(text));
});

describe('accept', () => {
  const cases: [name: string, type: string, accept: string, taken: boolean][] = [
    ['a.png', 'image/png', '', true],
    ['a.png', 'image/png', 'image/*', true],
    ['a.png', 'image/png', ' IMAGE/PNG , .txt', true],
    ['a.png', 'image/png', 'video/*', false],
    ['a.PDF', '', '.pdf', true],
    ['a.pdf ', '', '.PDF', true],
    ['a.pdf.exe', '', '.pdf', false],
    ['a.tar.gz', '', '.tar.gz', true],
    ['a.JPEG', 'image/jpeg', '.jpg', false],
    ['1234', 'image/jpeg', '.jpg', true],
    ['a.heic', '', 'image/*', true],
    ['a.mkv', '', 'video/*', true],
    ['a.HEIC', '', 'image/heic', true],
    ['a.HEIC', 'application/octet-stream', 'image/heic', true],
    ['a.png', '', 'image/heic', false],
    ['a.flac', '', 'audio/*', true],
    ['a.exe', '', 'image/*', false],
    ['a', 'text/plain', '*/*', true],
    ['a', '', 'application/pdf, *', true],
    ['a.txt', 'text/plain', 'text/plain;charset=utf-8', true],
    // One type, several names.
    ['a.jpg', 'image/jpeg', 'image/jpg', true],
    ['a.jpg', 'image/pjpeg', 'image/jpeg', true],
    ['a.png', 'image/png', 'image/jpg', false],
    ['a.mkv', 'video/matroska', 'video/x-matroska', true],
    ['a.mkv', '', 'video/mkv', true],
    ['a.mov', '', 'video/quicktime', true],
    ['a.mov', 'video/quicktime', 'video/mov', true],
    ['a.mp3', 'audio/mpeg', 'audio/mp3', true],
    ['a.m4a', 'audio/x-m4a', 'audio/mp4', true],
    ['a.flac', 'audio/x-flac', 'audio/flac', true],
    ['a.zip', 'application/x-zip-compressed', 'application/zip', true],
    ['a.zip', 'application/zip', 'application/x-zip-compressed', true],
    ['a.rar', '', 'application/x-rar-compressed', true],
    ['a.csv', 'application/vnd.ms-excel', 'text/csv', true],
    ['a.md', '', 'text/markdown', true],
    ['a.tif', '', 'image/tiff', true],
    ['a.svg', 'image/svg+xml', 'image/svg', true],
    ['a.js', 'text/javascript', 'application/x-javascript', true],
    ['a.xml', 'text/xml', 'application/xml', true],
    ['a.ico', 'image/vnd.microsoft.icon', 'image/x-icon', true],
    ['a.docx', '', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', true],
    ['a.pdf', 'application/pdf', 'application/msword', false],
  ];
  for (const [name, type, accept, taken] of cases) {
    it(`${taken ? 'takes' : 'refuses'} ${name} (${type || 'no type'}) for "${accept}"`, () => {
      expect(isAccepted({name, type}, accept, fileTypes)).to.equal(taken);
    });
  }

  it('is a mistake of the page where nothing can ever match', () => {
    for (const accept of ['jpg,png', '*.pdf', '.pdf;.doc', '.pdf .doc', 'image/*,pdf', 'image', '.'])
      expect(() => checkAccept(accept), accept).to.throw(ConfigurationError, accept);
    for (const [, , accept] of cases) expect(() => checkAccept(accept), accept).to.not.throw();
    expect(() => checkAccept('image/*;capture=camera, .tar.gz,')).to.not.throw();
  });

  it('refuses before the drop only what its type alone rules out', () => {
    expect(mayAccept('video/mp4', 'image/*')).to.equal(false);
    expect(mayAccept('application/pdf', 'image/*,video/mp4')).to.equal(false);
    expect(mayAccept('image/png', 'image/*')).to.equal(true);
    expect(mayAccept('', 'image/*')).to.equal(true); // a folder has no type
    expect(mayAccept('video/mp4', '.mp4')).to.equal(true); // the name cannot be seen yet
    expect(mayAccept('application/vnd.ms-excel', 'text/csv')).to.equal(true); // so Windows calls it
    expect(mayAccept('image/pjpeg', 'image/jpeg')).to.equal(true);
  });

  it('is said in words', () => {
    expect(describeAccept('video/*,image/*,.pdf,application/x-tar', english)).to.equal(
      'videos, images, PDF, TAR',
    );
    expect(describeAccept('', english)).to.equal('');
  });
});

describe('limits', () => {
  const none: Limits = {
    accept: '',
    maxFiles: Infinity,
    maxFileSize: Infinity,
    minFileSize: 0,
    maxTotalSize: Infinity,
  };
  const empty: Present = {count: 0, bytes: 0, pathOf: ({path}) => path, find: () => undefined};
  const candidates = (...files: File[]): Candidate[] => files.map((each) => ({file: each, path: each.name}));
  const codes = (limits: Partial<Limits>, files: File[], present = empty): string[] => {
    const {accepted, rejected} = sift(candidates(...files), {...none, ...limits}, present);
    return files.map(
      (each) =>
        rejected.find((rejection) => rejection.file === each)?.code ??
        (accepted.some((candidate) => candidate.file === each) ? 'ok' : 'lost'),
    );
  };
  const cases: [name: string, limits: Partial<Limits>, files: File[], expected: string[]][] = [
    ['type', {accept: '.txt'}, [file('a.txt'), file('b.png'), file('c.txt')], ['ok', 'type', 'ok']],
    ['too large', {maxFileSize: 4}, [file('a', 4), file('b', 5), file('c', 1)], ['ok', 'too-large', 'ok']],
    ['too small', {minFileSize: 2}, [file('a', 1), file('b', 2)], ['too-small', 'ok']],
    ['too many', {maxFiles: 2}, [file('a'), file('b'), file('c')], ['ok', 'ok', 'too-many']],
    [
      'refused ones take no place',
      {maxFiles: 1, accept: '.txt'},
      [file('a.png'), file('b.txt')],
      ['type', 'ok'],
    ],
    [
      'total: a smaller one may still fit',
      {maxTotalSize: 10},
      [file('a', 6), file('b', 6), file('c', 4)],
      ['ok', 'total', 'ok'],
    ],
    ['twice in one group', {}, [file('a', 3, '', 5), file('a', 3, '', 5)], ['ok', 'duplicate']],
    ['same name, another file', {}, [file('a', 3, '', 5), file('a', 4, '', 6)], ['ok', 'ok']],
    ['no name', {}, [file(''), file('a')], ['empty-name', 'ok']],
    ['an empty file is a file', {}, [file('a', 0)], ['ok']],
  ];
  for (const [name, limits, files, expected] of cases) {
    it(name, () => expect(codes(limits, files)).to.deep.equal(expected));
  }

  it('count what is there already', () => {
    const present = {...empty, count: 2, bytes: 8};
    expect(codes({maxFiles: 3}, [file('a'), file('b')], present)).to.deep.equal(['ok', 'too-many']);
    expect(codes({maxTotalSize: 12}, [file('a', 4), file('b', 1)], present)).to.deep.equal(['ok', 'total']);
  });

  it('give no room to one that takes a place again', () => {
    const task = {size: 4} as Partial<UploadTask> as UploadTask;
    const present: Present = {
      ...empty,
      count: 2,
      bytes: 8,
      find: () => ({as: 'replaces', task, counted: true}),
    };
    expect(codes({maxFiles: 2}, [file('a', 4)], present)).to.deep.equal(['ok']);
    expect(codes({maxTotalSize: 10}, [file('a', 6)], present)).to.deep.equal(['ok']);
    expect(codes({maxTotalSize: 10}, [file('a', 7)], present), 'no more than it had').to.deep.equal([
      'total',
    ]);
  });

  it('let two files of one name in, and the same file once for each key', () => {
    const [a, b] = [file('a', 3, '', 5), file('a', 4, '', 6)];
    const of = (files: File[], ...keys: (string | undefined)[]): number =>
      sift(
        files.map((each, i) => ({file: each, path: 'a', key: keys[i]})),
        none,
        empty,
      ).accepted.length;
    expect([of([a, b]), of([a, a]), of([a, a], '1', '1'), of([a, a], '1', '2')]).to.deep.equal([2, 1, 1, 2]);
  });

  it('are said before the choice, and in each reason', () => {
    const limits = {...none, maxFiles: 20, maxFileSize: 5 * 2 ** 30, accept: 'video/*,.pdf'};
    expect(plain(describeLimits(limits, english))).to.equal(
      'Up to 20 files · 5 GB each at most · videos, PDF',
    );
    expect(describeLimits(none, english)).to.equal('');
    // Numbers do not part from their units, and no line begins with a dot.
    expect(describeLimits({...none, maxFiles: 20, maxFileSize: 5 * 2 ** 30}, english)).to.equal(
      'Up to 20 files\u00a0· 5\u00a0GB each at most',
    );
    const codesToSay = [
      'type',
      'too-large',
      'too-small',
      'too-many',
      'total',
      'duplicate',
      'empty-name',
    ] as const;
    for (const code of codesToSay) expect(reasonOf(code, limits, english)).to.match(/^[A-Z]/);
    expect(plain(reasonOf('too-large', limits, english))).to.equal('Larger than 5 GB');
  });
});

describe('format', () => {
  const en = createFormat('en');
  it('sizes are binary, with one unit for both of a pair', () => {
    const sizes = [0, 1, 999, 1023, 1024, 1536, 20 * 2 ** 20, 2 ** 20 * 1023.9, 2.4 * 2 ** 30].map((n) =>
      plain(en.size(n)),
    );
    expect(sizes).to.deep.equal([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '1 kB',
      '1.5 kB',
      '20 MB',
      '1 GB',
      '2.4 GB',
    ]);
    expect(sizeOf(en, 1.2 * 2 ** 30, 2.4 * 2 ** 30).map(plain)).to.deep.equal(['1.2', '2.4 GB']);
    expect(sizeOf(en, 2 ** 30, 2.4 * 2 ** 30).map(plain), 'no jump of the digits').to.deep.equal([
      '1.0',
      '2.4 GB',
    ]);
    expect(sizeOf(en, 4 * 2 ** 20, 8 * 2 ** 20).map(plain)).to.deep.equal(['4', '8 MB']);
    expect(sizeOf(en, 0, 98 * 2 ** 20).map(plain)).to.deep.equal(['0', '98 MB']);
    expect(sizeOf(en, 0, 2.4 * 2 ** 30).map(plain), 'nothing is no 0.0').to.deep.equal(['0', '2.4 GB']);
  });
  it('speeds, percents, durations', () => {
    expect(plain(speedIn(en, 8.4 * 2 ** 20))).to.equal('8.4 MB/s');
    expect(plain(speedIn(en, 100))).to.equal('0.1 kB/s');
    expect([123, 127, 42.4, 8.44].map((n) => plain(speedIn(en, n * 2 ** 20)))).to.deep.equal([
      '120 MB/s',
      '130 MB/s',
      '42 MB/s',
      '8.4 MB/s',
    ]);
    expect(percentIn(en, 0.999)).to.equal('99%');
    expect(percentIn(en, 0.34)).to.equal('34%');
    expect([4, 60, 119, 3600, 4800].map((seconds) => plain(durationIn(en, seconds)))).to.deep.equal([
      '4 sec',
      '1 min',
      '2 min',
      '1 hr',
      '1 hr 20 min',
    ]);
  });
  it('as the language writes them', () => {
    expect(plain(createFormat('de').size(1.5 * 2 ** 20))).to.equal('1,5 MB');
    expect(plain(createFormat('fr').size(1.5 * 2 ** 20))).to.equal('1,5 Mo');
  });
});

describe('names', () => {
  it('tell the kind of a file', () => {
    const kinds = [
      ['a.bin', 'image/png'],
      ['a.MOV', ''],
      ['a.tar.gz', 'application/gzip'],
      ['a.csv', 'text/csv'],
      ['README', ''],
      ['x', 'text/plain'],
    ].map(([name = '', type = '']) => kindOf(name, type));
    expect(kinds).to.deep.equal(['image', 'video', 'archive', 'sheet', 'file', 'text']);
    expect(['a.b.mp4', 'noending', '.gitignore', 'a.verylongending'].map(endingOf)).to.deep.equal([
      'mp4',
      '',
      '',
      '',
    ]);
  });
});

describe('what is said of speed and time', () => {
  it('is rounded as a person would', () => {
    const said = [59, 130, 11 * 60 + 40, 58 * 60, 80 * 60, 7.4 * 3600, 25 * 3600].map((seconds) =>
      plain(timeLeft(seconds, english)[0]),
    );
    expect(said).to.deep.equal([
      'less than a minute left',
      'about 2 min left',
      'about 10 min left',
      'about 1 hr left',
      'about 1 hr 30 min left',
      'about 7 hr left',
      'more than a day left',
    ]);
  });

  it('is short where there is little room', () => {
    const said = [59, 130, 80 * 60, 25 * 3600].map((seconds) => plain(timeLeft(seconds, english)[1]));
    expect(said).to.deep.equal(['< 1 min', '2 min', '1 hr 30 min', '> 24 hr']);
  });

  it('stays for a second, but for a standstill', () => {
    const pace = new SteadyPace();
    const file = {};
    const speeds = [
      [0, 100],
      [400, 900],
      [999, 50],
      [1000, 70],
      [1100, undefined],
      [1200, 30],
    ].map(([now, bytesPerSecond]) => pace.of(file, {bytesPerSecond}, now!).bytesPerSecond);
    expect(speeds).to.deep.equal([100, 100, 100, 70, undefined, 30]);
    expect(pace.of({}, {bytesPerSecond: 5}, 1210).bytesPerSecond, 'of another').to.equal(5);
  });
});
