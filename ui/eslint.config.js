import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Directions inside ui/src; each entry says what a folder must not reach for. */
const tauriOnlyInItsAdapter = {
  group: ['@tauri-apps/*'],
  message: 'Only src/ipc/tauri.ts talks to Tauri. Use the host from src/ipc/host.ts.',
};
const fakeOnlyInTests = {
  group: ['**/ipc/fake', '**/ipc/fake/*'],
  message: 'The fake host is for tests and for `npm run dev`; only src/app/start.tsx may load it, lazily.',
};
const featuresAreForTheShell = {
  group: ['**/features/**'],
  message: 'Shared parts know no feature.',
};
const shellIsOutermost = {
  group: ['**/app/**'],
  message: 'The shell composes features; nothing reaches back into it.',
};
const featuresStayApart = {
  group: ['../setup/**', '../sign-in/**', '../token/**', '../alerts/**'],
  message: 'A feature imports no other feature; what two need belongs to src/shared.',
};

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist', 'dist-fake', 'node_modules', 'src/ipc/generated'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text from the service is always text, never HTML.',
        },
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
          message: 'Text from the service is always text, never HTML.',
        },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      ...restrict(tauriOnlyInItsAdapter, fakeOnlyInTests),
    },
  },
  { files: ['src/ipc/tauri.ts'], rules: restrict(fakeOnlyInTests) },
  { files: ['src/app/start.tsx'], rules: restrict(tauriOnlyInItsAdapter) },
  {
    files: ['src/shared/**', 'src/ipc/**'],
    ignores: ['src/ipc/tauri.ts', 'src/ipc/fake/**'],
    rules: restrict(tauriOnlyInItsAdapter, fakeOnlyInTests, featuresAreForTheShell, shellIsOutermost),
  },
  {
    files: ['src/features/**'],
    rules: restrict(tauriOnlyInItsAdapter, fakeOnlyInTests, featuresStayApart, shellIsOutermost),
  },
  { files: ['src/ipc/fake/**'], rules: restrict(tauriOnlyInItsAdapter, featuresAreForTheShell, shellIsOutermost) },
  { files: ['**/*.test.{ts,tsx}', 'src/test/**'], rules: { 'no-restricted-imports': 'off' } },
);
