import {ConfigurationError} from '../../index.js';
import type {CosUploaderAttributes} from './attributes.js';

const allowed: readonly (readonly ['look' | 'appearance' | 'submit', ...unknown[]])[] = [
  ['look', 'auto', 'rows', 'cards'],
  ['appearance', 'card', 'flush'],
  ['submit', undefined, 'upload'],
];

/** Throws a ConfigurationError for a look or a way of submitting that there is not. */
export function checkLook(element: CosUploaderAttributes): void {
  for (const [name, ...values] of allowed)
    if (!values.includes(element[name]))
      throw new ConfigurationError(name, element[name], values.filter(Boolean).join(', '));
}
