import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const markup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'createContextualFragment'];
const node = ['process', 'console', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'WebSocket', 'Buffer', 'performance'];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'build/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, wc['flat/best-practice'], lit['flat/recommended']],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // Safari hears a list without bullets as a list only if it is told so.
      'lit-a11y/no-redundant-role': 'off',
      // Lit binds event listeners to the host itself.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Text is text: nothing here makes markup or code from a string.
    files: ['src/**/*.ts'],
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'off', // the typed rule of the same name is on
      'no-restricted-imports': ['error', { patterns: ['lit/directives/unsafe-*', 'lit/static-html*', 'lit-html/*'] }],
      'no-restricted-properties': [
        'error',
        ...markup.map((property) => ({ property, message: 'Render text with Lit.' })),
        { object: 'document', property: 'write' },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are expressions; its accessible() is a promise only when awaited.
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'lit-a11y/alt-text': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(node.map((name) => [name, 'readonly'])) },
  },
  {
    // Half of what stands here runs inside a page.
    files: ['demo/*.js', 'test/live/**/*.mjs', 'test/faults/**/*.mjs', 'test/support/live*.mjs', 'bench/**/*.mjs'],
    rules: { 'no-undef': 'off' },
  },
);
