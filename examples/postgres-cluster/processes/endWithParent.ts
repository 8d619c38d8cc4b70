import type { Opened } from '../Place.ts'

/** In milliseconds. */
const patience = 2_000

/** Ends this process when whoever started it has let go of it, or is gone: in good order, if that doesn't take long. */
export const endWithParent = (chat: Opened): void => {
  const end = (): void => {
    setTimeout(() => process.exit(1), patience).unref()
    void chat.close()
  }
  // It may have gone while the database was opened.
  if (process.connected) process.once('disconnect', end)
  else end()
}
