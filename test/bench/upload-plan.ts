import {MB} from './page/contender.js';

/** One way to send; `module` is its file in page/contenders. */
export interface Contender {
  readonly label: string;
  readonly module: string;
  readonly options: object;
  /** It signs as COS does, so the server verifies its signatures. */
  readonly signs: boolean;
  /** It sends Content-MD5 or compares ETags, so the server computes MD5. */
  readonly md5: boolean;
}

const bare = (size: number): Contender => ({
  label: `bare fetch loop, ${size} MB parts`,
  module: 'bare',
  options: {partSize: size * MB},
  signs: false,
  md5: false,
});
const ours = (
  label: string,
  options: {checksum?: string; multipartThreshold?: string; smallUpload?: string; watched?: boolean},
): Contender => ({
  label: `cos-uploader${label}`,
  module: 'ours',
  options,
  signs: true,
  md5: options.checksum?.includes('md5') ?? false,
});
const sdk = (label: string, options: {UploadCheckContentMd5?: boolean; ChunkSize?: number}): Contender => ({
  label: `cos-js-sdk-v5${label}`,
  module: 'cos-js-sdk-v5',
  options,
  signs: true,
  md5: options.UploadCheckContentMd5 ?? false,
});
const peer = (label: string, module: string, options: object = {}): Contender => ({
  label,
  module,
  options,
  signs: false,
  md5: false,
});
const eightByFive = {ChunkSize: 8 * MB, ChunkParallelLimit: 5, FileParallelLimit: 5};

const forms = ours(', forms', {smallUpload: 'form'});
const loops: Contender[] = [bare(1), bare(8), bare(16)];
const sdks: Contender[] = [sdk('', {}), sdk(', 8 MB × 5', eightByFive)];
const sdksWithMd5: Contender[] = [
  sdk(', UploadCheckContentMd5', {UploadCheckContentMd5: true}),
  sdk(', 8 MB × 5, UploadCheckContentMd5', {...eightByFive, UploadCheckContentMd5: true}),
];
const peers: Contender[] = [
  peer('@uppy/aws-s3', 'uppy'),
  peer('@aws-sdk/lib-storage, 8 MB × 5, no checksum', 'lib-storage', {partSize: 8 * MB, queueSize: 5}),
  peer('ali-oss, 8 MB × 5', 'ali-oss', {partSize: 8 * MB, parallel: 5}),
  peer('tus-js-client', 'tus'),
];
/** As most would use them. */
const usual: Contender[] = [
  ours('', {}),
  ours(', checksum none', {checksum: 'none'}),
  ours(', checksum md5', {checksum: 'md5'}),
  ...sdks,
  ...peers,
];
const largeLoops: Contender[] = loops.slice(1);

export interface Workload {
  /** What it is about, where the files do not say it. */
  readonly about?: string;
  readonly files: number;
  /** Bytes of each. */
  readonly size: number;
  readonly contenders: readonly Contender[];
  /** Whether the server verifies signatures, where it is not for the command line to say. */
  readonly verify?: boolean;
  /** The page comes from the store's own origin, so nothing costs a preflight. */
  readonly ownOrigin?: boolean;
  /** How bytes are seen moving; the kernel's buffers are to be small. */
  readonly watched?: boolean;
  readonly link?: {readonly bytesPerSecond: number; readonly rttMs: number};
}

const slow = {bytesPerSecond: 625_000, rttMs: 200};
const middling = {bytesPerSecond: 6_250_000, rttMs: 80};
/** A slow link is the same for all: each library as it does best. */
const onLinks: Contender[] = [loops[0]!, loops[1]!, ours('', {}), sdks[1]!, ...peers];
/** Minutes each: what begins and ends an upload weighs little. */
const longOnLinks: Contender[] = [loops[1]!, ours('', {}), sdks[1]!];
/** Photos on the lines that people have. */
const moving = {
  watched: true,
  contenders: [loops[0]!, ours('', {watched: true}), sdks[0]!, peer('@uppy/aws-s3', 'uppy', {watched: true})],
};
/** One request a file, whatever the part size. */
const small = (list: readonly Contender[]): Contender[] =>
  list.filter(({module, label}) => module !== 'bare' || label === loops[0]!.label);

/** The same work for the loops, this code and the build before it. */
export const against = (workload: Workload | undefined): Workload | undefined => {
  if (!workload) return undefined;
  const present = workload.contenders.filter(({module}) => module === 'ours');
  const before = present.map((contender) => ({
    ...contender,
    label: contender.label.replace('cos-uploader', 'the build before'),
    module: 'before',
  }));
  const bares = workload.contenders.filter(({module}) => module === 'bare');
  return {...workload, contenders: [...bares, ...present, ...before]};
};

/** By name on the command line. */
export const workloads: Readonly<Record<string, Workload>> = {
  file: {files: 1, size: 1024 * MB, contenders: [...loops, ...usual]},
  small: {files: 2000, size: 20_480, contenders: small([...loops, ...usual, forms])},
  'small-unverified': {
    about: 'signed, but no signature verified',
    files: 2000,
    size: 20_480,
    contenders: small([...loops, ...usual.filter(({signs}) => signs)]),
    verify: false,
  },
  'own-origin': {
    about: 'from its own origin',
    files: 1000,
    size: 20_480,
    contenders: small([
      loops[0]!,
      ours('', {}),
      ours(', checksum none', {checksum: 'none'}),
      forms,
      sdks[0]!,
      peers[0]!,
    ]),
    ownOrigin: true,
  },
  medium: {
    files: 20,
    size: 50 * MB,
    contenders: [
      ...largeLoops,
      ...usual,
      ours(', 64 MB whole', {multipartThreshold: '64MB'}),
      ours(', 64 MB whole, checksum none', {multipartThreshold: '64MB', checksum: 'none'}),
    ],
  },
  checksums: {
    about: 'each checksum',
    files: 1,
    size: 512 * MB,
    contenders: [
      ...largeLoops,
      ours(', checksum none', {checksum: 'none'}),
      ours(', checksum crc64 (default)', {}),
      ours(', checksum md5', {checksum: 'md5'}),
      ours(', checksum crc64 md5', {checksum: 'crc64 md5'}),
      ...sdks,
      ...sdksWithMd5,
    ],
  },
  'file-50': {files: 1, size: 200 * MB, contenders: onLinks, link: middling},
  'small-50': {
    files: 300,
    size: 20_480,
    contenders: small([...onLinks, forms]),
    link: middling,
  },
  'medium-50': {
    files: 20,
    size: 10 * MB,
    contenders: small(onLinks),
    link: middling,
  },
  'long-50': {files: 1, size: 1024 * MB, contenders: longOnLinks, link: middling},
  'file-5': {files: 1, size: 21 * MB, contenders: onLinks, link: slow},
  'small-5': {files: 100, size: 20_480, contenders: small([...onLinks, forms]), link: slow},
  'medium-5': {files: 20, size: MB, contenders: small(onLinks), link: slow},
  'slow-8': {...moving, files: 1, size: 15 * MB, link: {bytesPerSecond: 1e6, rttMs: 50}},
  'slow-4': {...moving, files: 5, size: 4 * MB, link: {bytesPerSecond: 5e5, rttMs: 50}},
  'slow-1': {...moving, files: 3, size: 2 * MB, link: {bytesPerSecond: 125_000, rttMs: 50}},
  'long-5': {files: 1, size: 100 * MB, contenders: longOnLinks, link: slow},
};
