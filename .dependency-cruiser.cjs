// Every rule is an absence, and its name says what is not there. docs/ARCHITECTURE.md gives the reasons.

const STORES = '^adapters/(memory|contract|sql|sqlite|postgres|mysql|redis)/'
const FACES = '^adapters/(http|express|graph|cli)/'
// A program of its own: it runs on Node, and what it needs is bundled.
const CLI = '^adapters/cli/'
// Pure decisions, one folder a noun; the kernel and the verbs are the shell around them.
const DECISIONS = '^src/(core|requests/model)/'
// The one class that a store throws and the kernel understands.
const STORE_ERROR = '^src/ports/store-error[.]ts$'
const VALUES = { dependencyTypesNot: ['type-only'] }

const absences = {
  'core-knows-no-outside': { from: { path: '^src/' }, to: { path: '^(adapters|test|bench|examples)/' } },
  'core-has-four-dependencies': {
    from: { path: '^src/' },
    to: { pathNot: '^(src|node_modules/(@noble/(hashes|ciphers)|zod|date-fns))/' },
  },
  'published-code-uses-no-node-module': {
    from: { path: '^(src|adapters)/', pathNot: CLI },
    to: { dependencyTypes: ['core'] },
  },
  'published-code-needs-no-development-package': {
    from: { path: '^(src|adapters)/', pathNot: CLI },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
  },
  'dependencies-are-taken-by-subpath': {
    from: { path: '^src/' },
    to: { path: '^node_modules/(date-fns/index|zod/index|zod/v4/index|@noble/(hashes|ciphers)/index)[.]' },
  },
  'decisions-know-no-shell': {
    from: { path: DECISIONS },
    to: { path: '^src/(api|kernel|verbs|requests/(kernel|verbs|api[.]ts)|create-[^/]+[.]ts|index[.]ts)' },
  },
  'api-holds-no-value': { from: {}, to: { path: '^src/api/', ...VALUES } },
  'kernel-knows-no-verb': { from: { path: '^src/kernel/' }, to: { path: '^src/verbs/' } },
  'verbs-know-no-builder': {
    from: { path: '^src/(requests/)?(verbs|kernel)/' },
    to: { path: '^src/(requests/)?create-[^/]+[.]ts$' },
  },
  'requests-are-a-wing': { from: { path: '^src/(?!requests/)' }, to: { path: '^src/requests/' } },
  'source-does-not-import-its-own-surface': {
    from: { path: '^src/' },
    to: { path: '^src/((requests/)?index|messages)[.]ts$' },
  },
  'ports-hold-no-value': { from: {}, to: { path: '^src/ports/', pathNot: STORE_ERROR, ...VALUES } },
  'ports-use-no-value': { from: { path: '^src/ports/' }, to: VALUES },
  'errors-import-only-types-and-texts': {
    from: { path: '^src/(errors|core/input/input-issue)[.]ts$' },
    to: { pathNot: '^src/core/message/english[.]ts$', ...VALUES },
  },
  'only-the-builders-see-the-system': {
    from: { pathNot: '^(src/create-tap[.]ts$|test/|bench/)' },
    to: { path: '^src/system[.]ts$', ...VALUES },
  },
  'stores-take-types-only': { from: { path: STORES }, to: { path: '^src/', pathNot: STORE_ERROR, ...VALUES } },
  'stores-see-only-ports': { from: { path: STORES }, to: { path: '^src/', pathNot: '^src/(ports/|index[.]ts$)' } },
  'stores-are-strangers': {
    from: { path: '^adapters/([^/]+)/', pathNot: FACES },
    to: { path: '^adapters/', pathNot: '^adapters/($1|sql)/' },
  },
  'only-sql-stores-share-sql': {
    from: { pathNot: '^(adapters/(sql|sqlite|postgres|mysql)|test)/' },
    to: { path: '^adapters/sql/' },
  },
  'faces-use-the-front-door': {
    from: { path: FACES },
    to: { path: '^src/', pathNot: '^src/((requests/)?index|messages)[.]ts$' },
  },
  'faces-know-no-store': {
    from: { path: FACES, pathNot: '^adapters/cli/commands/schema[.]ts$' },
    to: { path: STORES },
  },
  'nothing-stands-on-the-command-line': { from: { path: '^(src|adapters)/', pathNot: CLI }, to: { path: CLI } },
  'faces-share-http-only': {
    from: { path: '^adapters/([^/]+)/', pathNot: [STORES, '^adapters/cli/commands/schema[.]ts$'] },
    to: { path: '^adapters/', pathNot: '^adapters/($1|http)/' },
  },
  'examples-use-the-package-only': { from: { path: '^examples/' }, to: { path: '^(src|adapters|test|bench)/' } },
  'tests-import-the-source': {
    from: { path: '^test/', pathNot: '^test/(package|docs|types|stories|runtimes|cli)/' },
    to: { path: '^(dist/|temporary-access-pass|node_modules/temporary-access-pass)' },
  },
  'no-cycles': { from: {}, to: { circular: true } },
}

module.exports = {
  forbidden: Object.entries(absences).map(([name, rule]) => ({ name, severity: 'error', ...rule })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
    exclude: { path: '[.]tap-' },
  },
}
