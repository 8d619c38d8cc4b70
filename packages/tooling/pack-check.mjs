// Looks at the packages as their users will: packs them, installs the tarballs with npm into an empty project,
// type-checks a consumer against them, imports them, and sees what they say on a Node that is too old. Run it as
// `npm run pack-check`, which builds them first.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const windows = process.platform === 'win32'
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const manifestOf = (folder) =>
  JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
const typesVersion = (name) => manifest.devDependencies[name]
const oldestTypeScript = manifest.config.oldestTypeScript
const compilers = {
  [`TypeScript ${oldestTypeScript}`]: 'typescript-oldest',
  'TypeScript 5.9': 'typescript-5',
  'TypeScript 7': 'typescript-7',
}
/** A Node that is too old: without a check at import, the native driver ends it with a segmentation fault. */
const tooOld = '20.20.2'

const run = (title, command, args, cwd = root) => {
  const shell = windows && !command.endsWith('.exe')
  const result = spawnSync(command, args, { cwd, shell, encoding: 'utf8' })
  const ok = result.status === 0
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${title}`)
  if (!ok) {
    console.error([result.error?.message, result.stdout, result.stderr].filter(Boolean).join('\n'))
    process.exitCode = 1
  }
  return ok
}
const runNode = (title, args, cwd) => run(title, process.execPath, args, cwd)
const tool = (path) => join(root, 'node_modules', ...path.split('/'))

const work = mkdtempSync(join(tmpdir(), 'colloquy-pack-'))
const tarballs = join(work, 'tarballs')
const consumer = join(work, 'consumer')
mkdirSync(tarballs)
mkdirSync(consumer)

const check = () => {
  const folders = readdirSync(join(root, 'packages')).filter((folder) => manifestOf(folder).private !== true)
  for (const folder of folders) {
    const args = ['-y', manifest.packageManager, 'pack', '--pack-destination', tarballs]
    if (!run(`pack ${folder}`, windows ? 'npx.cmd' : 'npx', args, join(root, 'packages', folder))) return
  }
  const files = readdirSync(tarballs).map((file) => join(tarballs, file))
  for (const file of files) {
    const name = file.slice(tarballs.length + 1)
    runNode(`publint ${name}`, [tool('publint/src/cli.js'), file, '--strict'])
    runNode(`attw ${name}`, [tool('@arethetypeswrong/cli/dist/index.js'), file, '--profile', 'esm-only'])
  }

  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  copyFileSync(join(import.meta.dirname, 'consumer.mts'), join(consumer, 'consumer.mts'))
  const others = [
    `vitest@${typesVersion('vitest')}`,
    `@types/node@${typesVersion('@types/node')}`,
    `typescript-oldest@npm:typescript@~${oldestTypeScript}.0`,
    'typescript-5@npm:typescript@~5.9.3',
    `typescript-7@npm:typescript@${typesVersion('typescript')}`,
  ]
  const install = ['install', '--no-audit', '--no-fund', ...files, ...others]
  if (!run('npm install of the tarballs', windows ? 'npm.cmd' : 'npm', install, consumer)) return

  const options = {
    target: 'es2023',
    lib: ['es2023'],
    types: ['node'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  }
  const config = { compilerOptions: options, files: ['consumer.mts'] }
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config))
  for (const [title, folder] of Object.entries(compilers)) {
    runNode(`types, ${title}`, [join('node_modules', folder, 'bin', 'tsc'), '-p', '.'], consumer)
  }

  // The conformance suite imports vitest, which only works inside vitest.
  const names = [
    '@colloquy/core',
    '@colloquy/core/storage',
    '@colloquy/core/engine',
    '@colloquy/core/decoding',
    '@colloquy/core/memory',
    'colloquy',
    'colloquy/fp',
    '@colloquy/sqlite',
  ]
  const imports = names.map((name) => `await import('${name}')`).join('\n')
  runNode(`import, Node ${process.version}`, ['--input-type=module', '-e', imports], consumer)
  runNode(`a small program, Node ${process.version}`, ['consumer.mts'], consumer)
  refusesToRun(consumer)
  writeFileSync(
    join(consumer, 'conformance.test.mjs'),
    "import { test } from 'vitest'\ntest('imports', () => import('@colloquy/conformance'))\n",
  )
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', 'conformance.test.mjs']
  runNode('import of the conformance suite, vitest', vitest, consumer)
}

/** The small program says in a sentence which Node it needs, and ends as programs do. */
const refusesToRun = (folder) => {
  const old = join(work, 'old')
  mkdirSync(old)
  writeFileSync(join(old, 'package.json'), JSON.stringify({ private: true }))
  const install = ['install', '--no-audit', '--no-fund', `node@${tooOld}`]
  if (!run(`npm install of Node ${tooOld}`, windows ? 'npm.cmd' : 'npm', install, old)) return
  const node = join(old, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  const program = "import { sqlite } from '@colloquy/sqlite'\nsqlite({ filename: 'old.db' })"
  const { status, stdout, stderr } = spawnSync(node, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  })
  const needed = manifestOf('core').engines.node.replace('>=', '')
  const said = stderr.includes(`Colloquy needs Node.js ${needed} or later; this is ${tooOld}.`)
  const ok = status === 1 && stdout === '' && said
  console.log(`${ok ? 'ok    ' : 'FAILED'} what is said on Node ${tooOld}`)
  if (!ok) {
    console.error(`exit code ${status}`, stdout, stderr)
    process.exitCode = 1
  }
}

try {
  check()
} finally {
  if (process.argv.includes('--keep')) {
    console.log(`Kept in ${work}. Into a project of yours: npm install ${join(tarballs, '*.tgz')}`)
  } else {
    rmSync(work, { recursive: true, force: true })
  }
}
