import {NetworkError} from '../../src/index.js';
import type {Transport, TransportRequest, TransportResponse} from '../../src/cos/wire/transport.js';
import {combineCrc64, formatCrc64} from '../../src/hash/crc64.js';
import {crc64Of} from '../../src/hash/crc64-table.js';

interface Stored {
  readonly size: number;
  readonly crc64: bigint;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, Stored>;
}

/** A request that waits for its answer. */
interface Pending {
  readonly request: TransportRequest;
  /** Carries it out and says so. */
  answer(): void;
  /** Carries it out, and the answer is lost. */
  lose(): void;
  refuse(status: number, code: string): void;
  cut(): void;
}

const zeros = new Map<number, bigint>();

/** The CRC64 of so many zeros: all that is in the files of this store. */
export function crcOfZeros(size: number): bigint {
  const known = zeros.get(size) ?? crc64Of(new Uint8Array(size));
  zeros.set(size, known);
  return known;
}

/** A store of zeros in this process. Each request waits until the test says what becomes of it. */
export class FakeStore {
  readonly objects = new Map<string, Stored>();
  readonly uploads = new Map<string, Upload>();
  readonly pending: Pending[] = [];
  #ids = 0;

  readonly transport: Transport = (request) =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        const at = this.pending.indexOf(pending);
        if (at >= 0) this.pending.splice(at, 1);
      };
      const pending: Pending = {
        request,
        answer: () => {
          leave();
          resolve(this.#carryOut(request));
        },
        lose: () => {
          leave();
          // Nobody could ever know of an upload whose id was lost.
          if (!request.url.endsWith('?uploads')) this.#carryOut(request);
          reject(new NetworkError('lost'));
        },
        refuse: (status, code) => {
          leave();
          // What is gone is gone for all requests.
          if (code === 'NoSuchUpload')
            this.uploads.delete(new URL(request.url).searchParams.get('uploadId') ?? '');
          resolve(said(status, `<Error><Code>${code}</Code><Message>so</Message></Error>`));
        },
        cut: () => {
          leave();
          reject(new NetworkError('cut'));
        },
      };
      this.pending.push(pending);
      request.signal?.addEventListener('abort', () => {
        leave();
        reject(request.signal!.reason as Error);
      });
    });

  #carryOut({method, url, headers, body}: TransportRequest): TransportResponse {
    const {pathname, searchParams} = new URL(url);
    const key = decodeURIComponent(pathname.slice(1));
    const id = searchParams.get('uploadId');
    const taken = headers['x-cos-forbid-overwrite'] === 'true' && this.objects.has(key);
    const content = (): Stored => {
      const size = body instanceof Blob ? body.size : ((body as ArrayBuffer | undefined)?.byteLength ?? 0);
      return {size, crc64: crcOfZeros(size)};
    };
    if (id !== null) {
      const upload = this.uploads.get(id);
      if (!upload) return said(404, '<Error><Code>NoSuchUpload</Code></Error>');
      if (method === 'PUT') {
        const part = content();
        upload.parts.set(Number(searchParams.get('partNumber')), part);
        return made(part);
      }
      if (method === 'GET') return said(200, listOf(upload));
      if (method === 'POST' && taken) return said(409, '<Error><Code>FileAlreadyExists</Code></Error>');
      this.uploads.delete(id);
      if (method === 'DELETE') return said(204, '');
      const object = [...upload.parts.entries()]
        .sort(([a], [b]) => a - b)
        .reduce(
          (sum, [, {size, crc64}]) => ({size: sum.size + size, crc64: combineCrc64(sum.crc64, crc64, size)}),
          {
            size: 0,
            crc64: 0n,
          },
        );
      this.objects.set(key, object);
      return made(
        object,
        `<CompleteMultipartUploadResult><Location>h/k</Location><Bucket>b</Bucket><Key>k</Key><ETag>"e-${upload.parts.size}"</ETag></CompleteMultipartUploadResult>`,
      );
    }
    if (method === 'POST') {
      const fresh = `id-${++this.#ids}`;
      this.uploads.set(fresh, {key, parts: new Map()});
      return said(
        200,
        `<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>${fresh}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (method === 'GET')
      return said(
        200,
        '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>',
      );
    if (method === 'PUT') {
      if (taken) return said(409, '<Error><Code>FileAlreadyExists</Code></Error>');
      this.objects.set(key, content());
      return made(content());
    }
    const object = this.objects.get(key);
    return object ? made(object) : said(404, '');
  }
}

const listOf = ({parts}: Upload): string =>
  `<ListPartsResult><IsTruncated>false</IsTruncated>${[...parts]
    .sort(([a], [b]) => a - b)
    .map(
      ([number, {size, crc64}]) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${etagOf(crc64)}</ETag><Size>${size}</Size></Part>`,
    )
    .join('')}</ListPartsResult>`;

const etagOf = (crc64: bigint): string => `"${crc64.toString(16).padStart(32, '0')}"`;

const made = ({size, crc64}: Stored, text = ''): TransportResponse =>
  said(200, text, {
    etag: etagOf(crc64),
    'content-length': String(size),
    'x-cos-hash-crc64ecma': formatCrc64(crc64),
    'last-modified': new Date().toUTCString(),
    date: new Date().toUTCString(),
  });

function said(status: number, text: string, headers: Record<string, string> = {}): TransportResponse {
  const all: Record<string, string> = {'x-cos-request-id': 'r', ...headers};
  return {
    status,
    header: (name) => all[name] ?? null,
    headers: () => Object.entries(all),
    text: () => Promise.resolve(text),
  };
}
