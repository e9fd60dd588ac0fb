import {inLanes, MB, type Upload} from '../contender.js';

/** Up to this size in one PUT, as cos-uploader does it. */
const threshold = 20 * MB;

/** The least that makes the objects: no checksum, no signature, no retry, no memory, no progress. The limit of this browser. */
export const upload: Upload<{partSize: number; concurrency?: number}> = async (
  files,
  {cos, prefix},
  {partSize, concurrency = 5},
  moved,
) => {
  let sent = 0;
  const jobs = files.flatMap((file): (() => Promise<unknown>)[] => {
    const url = `${cos}/${prefix}/${file.name}`;
    return file.size <= threshold
      ? [() => ask(url, 'PUT', file).then(() => moved((sent += file.size)))]
      : partsOf(file, url, partSize);
  });
  await inLanes(concurrency, jobs, (job) => job());
};

function partsOf(file: File, url: string, partSize: number): (() => Promise<void>)[] {
  const count = Math.ceil(file.size / partSize);
  const etags: string[] = [];
  let left = count;
  let id: Promise<string> | undefined;
  const begin = async (): Promise<string> => {
    const answer = await (await ask(`${url}?uploads`, 'POST')).text();
    return /<UploadId>(.*)<\/UploadId>/.exec(answer)![1]!;
  };
  return Array.from({length: count}, (_, index) => async () => {
    const uploadId = await (id ??= begin());
    const body = file.slice(index * partSize, (index + 1) * partSize);
    const answer = await ask(`${url}?partNumber=${index + 1}&uploadId=${uploadId}`, 'PUT', body);
    etags[index] = answer.headers.get('etag')!;
    if (--left > 0) return;
    const parts = etags.map(
      (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
    );
    const document = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    await (await ask(`${url}?uploadId=${uploadId}`, 'POST', document)).text();
  });
}

async function ask(url: string, method: string, body?: Blob | string): Promise<Response> {
  const response = await fetch(url, {method, body: body ?? null});
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}
