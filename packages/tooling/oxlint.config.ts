// What the linter looks for beyond mistakes: the rooms of the packages and what each may import.
type Pattern = { readonly regex: string; readonly message: string }

const only = (...patterns: ReadonlyArray<Pattern>) => ({
  'no-restricted-imports': ['error', { patterns }],
})

const libraries: Pattern = {
  regex: '^fp-ts$|^(fp-ts|io-ts)/[^l]|^(fp-ts|io-ts)/l[^i]|^(fp-ts|io-ts)/lib(/[^.]*)?$',
  message: 'import fp-ts/lib/X.js or io-ts/lib/X.js: the other forms fail under Node or load everything',
}
const ownIndex: Pattern = {
  regex: String.raw`^\.{1,2}/(.*/)?index(\.ts|\.js)?$|^(\.{1,2}/)*\.{1,2}/?$`,
  message: 'nobody imports an index.ts of their own package',
}
const sourcesOfAnother: Pattern = {
  regex: String.raw`(^|/)\.\./(.*/)?(core|colloquy|sqlite|postgres|conformance)/src/`,
  message: 'import another package by its name',
}
const inPackages = [libraries, ownIndex, sourcesOfAnother]
const inCore: ReadonlyArray<Pattern> = [
  ...inPackages,
  {
    regex: '^(node:|pg$|better-sqlite3$|@colloquy/|colloquy(/|$)|uuid$|mitt$)',
    message: 'core is pure: fp-ts and io-ts only',
  },
  {
    regex:
      '^(assert|async_hooks|buffer|child_process|crypto|events|fs|http|https|net|os|path|perf_hooks|process|stream|timers|url|util|worker_threads|zlib)(/|$)',
    message: 'core runs in a browser',
  },
]
const noTask: Pattern = {
  regex: '^fp-ts/lib/Task',
  message: 'nothing waits below app and ports: no Task here',
}

const closed = (rooms: string, message: string): Pattern => ({
  regex: String.raw`^(\.{1,2}/)+(${rooms})(/|\.ts$|$)`,
  message,
})

/** A room of core, and what is closed to it. */
const room = (name: string, ...patterns: ReadonlyArray<Pattern>) => ({
  files: [`**/packages/core/src/${name}/**`],
  rules: only(...inCore, ...patterns),
})

const ofProjections: ReadonlyArray<Pattern> = [
  noTask,
  closed('ports|storage|app|memory', 'projections use conversation and the kernel only'),
]

/** Core by its doors only, which are told by their first letters; storages need neither engine nor decoding. */
const byDoors = (letters: string): Pattern => ({
  regex: `^@colloquy/([^c]|c[^o]|co[^r]|cor[^e]|core[^/]|core/[^${letters}])|^colloquy(/|$)`,
  message: 'only the doors of @colloquy/core that are meant for this package',
})
const allDoors = byDoors('demns')
const doorsOfStorages = byDoors('ns')

/** The rooms of the front door: each knows those before it. */
const floors = ['engine', 'committing', 'following', 'session', 'operating', 'opening']
const aboveFollowing = floors.slice(floors.indexOf('following') + 1)

const frontRoom = (name: string, ...others: ReadonlyArray<string>) => ({
  files: [`**/packages/colloquy/src/${name.endsWith('.ts') ? name : `${name}/**`}`],
  rules: only(
    ...inPackages,
    allDoors,
    closed(others.join('|'), `${name} does not know ${others.join(', ')}`),
  ),
})

const fakedByTests = 'tests of applications fake the global one'
const restrictedGlobals = [
  ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
    name,
    message: `import it from timers.ts: ${fakedByTests}`,
  })),
  { name: 'performance', message: `import elapsed from timers.ts: ${fakedByTests}` },
]

export default {
  plugins: ['typescript', 'import', 'unicorn', 'oxc'],
  categories: { correctness: 'error' },
  env: { es2024: true },
  ignorePatterns: ['**/dist/**', '**/coverage/**'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/no-explicit-any': 'error',
  },
  overrides: [
    {
      files: ['**/packages/{colloquy,sqlite,postgres}/src/**'],
      rules: { 'no-restricted-globals': ['error', ...restrictedGlobals] },
    },
    { files: ['**/packages/*/src/**/timers.ts'], rules: { 'no-restricted-globals': 'off' } },
    { files: ['**/*.ts', '**/*.mts'], rules: only(libraries) },
    { files: ['**/packages/core/src/**'], rules: only(...inCore) },
    room(
      'kernel',
      noTask,
      closed('conversation|projections|ports|storage|app|memory', 'the kernel knows nothing above it'),
    ),
    room(
      'conversation',
      noTask,
      closed('projections|ports|storage|app|memory', 'conversation uses the kernel only'),
    ),
    room('projections', ...ofProjections, closed('shown', 'what is shown comes last')),
    room(
      'projections/rows',
      ...ofProjections,
      closed('seen|shown', 'rows know neither who looks nor what is shown'),
    ),
    room('ports', closed('storage|app|memory', 'ports know neither the app nor a storage')),
    room('storage', noTask, closed('app|memory', 'what storages share knows the ports at most')),
    room('app', closed('memory', 'the app knows its storage as a port only')),
    room('memory', closed('app', 'a storage does not know the app')),
    { files: ['**/packages/{colloquy,conformance}/src/**'], rules: only(...inPackages, allDoors) },
    { files: ['**/packages/{sqlite,postgres}/src/**'], rules: only(...inPackages, doorsOfStorages) },
    {
      files: ['**/packages/{sqlite,postgres}/src/sql/**'],
      rules: only(
        ...inPackages,
        doorsOfStorages,
        closed('query|load|write', 'a statement does not know who asks it'),
      ),
    },
    ...floors.slice(0, -1).map((name, at) => frontRoom(name, ...floors.slice(at + 1))),
    frontRoom('following/*.ts', ...aboveFollowing, 'subscribing', 'watching'),
    frontRoom('following/subscribing', ...aboveFollowing, 'watching'),
    frontRoom('following/watching', ...aboveFollowing, 'subscribing'),
  ],
}
