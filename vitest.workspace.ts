import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

type Setup = {
  readonly globalSetup?: string
  readonly isolate?: boolean
  readonly setupFiles?: string
}

const project = (name: string, root: string, include: string, setup: Setup = {}) => ({
  extends: true as const,
  test: { name, root, include: [include], ...setup },
})

const testsOf = (name: string, setup?: Setup) => project(name, `packages/${name}`, 'test/**/*.test.ts', setup)

/** Projects whose tests get a real server; it starts when one of them has a test to run, and they share it. */
const postgres: Setup = (process.env['COLLOQUY_STORAGES'] ?? 'postgres').includes('postgres')
  ? { globalSetup: fileURLToPath(new URL('packages/test-support/src/globalSetup.ts', import.meta.url)) }
  : {}

// A worker takes one file after the other and evaluates modules once, which takes longer than most files' tests. What
// modules of the tests keep for a file ends with it, in `eachFile.ts`.
const shared: Setup = { isolate: false }
const ending = (name: string): Setup => ({
  ...shared,
  setupFiles: fileURLToPath(new URL(`packages/${name}/test/support/eachFile.ts`, import.meta.url)),
})

/** Files that take long, then projects; those of many short files come last. */
const order = [
  /postgres.test.contract/,
  /sqlite.test.contract/,
  /following.lives/,
  /rules.lostAccess/,
  /docs.test.docs/,
  /postgres-cluster.test.cluster/,
  /packages.postgres/,
  /packages.conformance/,
  /packages.test-support/,
  /packages.colloquy/,
]

/** Begins what takes longest first, so that no core waits for it at the end. A worker that is shared goes on with its project. */
class LongestFirst extends BaseSequencer {
  override async sort(files: ReadonlyArray<TestSpecification>): Promise<Array<TestSpecification>> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = order.findIndex((pattern) => pattern.test(moduleId))
      return found === -1 ? order.length : found
    }
    const sorted = await super.sort([...files])
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}

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
    sequence: { sequencer: LongestFirst },
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      testsOf('core', shared),
      testsOf('colloquy', { ...postgres, ...ending('colloquy') }),
      testsOf('sqlite', ending('sqlite')),
      testsOf('postgres', postgres),
      testsOf('conformance', shared),
      testsOf('test-support', postgres),
      project('examples', '.', 'examples/*/test/**/*.test.ts', postgres),
      project('docs', '.', 'docs/test/**/*.test.ts', postgres),
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], exclude: ['packages/test-support/**'] },
  },
})
