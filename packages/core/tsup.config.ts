import { defineConfig } from 'tsup'

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/storage.ts',
    'src/engine.ts',
    'src/decoding.ts',
    'src/memory/memory.ts',
    'src/node.ts',
  ],
  format: ['esm'],
  clean: true,
  sourcemap: true,
  target: 'node22',
})
