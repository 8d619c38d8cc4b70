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
    pool: 'threads',
    projects: [
      testsOf('core'),
      testsOf('colloquy'),
      testsOf('sqlite'),
      testsOf('conformance'),
      project('examples', '.', 'examples/*/test/**/*.test.ts'),
      project('docs', '.', 'docs/test/**/*.test.ts'),
    ],
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'] },
  },
})
