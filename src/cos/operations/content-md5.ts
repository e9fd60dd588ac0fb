import SparkMD5 from 'spark-md5';

/** Bytes. The body is read in slices, so that memory does not grow with it, and each holds up the page for a few milliseconds only. */
const sliceSize = 512 * 1024;

/** The Content-MD5 header for a body. Rejects with the signal's reason. */
export async function md5Base64(blob: Blob, signal?: AbortSignal): Promise<string> {
  const md5 = new SparkMD5.ArrayBuffer();
  for (let start = 0; start < blob.size; start += sliceSize) {
    signal?.throwIfAborted();
    md5.append(await blob.slice(start, start + sliceSize).arrayBuffer());
  }
  return btoa(md5.end(true));
}
