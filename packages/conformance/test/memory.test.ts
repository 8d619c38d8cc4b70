import { memory } from '@colloquy/core/memory'
import { storageContract } from '../src/storageContract.ts'

storageContract({
  name: 'memory',
  capabilities: { transaction: null, batch: 'store', durable: false },
  open: () => memory(),
  hints: true,
})
