import {ConfigurationError} from '../../index.js';
import type {CosUploaderAttributes} from './attributes.js';

const allowed = {
  look: ['auto', 'rows', 'cards'],
  appearance: ['card', 'flush'],
  submit: [undefined, 'upload'],
} as const;

/** Throws a ConfigurationError for a look or a way of submitting that there is not. */
export function checkLook(element: CosUploaderAttributes): void {
  for (const name of ['look', 'appearance', 'submit'] as const)
    if (!(allowed[name] as readonly unknown[]).includes(element[name]))
      throw new ConfigurationError(name, element[name], allowed[name].filter(Boolean).join(', '));
}
