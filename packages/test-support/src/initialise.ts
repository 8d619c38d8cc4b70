import { ending } from './ending.ts'
import type { Site } from './Site.ts'
import { tail } from './tail.ts'

// The system may have only the locale C; ICU's locales come with the binaries.
const collation = (locale: string): ReadonlyArray<string> =>
  locale === 'C' ? ['--no-locale'] : ['--no-locale', '--locale-provider=icu', `--icu-locale=${locale}`]

/** Creates the files of an empty server. */
export const initialise = async (site: Site, locale: string): Promise<void> => {
  const fixed = ['-A', 'trust', '-E', 'UTF8', '-U', 'postgres', '--no-sync', '--no-instructions']
  const child = await site.spawn('initdb', ['-D', site.data, ...fixed, ...collation(locale)])
  await ending(child)
  if (child.exitCode !== 0) throw new Error(`initdb failed:\n${tail(site.log())}`)
}
