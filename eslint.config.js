// Lint rules: strict types, no floating promises, no `any`; no clock and no chance in pure files, no console in the product.
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const SCREENS = ['**/*.svelte', '**/*.svelte.ts'];
const TESTS = ['**/*.test.ts', 'tests/**', '**/*.setup.ts'];

const clockAndChance = [
	["MemberExpression[object.name='Date'][property.name='now']", 'Date.now()'],
	["NewExpression[callee.name='Date'][arguments.length=0]", 'new Date()'],
	["CallExpression[callee.name='Date']", 'Date()'],
	["MemberExpression[object.name='performance'][property.name='now']", 'performance.now()'],
	["MemberExpression[object.name='Math'][property.name='random']", 'Math.random()'],
	["MemberExpression[object.name='crypto']", 'crypto'],
	["MemberExpression[object.name='process'][property.name='env']", 'process.env']
].map(([selector, what]) => ({
	selector,
	message: `A pure file takes the clock, chance and settings as arguments: no ${what}.`
}));

export default tseslint.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'node_modules/',
			'src/lib/paraglide/',
			'test-results/',
			'playwright-report/',
			'.data/',
			'.cache/',
			'bench/results/'
		]
	},
	{ linterOptions: { noInlineConfig: true } },
	...tseslint.configs.strictTypeChecked,
	...svelte.configs['flat/recommended'],
	{
		languageOptions: {
			globals: { ...globals.node, ...globals.browser },
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		rules: {
			eqeqeq: 'error',
			'no-constant-binary-expression': 'error',
			'no-debugger': 'error',
			'no-empty': 'error',
			'no-fallthrough': 'error',
			'no-irregular-whitespace': 'error',
			'no-self-compare': 'error',
			'no-unsafe-finally': 'error',
			'no-useless-escape': 'error',
			'no-var': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ group: ['$lib', '$lib/*'], message: 'Import #lib/... with the file extension.' },
						{ group: ['$app/stores'], message: 'Import $app/state.' }
					]
				}
			],
			'@typescript-eslint/consistent-type-imports': 'error',
			// What features fill by declaration merging.
			'@typescript-eslint/no-empty-object-type': ['error', { allowWithName: '^Feature[A-Z]' }],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
			// `[...name][0]` takes a whole Chinese character, which is what is wanted.
			'@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
			'svelte/no-inline-styles': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/button-has-type': 'error',
			// No base path is configured, and plain addresses are what everybody can read.
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: SCREENS,
		languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
		rules: {
			// `let { data } = $props()` and `$state` that is bound.
			'prefer-const': 'off',
			'svelte/prefer-const': 'error'
		}
	},
	{ files: ['src/**'], ignores: TESTS, rules: { 'no-console': 'error' } },
	{
		files: ['src/lib/**/*.ts'],
		ignores: ['**/*.server.ts', ...SCREENS, ...TESTS],
		rules: { 'no-restricted-syntax': ['error', ...clockAndChance] }
	},
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		...tseslint.configs.disableTypeChecked
	},
	{
		// The linter sees every imported component as `any`; svelte-check, which knows them, checks the types of screens.
		files: ['**/*.svelte'],
		languageOptions: {
			parserOptions: { parser: tseslint.parser, svelteConfig, projectService: false, project: false }
		},
		rules: tseslint.configs.disableTypeChecked.rules
	},
	{
		files: TESTS,
		rules: {
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			'@typescript-eslint/unbound-method': 'off',
			'@typescript-eslint/no-empty-function': 'off'
		}
	}
);
