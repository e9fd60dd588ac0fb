import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import {configs as wc} from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import {walls} from './scripts/walls.js';

export default tseslint.config(
  // What runs inside VitePress: its theme.
  {ignores: ['**/dist', 'coverage', 'node_modules', 'docs/site/.vitepress']},
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
  {
    files: ['src/**/*.ts', 'demo/local-cos/**/*.ts'],
    plugins: {walls},
    rules: {'walls/imports': 'error'},
  },
  {files: ['**/*.js'], ...tseslint.configs.disableTypeChecked},
  prettier,
);
