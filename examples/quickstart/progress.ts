import { Presets, SingleBar } from 'cli-progress'

export type Progress = {
  readonly update: (share: number, conversations: number) => void
  readonly stop: () => void
}

/** A bar on the error stream where somebody looks at it; nothing elsewhere. */
export const startProgress = (): Progress => {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: 'Importing {bar} {percentage}% | conversations: {conversations} | {eta_formatted} left',
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  bar.start(1, 0, { conversations: 0 })
  return { update: (share, conversations) => bar.update(share, { conversations }), stop: () => bar.stop() }
}
