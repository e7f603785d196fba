import { defineConfig } from 'tsup'

/** One run with splitting, so that every error class exists once however many entries a host imports. */
export default defineConfig({
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
    requests: 'src/requests.ts',
  },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  dts: true,
  clean: true,
  treeshake: true,
})
