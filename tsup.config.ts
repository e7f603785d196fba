import { defineConfig } from 'tsup'
import { bundledLicences, thePackageItself } from './adapters/cli/bundle.config.js'

export default defineConfig([
  /** One run with splitting, so that every error class exists once however many entries a host imports. */
  {
    entry: {
      index: 'src/index.ts',
      memory: 'adapters/memory/index.ts',
      sqlite: 'adapters/sqlite/index.ts',
      postgres: 'adapters/postgres/index.ts',
      mysql: 'adapters/mysql/index.ts',
      redis: 'adapters/redis/index.ts',
      contract: 'adapters/contract/index.ts',
      http: 'adapters/http/index.ts',
      express: 'adapters/express/index.ts',
      graph: 'adapters/graph/index.ts',
      messages: 'src/messages.ts',
      requests: 'src/requests/index.ts',
    },
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    splitting: true,
    // tsup sets `baseUrl`, which TypeScript 6 reports as deprecated.
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: ['!cli/**'],
    treeshake: true,
  },
  /** The program: with all it needs beside the package, which it finds in the folder above. */
  {
    entry: { main: 'adapters/cli/main.ts' },
    outDir: 'dist/cli',
    format: 'esm',
    target: 'node20.19',
    platform: 'node',
    splitting: true,
    clean: true,
    // Mostly other people's code; `npx` fetches it.
    minify: true,
    // All but what the package depends on anyway.
    noExternal: [/^(?!@noble\/(hashes|ciphers)\/)/],
    // Bundled packages that are CommonJS ask for Node's modules by it.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    esbuildPlugins: [thePackageItself, bundledLicences],
  },
])
