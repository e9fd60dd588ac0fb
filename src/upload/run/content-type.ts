import {load} from '../../cos/wire/load.js';
import type {Run} from './run-context.js';

/** Types that a browser runs when somebody opens the object, with all rights of the bucket's origin. */
const runs =
  /^text\/(html|xml|xsl|css|cache-manifest|x-component)|[/+]xml(-|$)|(java|ecma)script|shockwave|x-httpd|\/hta$/;

/**
 * The run with a `Content-Type` for its object: the one that the page or the file gives, else the one for the ending of the name or of the
 * key. A browser would run a page, a drawing or a script, so these are never guessed. COS guesses by the ending when there is no type, so
 * they go as `application/octet-stream`.
 */
export async function withContentType(run: Run): Promise<Run> {
  const {contentType: said, headers = {}} = run.objectOptions;
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (said !== undefined || isSaid || run.file.type) return run;
  const contentType = await guessType(run.input.name, run.key);
  return {...run, objectOptions: {...run.objectOptions, contentType}};
}

/** The type for the ending of the first of `names` that has a known one, else `application/octet-stream`. */
export async function guessType(...names: string[]): Promise<string> {
  // When the table cannot be loaded, the upload goes on without a guess.
  const table = await load(() => import('../../file-types.js')).catch(() => undefined);
  const [guess] = names.flatMap(
    (name) => table?.fileTypes.typeOf(name.toLowerCase().split('.').at(-1) ?? '') || [],
  );
  return guess && !runs.test(guess) ? guess : 'application/octet-stream';
}
