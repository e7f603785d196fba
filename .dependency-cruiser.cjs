// What may import what. docs/ARCHITECTURE.md shows the rooms. Each rule forbids an import; its comment is printed when it fails.

const stores = '^adapters/(memory|contract|sql|sqlite|postgres|mysql|redis)/'
const integrations = '^adapters/(http|express|graph|cli)/'
// A program of its own: it runs on Node, and the packages that it uses are bundled.
const commandLine = '^adapters/cli/'
// Pure decisions, one folder for each noun. The kernel and the verbs call them.
const decisions = '^src/(core|requests/model)/'
// The error that a store throws and the kernel understands is the only value of the ports.
const storeError = '^src/ports/store-error[.]ts$'
const values = { dependencyTypesNot: ['type-only'] }

const rules = {
  'source-imports-no-adapter-or-test': {
    comment: 'The source works without adapters, tests, benches and examples.',
    from: { path: '^src/' },
    to: { path: '^(adapters|test|bench|examples)/' },
  },
  'source-has-four-dependencies': {
    comment: 'The source imports @noble/hashes, @noble/ciphers, zod and date-fns, and no other package.',
    from: { path: '^src/' },
    to: { pathNot: '^(src|node_modules/(@noble/(hashes|ciphers)|zod|date-fns))/' },
  },
  'published-code-uses-no-node-module': {
    comment: 'The library runs on every runtime, so only the command line imports Node modules.',
    from: { path: '^(src|adapters)/', pathNot: commandLine },
    to: { dependencyTypes: ['core'] },
  },
  'published-code-needs-no-development-package': {
    comment: 'Development packages are not installed with the library, so only the bundled command line imports them.',
    from: { path: '^(src|adapters)/', pathNot: commandLine },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
  },
  'dependencies-are-imported-by-subpath': {
    comment: 'The index of a dependency loads all of it: import one subpath.',
    from: { path: '^src/' },
    to: { path: '^node_modules/(date-fns/index|zod/index|zod/v4/index|@noble/(hashes|ciphers)/index)[.]' },
  },
  'decisions-import-no-kernel-or-verb': {
    comment: 'A decision is a pure function of its values: it calls no port, no lock and no verb.',
    from: { path: decisions },
    to: { path: '^src/(api|kernel|verbs|requests/(kernel|verbs|api[.]ts)|create-[^/]+[.]ts|index[.]ts)' },
  },
  'api-exports-types-only': {
    comment: 'The public contract in src/api has types and no value.',
    from: {},
    to: { path: '^src/api/', ...values },
  },
  'kernel-imports-no-verb': {
    comment: 'All verbs share the kernel, so the kernel must not depend on one of them.',
    from: { path: '^src/kernel/' },
    to: { path: '^src/verbs/' },
  },
  'verbs-import-no-create-function': {
    comment: 'A verb does not import createTap or createRequests, which bind it.',
    from: { path: '^src/(requests/)?(verbs|kernel)/' },
    to: { path: '^src/(requests/)?create-[^/]+[.]ts$' },
  },
  'source-imports-no-requests': {
    comment:
      'Only src/requests imports self-service requests: the rest of the source works in a process that never loads them.',
    from: { path: '^src/(?!requests/)' },
    to: { path: '^src/requests/' },
  },
  'source-imports-no-index': {
    comment: 'The source imports the file that declares a name, not the public index.',
    from: { path: '^src/' },
    to: { path: '^src/((requests/)?index|messages)[.]ts$' },
  },
  'ports-export-types-only': {
    comment: 'A port describes what the host application provides, so it is a type. StoreError is the exception.',
    from: {},
    to: { path: '^src/ports/', pathNot: storeError, ...values },
  },
  'ports-import-types-only': {
    comment: 'A port describes what the host application provides, so it needs no value.',
    from: { path: '^src/ports/' },
    to: values,
  },
  'errors-import-types-and-texts-only': {
    comment: 'Every file can throw an error, so the errors load nothing but the English texts.',
    from: { path: '^src/(errors|core/input/input-issue)[.]ts$' },
    to: { pathNot: '^src/core/message/english[.]ts$', ...values },
  },
  'only-create-tap-imports-the-system': {
    comment: 'The clock, random bytes and timers of the host come in as ports, and createTap has the defaults.',
    from: { pathNot: '^(src/create-tap[.]ts$|test/|bench/)' },
    to: { path: '^src/system[.]ts$' },
  },
  'stores-import-types-only': {
    comment: 'A store uses the types of the source. It loads no code of the source but StoreError.',
    from: { path: stores },
    to: { path: '^src/', pathNot: storeError, ...values },
  },
  'stores-import-ports-only': {
    comment: 'A store depends on the ports, and on no decision or verb.',
    from: { path: stores },
    to: { path: '^src/', pathNot: '^src/(ports/|index[.]ts$)' },
  },
  'stores-import-no-other-store': {
    comment: 'A host that uses one store loads no other. SQL stores share adapters/sql.',
    from: { path: '^adapters/([^/]+)/', pathNot: integrations },
    to: { path: '^adapters/', pathNot: '^adapters/($1|sql)/' },
  },
  'only-sql-stores-import-sql': {
    comment: 'Only SQL stores use adapters/sql.',
    from: { pathNot: '^(adapters/(sql|sqlite|postgres|mysql)|test)/' },
    to: { path: '^adapters/sql/' },
  },
  'integrations-import-the-index-only': {
    comment: 'HTTP, Express, Graph and the command line use what every host application can use.',
    from: { path: integrations },
    to: { path: '^src/', pathNot: '^src/((requests/)?index|messages)[.]ts$' },
  },
  'integrations-import-no-store': {
    comment: 'An integration works with every store. The command line prints the schema of those in SQL.',
    from: { path: integrations, pathNot: '^adapters/cli/commands/schema[.]ts$' },
    to: { path: stores },
  },
  'library-imports-no-command-line': {
    comment: 'A host that imports the library does not load the program.',
    from: { path: '^(src|adapters)/', pathNot: commandLine },
    to: { path: commandLine },
  },
  'integrations-share-http-only': {
    comment: 'Integrations share adapters/http, and are independent of each other otherwise.',
    from: { path: '^adapters/([^/]+)/', pathNot: [stores, '^adapters/cli/commands/schema[.]ts$'] },
    to: { path: '^adapters/', pathNot: '^adapters/($1|http)/' },
  },
  'examples-import-the-package-only': {
    comment: 'An example uses the built package, as a user installs it.',
    from: { path: '^examples/' },
    to: { path: '^(src|adapters|test|bench)/' },
  },
  'tests-import-the-source': {
    comment: 'A test runs the source that was just edited. Only tests of the package use the last build.',
    from: { path: '^test/', pathNot: '^test/(package|docs|types|stories|runtimes|cli)/' },
    to: { path: '^(dist/|temporary-access-pass|node_modules/temporary-access-pass)' },
  },
  'no-cycles': {
    comment: 'No module imports itself through others, types included.',
    from: {},
    to: { circular: true },
  },
}

module.exports = {
  forbidden: Object.entries(rules).map(([name, rule]) => ({ name, severity: 'error', ...rule })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
    exclude: { path: '[.]tap-' },
  },
}
