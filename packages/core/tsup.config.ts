import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/decoding.ts', 'src/memory/index.ts', 'src/node.ts'],
  format: ['esm'],
  clean: true,
  sourcemap: true,
  target: 'node22',
})
