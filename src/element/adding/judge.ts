import type {FileTypes} from '../../file-types.js';
import {ConfigurationError} from '../../index.js';
import type {Validate} from '../base/validate.js';
import type {Language} from '../language/language.js';
import {completeEnglish} from '../language/locale.js';
import {moreTexts} from '../language/locales/en.js';
import {breathe} from './breathe.js';
import {type Candidate, flawOf, type Limits} from './restrictions.js';

/** How many files are judged at a time where the answers take time. */
const atOnce = 4;

/** Milliseconds in a row that the page may be busy with it. */
const busyTime = 10;

/** Where what is shown while it takes its time is said. */
interface Shown {
  judging: string | undefined;
}

/** The element: what its page has asked for, and what draws it. */
interface Host {
  readonly validate: Validate | undefined;
  requestUpdate(): void;
}

interface Context {
  readonly language: Language;
  limits(): Limits | undefined;
}

/**
 * The reasons for which the page refuses some of the files. Only those that keep the limits are judged. Undefined where the person has stopped
 * it: then none of these files comes in.
 */
export async function judge(
  group: readonly Candidate[],
  shown: Shown,
  host: Host,
  context: Context,
  types: FileTypes | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<File, string> | undefined> {
  const {validate} = host;
  const limits = context.limits();
  if (!validate || !limits) return new Map();
  // Without TypeScript a page may assign anything.
  if (typeof validate !== 'function') throw new ConfigurationError('validate', typeof validate, 'a function');
  // Usually the panel brings these words, and it may not be there yet.
  completeEnglish(moreTexts);
  const locale = context.language.current;
  const show = (words: string | undefined): void => {
    shown.judging = words;
    host.requestUpdate();
  };
  const judged = group.filter((candidate) => !flawOf(candidate, limits, types));
  const waiting = (): void => show(locale.t('judging', {n: judged.length}));
  const reasons = new Map<File, string>();
  const rest = judged.values();
  const stopped = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), {once: true}),
  );
  const isStopped = (): boolean => signal.aborted;
  let since = performance.now();
  const work = async (): Promise<void> => {
    for (let next = rest.next(); !next.done && !isStopped(); next = rest.next()) {
      const {file, path} = next.value;
      try {
        const answer = validate(file, {path, signal, locale: locale.tag});
        const later = typeof answer === 'object' && answer !== null;
        if (later) waiting();
        const reason = reasonOf(later ? await answer : answer);
        if (reason) reasons.set(file, reason);
      } catch (error) {
        if (isStopped()) return;
        // Only the developer of the page can mend it, so the console has the error.
        console.error(`cos-uploader: validate has failed for "${file.name}", which is not added.`, error);
        reasons.set(file, locale.t('rejectFailed'));
      }
      const took = performance.now() - since;
      if (took < busyTime) continue;
      waiting();
      since = performance.now();
      await breathe(took);
      since = performance.now();
    }
  };
  await Promise.race([Promise.all(Array.from({length: atOnce}, work)), stopped]);
  show(undefined);
  return signal.aborted ? undefined : reasons;
}

/** Without TypeScript a page may answer anything; `true` may mean either. */
function reasonOf(answer: unknown): string {
  if (answer === undefined || answer === null) return '';
  if (typeof answer === 'string') return answer.trim();
  throw new ConfigurationError('validate', answer, 'a text that refuses the file, or undefined');
}
