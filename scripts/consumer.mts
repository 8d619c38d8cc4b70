// What a user of the published packages might write; scripts/pack-check.mjs type-checks it against the tarballs.
import * as core from '@colloquy/core'
import * as memory from '@colloquy/core/memory'
import * as colloquy from 'colloquy'
import * as fp from 'colloquy/fp'
import * as sqlite from '@colloquy/sqlite'
import * as conformance from '@colloquy/conformance'

export const packages = { core, memory, colloquy, fp, sqlite, conformance }
