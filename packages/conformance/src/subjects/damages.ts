import type { Change, StreamKey } from '@colloquy/core/storage'
import { acme, cast, order } from '../driving/Cast.ts'
import { conversation } from '../driving/Scene.ts'

/** The conversation whose rows are corrupted. */
export const stream: StreamKey = { tenant: acme, conversation: conversation('order') }

/** Corrupted rows of every table (changed, missing or extra), with the differences to report. */
export const damages: ReadonlyArray<readonly [string, ReadonlyArray<Change>, ReadonlyArray<string>]> = [
  [
    'a changed conversation',
    [
      {
        _tag: 'patch',
        table: 'conversation',
        where: stream,
        set: { staffN: 99, queue: 'lost', attributes: { a: 1 } },
      },
    ],
    ['conversation different'],
  ],
  [
    'a lost conversation',
    [{ _tag: 'remove', table: 'conversation', where: stream }],
    ['conversation missing'],
  ],
  [
    'a changed seat',
    [
      {
        _tag: 'patch',
        table: 'seat',
        where: { ...stream, side: 'staff', actor: cast.anna.id },
        set: { readN: 9 },
      },
    ],
    ['seat different'],
  ],
  [
    'a lost seat',
    [{ _tag: 'remove', table: 'seat', where: { ...stream, side: 'staff', actor: cast.bert.id } }],
    ['seat missing'],
  ],
  [
    'a changed message',
    [{ _tag: 'patch', table: 'message', where: { ...stream, n: 3 }, set: { removed: true, mentions: [] } }],
    ['message different'],
  ],
  ['a lost message', [{ _tag: 'remove', table: 'message', where: { ...stream, n: 1 } }], ['message missing']],
  [
    'a lost owner',
    [{ _tag: 'remove', table: 'own', where: { ...stream, side: 'staff', actor: cast.bert.id } }],
    ['own missing'],
  ],
  [
    'a link too many',
    [
      {
        _tag: 'put',
        table: 'link',
        row: { ...stream, type: 'order', record: 'never', customerVisible: true },
      },
    ],
    ['link extra'],
  ],
  [
    'a changed link',
    [
      {
        _tag: 'patch',
        table: 'link',
        where: { ...stream, type: order.type, record: order.id },
        set: { customerVisible: false },
      },
    ],
    ['link different'],
  ],
  ['lost labels', [{ _tag: 'remove', table: 'label', where: stream }], ['label missing']],
  [
    'a label too many',
    [{ _tag: 'put', table: 'label', row: { ...stream, label: 'never' } }],
    ['label extra'],
  ],
]
