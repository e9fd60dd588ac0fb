export interface DiagnoseLine {
  /** What was looked at: `network`, `credentials`, `signature`, `clock`, `expose ETag`, `name/cos:UploadPart`, `hashing`, … */
  check: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to change, with the text to paste; undefined when nothing is wrong. */
  fix: string | undefined;
}

export interface DiagnoseOptions {
  /** Where the credentials may write. The key of the probe begins with it. */
  keyPrefix?: string | undefined;
  /** Where the page serves the package's `hash.worker.js`, see `UploaderOptions`. */
  workerUrl?: string | undefined;
  /** Whole files go as forms (`smallUpload: 'form'`), so that permission is tried too. */
  form?: boolean | undefined;
  signal?: AbortSignal | undefined;
}
