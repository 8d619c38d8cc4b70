export type Progress = {
  /** Prints a line that stays. */
  readonly tell: (line: string) => void
  readonly stop: () => void
}

/** One line on the error stream that says how far it is, where somebody looks at it; nothing elsewhere. */
export const startProgress = (current: () => string, tell: (line: string) => void): Progress => {
  if (!process.stderr.isTTY) return { tell, stop: () => undefined }
  const clear = (): void => void process.stderr.write('\r\u001b[2K')
  const draw = (): void => void process.stderr.write(`\r\u001b[2K${current()}`)
  const timer = setInterval(draw, 100)
  timer.unref()
  return {
    tell: (line) => {
      clear()
      tell(line)
      draw()
    },
    stop: () => {
      clearInterval(timer)
      clear()
    },
  }
}

const width = 30

/** A bar, filled by a share from 0 to 1. */
export const bar = (share: number): string => {
  const filled = Math.round(Math.min(1, share) * width)
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
}
