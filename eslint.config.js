import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import {configs as wc} from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Imports go down only: a layer must not know the layers named. */
const layer = (name, forbidden, files = [`src/${name}/**/*.ts`]) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((other) => ({
          group: [`**/${other}`, `**/${other}/**`],
          message: `src/${name} must not know src/${other}: imports go down only.`,
        })),
      },
    ],
  },
});

export default tseslint.config(
  {ignores: ['dist', 'coverage', 'node_modules', 'test/bench/dist']},
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      globals: {...globals.browser, ...globals.node},
      parserOptions: {
        projectService: {allowDefaultProject: ['*.js', '.size-limit.js', 'scripts/*.js']},
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {allowForKnownSafeCalls: [{from: 'package', name: ['describe', 'it', 'test'], package: 'node:test'}]},
      ],
      // noUncheckedIndexedAccess asks for a `!` where an index is known to be good.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {files: ['src/element/**/*.ts'], ...lit['flat/recommended']},
  {files: ['src/element/**/*.ts'], ...wc['flat/recommended']},
  {files: ['src/element/**/*.ts'], ...litA11y.configs['flat/recommended']},
  layer('cos', ['upload', 'element', 'store', 'hash', 'index.js']),
  layer('hash', ['upload', 'element', 'store', 'cos', 'index.js']),
  layer('store', ['upload', 'element', 'hash', 'cos', 'index.js']),
  layer('upload', ['element', 'index.js']),
  layer('element', ['upload', 'cos', 'hash', 'store', 'errors.js', 'events.js']),
  {
    files: ['demo/local-cos/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {patterns: [{group: ['**/src/**'], message: 'The local COS shares no code with src.'}]},
      ],
    },
  },
  {files: ['**/*.js'], ...tseslint.configs.disableTypeChecked},
  prettier,
);
