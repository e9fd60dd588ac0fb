/** A page under another content security policy: hashes one blob for its parent. */
import {createHasher} from '../../src/hash/hasher.js';
import {hashingLine} from '../../src/upload/diagnose.js';
import type {FrameAnswer, FrameQuestion} from './under-policy.js';

const violations: string[] = [];
addEventListener('securitypolicyviolation', ({effectiveDirective}) => violations.push(effectiveDirective));
addEventListener('message', ({data}: MessageEvent<FrameQuestion>) => void answer(data));
parent.postMessage('ready', '*');

async function answer({blob, options}: FrameQuestion): Promise<void> {
  const hasher = createHasher(options);
  await hasher.hash(new Blob([]), {}); // Loads and starts what is needed.
  const turns: number[] = [];
  const pulse = new MessageChannel();
  let last = performance.now();
  pulse.port1.onmessage = () => {
    const now = performance.now();
    turns.push(now - last);
    last = now;
    pulse.port2.postMessage(undefined);
  };
  pulse.port2.postMessage(undefined);
  const digests = await hasher.hash(blob, {md5: true, crc64: true});
  pulse.port1.close();
  const line = await hashingLine(options);
  const message: FrameAnswer = {digests, path: hasher.path, line, violations, turns};
  parent.postMessage(message, '*');
}
