import type {ESLint} from 'eslint';

export const walls: ESLint.Plugin;
