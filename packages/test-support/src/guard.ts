import { spawn } from 'node:child_process'

/** Cleans up when this process ends, even by SIGKILL. */
export type Guard = {
  /** The process to kill: the leader of its own process group. Undefined: none runs. */
  readonly watch: (pid: number | undefined) => void
  /** Cleans up now, in the background. */
  readonly release: () => void
}

// The script's standard input ends when this process does, even by SIGKILL. The guarded process may be initdb, whose
// children are in its group, or the server, which removes its pid file last. `kill -0` would still succeed for a
// zombie.
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

/**
 * The guard runs in a session of its own, so that no Ctrl-C reaches it. Windows has no `sh`, so nothing is guarded
 * there.
 */
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
