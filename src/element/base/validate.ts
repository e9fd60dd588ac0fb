/**
 * The page's own judgement of a file: a text in its own words refuses the file, `undefined` lets it in. `signal` aborts when the person does not
 * want to wait, or the form is reset. `locale`: BCP 47 tag of the language that the widget shows.
 */
export type Validate = (
  file: File,
  context: {readonly path: string; readonly signal: AbortSignal; readonly locale: string},
) => string | undefined | null | Promise<string | undefined | null>;
