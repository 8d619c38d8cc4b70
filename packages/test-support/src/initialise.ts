import { ending } from './ending.ts'
import type { Site } from './Site.ts'
import { tail } from './tail.ts'

// The system may have no locale but C; ICU's come with the binaries.
const collation = (locale: string): ReadonlyArray<string> =>
  locale === 'C' ? ['--no-locale'] : ['--no-locale', '--locale-provider=icu', `--icu-locale=${locale}`]

/** Makes the files of a server that has no rows yet. */
export const initialise = async (site: Site, locale: string): Promise<void> => {
  const fixed = ['-A', 'trust', '-E', 'UTF8', '-U', 'postgres', '--no-sync', '--no-instructions']
  const child = await site.spawn('initdb', ['-D', site.data, ...fixed, ...collation(locale)])
  await ending(child)
  if (child.exitCode !== 0) throw new Error(`initdb failed:\n${tail(site.log())}`)
}
