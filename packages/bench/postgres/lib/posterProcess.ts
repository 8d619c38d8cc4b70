import { posting } from '../../lib/measure.ts'
import { openOurs } from './ours.ts'

/** What a process that posts is told, and what it answers: posts a second. */
export type Task = {
  readonly ids: ReadonlyArray<string>
  readonly posters: number
  readonly milliseconds: number
}
export type Done = { readonly rate?: number }

const ours = await openOurs(process.argv[2] ?? '')
let n = Math.floor(Math.random() * 1000)
process.on('message', ({ ids, posters, milliseconds }: Task) => {
  void posting(posters, milliseconds, () => ours.post(ids[(n += 1) % ids.length] ?? '')).then((rate) =>
    process.send?.({ rate } satisfies Done),
  )
})
process.on('disconnect', () => void ours.close())
process.send?.({} satisfies Done)
