import { availableParallelism } from 'node:os'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const project = (name: string, root: string, include: string) => ({
  extends: true as const,
  test: { name, root, include: [include] },
})

const testsOf = (name: string) => project(name, `packages/${name}`, 'test/**/*.test.ts')

export default defineConfig({
  // Packages import each other's sources, so no build is needed before the tests.
  ssr: { resolve: { conditions: ['@colloquy/source', ...defaultServerConditions] } },
  test: {
    passWithNoTests: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Processes rather than threads: better-sqlite3 is native, and some tests kill what they started.
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      testsOf('core'),
      testsOf('colloquy'),
      testsOf('sqlite'),
      testsOf('postgres'),
      testsOf('conformance'),
      project('examples', '.', 'examples/*/test/**/*.test.ts'),
      project('docs', '.', 'docs/test/**/*.test.ts'),
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'] },
  },
})
