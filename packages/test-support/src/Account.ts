import { readFileSync } from 'node:fs'

/** The account of the server process. Empty: this process's. */
export type Account = { readonly uid?: number; readonly gid?: number }

/** PostgreSQL refuses to run as root, so under root it runs as an account without rights. */
export const serverAccount = (): Account => {
  if (process.getuid?.() !== 0) return {}
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = ['postgres', 'nobody']
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find(Boolean)
  if (found === undefined) throw new Error('PostgreSQL needs an account other than root: postgres or nobody')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}
