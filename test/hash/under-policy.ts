import type {DiagnoseLine} from '../../src/index.js';
import type {Digests, HasherOptions, HashPath} from '../../src/hash/types.js';

export interface FrameQuestion {
  blob: Blob;
  options: HasherOptions;
}

export interface FrameAnswer {
  digests: Digests;
  path: HashPath | undefined;
  /** What diagnose() says of it. */
  line: DiagnoseLine;
  /** Directives that were violated. */
  violations: string[];
  /** Milliseconds between the turns that the frame's thread got while it hashed. */
  turns: number[];
}

/** Hashes in a frame that was served, with all its scripts, under this content security policy. */
export async function hashUnderPolicy(
  policy: string,
  blob: Blob,
  options: HasherOptions = {},
): Promise<FrameAnswer> {
  const frame = document.createElement('iframe');
  const next = <T>(): Promise<T> =>
    new Promise((resolve) => {
      addEventListener('message', ({source, data}: MessageEvent<T>) => {
        if (source === frame.contentWindow) resolve(data);
      });
    });
  frame.src = `/csp/${encodeURIComponent(policy)}/test/hash/frame.html`;
  const ready = next();
  document.body.append(frame);
  await ready;
  const answer = next<FrameAnswer>();
  frame.contentWindow?.postMessage({blob, options} satisfies FrameQuestion, '*');
  try {
    return await answer;
  } finally {
    frame.remove();
  }
}
