import {ConfigurationError} from '../../index.js';
import type {CosUploaderAttributes} from './attributes.js';

const allowed = {look: ['auto', 'rows', 'cards'], appearance: ['card', 'flush']} as const;

/** Throws a ConfigurationError for a look that there is not. */
export function checkLook(element: CosUploaderAttributes): void {
  for (const name of ['look', 'appearance'] as const)
    if (!(allowed[name] as readonly string[]).includes(element[name]))
      throw new ConfigurationError(name, element[name], allowed[name].join(', '));
}
