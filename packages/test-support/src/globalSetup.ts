import type { TestProject } from 'vitest/node'
import type {} from './provided.ts'
import { sharedServer } from './shared.ts'

/** Runs once for each project with a test to run; all share one server. */
export default async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const told = process.env.TEST_DATABASE_URL
  if (told !== undefined && told !== '') {
    project.provide('postgresUrl', told)
    return undefined
  }
  const { url, leave } = await sharedServer()
  project.provide('postgresUrl', url)
  return leave
}
