// Every task of this workspace starts here: `node packages/tooling/run.mjs TASK [arguments]`.
//
// It needs nothing but some Node (20 or later) and npm. When the dependencies are missing or differ from the lockfile's it
// installs them with the pinned pnpm; then it runs the task under the pinned Node, whatever the system's Node is.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const windows = process.platform === 'win32'
const bin = join(root, 'node_modules', '.bin')
const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
const source = '--conditions=@colloquy/source'

const read = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

const workspace = JSON.parse(read('package.json'))

/** What this Node is too old for, or null: it has to run npx and pnpm before the pinned one is there. */
const tooOld = () => {
  const needed = workspace.engines.node.replace('>=', '')
  const running = process.versions.node
  return Number(running.split('.')[0]) < Number(needed)
    ? `The tasks of this repository need Node.js ${needed} or later; this is ${running}.`
    : null
}

// pnpm keeps a byte-equal copy of the lockfile it installed.
const ready = () => existsSync(node) && read('pnpm-lock.yaml') === read('node_modules/.pnpm/lock.yaml')

const env = { ...process.env }
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
env[pathKey] = [bin, dirname(node), env[pathKey]].join(delimiter)

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a command; resolves to its exit code, 128 + n when signal n ended it. Signals sent to us reach it. */
const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: root, env, ...options })
    // A terminal's Ctrl-C reaches the child by itself; then we only have to outlive it.
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of signals) process.on(signal, forward)
    const settle = (code) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      settle(127)
    })
    child.once('exit', (code, signal) => settle(code ?? 128 + (constants.signals[signal] ?? 0)))
  })

const runNode = (args, options) => run(node, args, options)

// The sources are stripped of their types and compiled once, not by each of the hundreds of processes that tests start.
const compiledOnce = { ...env, NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') }

// Relative paths among the arguments are the user's; npm and pnpm change to the root and keep that folder here.
const userFolder = process.env.INIT_CWD ?? process.cwd()

const setUp = async () => {
  if (ready()) return 0
  const pnpm = workspace.packageManager
  console.error(`Setting up once: installing the dependencies with ${pnpm} (about 20 seconds)…`)
  // The lockfile's entries were vetted when it was written; checking their age again costs 5-11 s.
  const install = ['-y', pnpm, 'install', '--frozen-lockfile', '--config.minimum-release-age=0']
  const quiet = ['--reporter=append-only', '--loglevel=warn']
  // Under NODE_ENV=production the tools would be left out.
  const setUpEnv = { ...env, CI: '1', NODE_ENV: 'development' }
  const toStandardError = ['inherit', 2, 2]
  const command = windows ? 'npx.cmd' : 'npx'
  const options = { shell: windows, env: setUpEnv, stdio: toStandardError }
  const code = await run(command, [...install, ...quiet], options)
  if (code !== 0) console.error('The set-up failed; nothing was run.')
  return code
}

const folders = (path) =>
  existsSync(join(root, path))
    ? readdirSync(join(root, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(path, entry.name))
    : []

const tool = (path) => join(root, 'node_modules', ...path.split('/'))
const tsc = tool('typescript/bin/tsc')
const ours = (file) => join('packages', 'tooling', file)
const format = [tool('@biomejs/biome/bin/biome'), 'format', `--config-path=${ours('biome.config.json')}`]

/** Runs steps one after the other and stops at the first that fails. */
const inTurn = async (steps) => {
  for (const step of steps) {
    const code = await step()
    if (code !== 0) return code
  }
  return 0
}

// A package comes after the ones it depends on.
const packagesInOrder = () => {
  const all = new Map(
    folders('packages')
      .filter((folder) => existsSync(join(root, folder, 'tsup.config.ts')))
      .map((folder) => {
        const manifest = JSON.parse(read(join(folder, 'package.json')))
        return [manifest.name, { folder, needs: Object.keys(manifest.dependencies ?? {}) }]
      }),
  )
  const ordered = new Set()
  const visit = (name) => {
    if (ordered.has(name) || !all.has(name)) return
    all.get(name).needs.forEach(visit)
    ordered.add(name)
  }
  for (const name of all.keys()) visit(name)
  return [...ordered].map((name) => all.get(name).folder)
}

const build = () =>
  inTurn(
    packagesInOrder().flatMap((folder) => {
      const options = { cwd: join(root, folder) }
      return [
        () => runNode([tool('tsup/dist/cli-default.js'), '--silent'], options),
        () => runNode([tsc, '-p', 'tsconfig.build.json'], options),
      ]
    }),
  )

/** What did not change is not read again. */
const remembered = (name) => [
  '--cache',
  '--cache-strategy=content',
  `--cache-location=node_modules/.cache/${name}`,
]

const checks = [
  { name: 'types', args: [tsc, '--noEmit', '-p', root] },
  {
    name: 'lint',
    args: [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '-c', ours('oxlint.config.ts')],
  },
  { name: 'format', args: [...format, '.'] },
  {
    name: 'spelling',
    args: [
      tool('cspell/bin.mjs'),
      'lint',
      '--config',
      ours('cspell.json'),
      '--quiet',
      ...remembered('spelling'),
    ],
  },
  { name: 'unused', args: [tool('knip/bin/knip.js'), '-c', ours('knip.json')] },
]

/** Runs every check, so that one run shows all that is wrong. */
const check = async () => {
  const failed = []
  for (const { name, args } of checks) {
    const start = Date.now()
    const code = await runNode(args)
    if (code > 128) return code
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
    if (code !== 0) failed.push(name)
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
}

const example = ([name, ...args]) => {
  const names = folders('examples').map((folder) => folder.slice('examples'.length + 1))
  const file = join('examples', name ?? '', 'index.ts')
  if (name !== undefined && names.includes(name) && existsSync(join(root, file))) {
    return runNode([source, join(root, file), ...args], { cwd: userFolder, env: compiledOnce })
  }
  console.error(name === undefined ? 'Which example?' : `There is no example called ${name}.`)
  console.error(`The examples: ${names.join(', ')}`)
  return 2
}

const test = (args, own = {}) => {
  const given = ['run', '--config', 'vitest.workspace.ts', ...args]
  return runNode([tool('vitest/vitest.mjs'), ...given], { env: { ...compiledOnce, ...own } })
}

/** What a change most often breaks, without a server: for while one works. */
const quick = (args) => {
  const files = ['packages/core/test', 'packages/colloquy/test/rules', 'packages/colloquy/test/leaks']
  return test([...files, ...args], { COLLOQUY_STORAGES: 'memory,sqlite' })
}

const tasks = {
  example,
  test: (args) => test(args),
  quick,
  build,
  check,
  soak: (args) => runNode([source, ours('soak.mjs'), ...args]),
  bench: (args) => runNode([source, join(root, 'packages/bench/index.ts'), ...args], { cwd: userFolder }),
  format: (args) => runNode([...format, '--write', ...(args.length > 0 ? args : ['.'])]),
  changeset: (args) => runNode([tool('@changesets/cli/bin.js'), ...args]),
  'pack-check': (args) => inTurn([build, () => runNode([ours('pack-check.mjs'), ...args])]),
}

const [task, ...rest] = process.argv.slice(2)
if (!Object.hasOwn(tasks, task ?? '')) {
  console.error(`Tasks: ${Object.keys(tasks).join(', ')}`)
  process.exit(2)
}
const problem = tooOld()
if (problem !== null) {
  console.error(problem)
  process.exit(2)
}
process.exitCode = await inTurn([setUp, () => tasks[task](rest)])
