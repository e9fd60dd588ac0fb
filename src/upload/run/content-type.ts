import {load} from '../../cos/wire/load.js';
import type {Run} from './run-context.js';

/** What a browser would run when somebody opens the object, with all that the origin of the bucket's domain may do. */
const runs =
  /^text\/(html|xml|xsl|css|cache-manifest|x-component)|[/+]xml(-|$)|(java|ecma)script|shockwave|x-httpd|\/hta$/;

/**
 * The run with a `Content-Type` for its object: what the page or the file says, else what the ending says, of the name or of the key. A page,
 * a drawing or a script is no guess worth its danger. It goes as `application/octet-stream`, because COS guesses by the ending
 * where nothing is said.
 */
export async function withContentType(run: Run): Promise<Run> {
  const {contentType: said, headers = {}} = run.objectOptions;
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (said !== undefined || isSaid || run.file.type) return run;
  const contentType = await guessType(run.input.name, run.key);
  return {...run, objectOptions: {...run.objectOptions, contentType}};
}

/** By the ending of the first of `names` that has a known one. */
export async function guessType(...names: string[]): Promise<string> {
  // A guess is not worth a failure.
  const table = await load(() => import('mime')).catch(() => undefined);
  const [guess] = names.flatMap((name) => table?.default.getType(name) ?? []);
  return guess && !runs.test(guess) ? guess : 'application/octet-stream';
}
