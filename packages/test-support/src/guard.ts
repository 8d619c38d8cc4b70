import { spawn } from 'node:child_process'

/** Cleans up when this process ends, however it ends. */
export type Guard = {
  /** The process to end: the leader of a group of its own. Nothing: none runs now. */
  readonly watch: (pid: number | undefined) => void
  /** Cleans up now, in the background. */
  readonly release: () => void
}

// Its standard input ends when this process does, even by SIGKILL. The process may be initdb, whose children are of its
// group, or the server, which takes its pid file away as the last thing. An exited process that nobody waits for would
// still answer `kill -0`.
const script = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && kill -s QUIT -- "-$pid"; then
  for i in $(seq 100); do
    if ! [ -e "$1/data/postmaster.pid" ] || ! kill -0 "$pid"; then break; fi
    sleep 0.1
  done
  kill -s KILL -- "-$pid"
fi
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`

/** A process in a session of its own, so that no Ctrl-C reaches it. Windows has no `sh`: nothing is guarded there. */
export const guard = (folder: string): Guard => {
  if (process.platform === 'win32') return { watch: () => undefined, release: () => undefined }
  const child = spawn('sh', ['-c', script, 'sh', folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  child.stdin.on('error', () => undefined)
  return {
    watch: (pid) => void child.stdin.write(`${pid ?? ''}\n`),
    release: () => void child.stdin.end(),
  }
}
