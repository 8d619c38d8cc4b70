import { isCommit, type Proxy } from '@colloquy/test-support/proxy'

/** Does something, once, as soon as a commit passes; resolves when that is done. */
export const atCommit = (proxy: Proxy, harm: () => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    let due = true
    // Nothing is cut: this only looks at what passes.
    void proxy.cutAt('before', (sql) => {
      if (due && isCommit(sql)) {
        due = false
        harm().then(resolve, reject)
      }
      return false
    })
  })
