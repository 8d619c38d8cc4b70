import type { Bench } from '../../lib/Bench.ts'
import type { Server } from './openServer.ts'

/** What every group of rows is given. */
export type PostgresBench = Bench & { readonly server: Server }
