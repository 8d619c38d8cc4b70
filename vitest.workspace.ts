import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

type Setup = { readonly globalSetup?: string; readonly isolate?: boolean }

const project = (name: string, root: string, include: string, setup: Setup = {}) => ({
  extends: true as const,
  test: { name, root, include: [include], ...setup },
})

const testsOf = (name: string, setup?: Setup) => project(name, `packages/${name}`, 'test/**/*.test.ts', setup)

/** Projects whose tests get a real server; it starts when one of them has a test to run, and they share it. */
const postgres: Setup = (process.env['COLLOQUY_STORAGES'] ?? 'postgres').includes('postgres')
  ? { globalSetup: fileURLToPath(new URL('test-support/src/globalSetup.ts', import.meta.url)) }
  : {}

// A worker takes one file after the other and evaluates modules once: for tests that leave nothing behind in them.
const shared: Setup = { isolate: false }

export default defineConfig({
  // Packages import each other's sources, so no build is needed before the tests.
  ssr: { resolve: { conditions: ['@colloquy/source', ...defaultServerConditions] } },
  test: {
    passWithNoTests: true,
    // They only end what hangs. A loaded machine may well take ten times as long as an idle one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Processes rather than threads: better-sqlite3 is native, and some tests kill what they started.
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      testsOf('core', shared),
      // Not shared: a module that keeps a pool of the server's for its file would be met again with the pool ended.
      testsOf('colloquy', postgres),
      testsOf('sqlite'),
      testsOf('postgres', postgres),
      testsOf('conformance', shared),
      project('test-support', 'test-support', 'test/**/*.test.ts', postgres),
      project('examples', '.', 'examples/*/test/**/*.test.ts', postgres),
      project('docs', '.', 'docs/test/**/*.test.ts', postgres),
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'] },
  },
})
