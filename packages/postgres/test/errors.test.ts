import { describe, expect, test } from 'vitest'
import { isEntangled, isLost, storeError } from '../src/errors.ts'

/** An error as the server tells it: what it quotes must not be told. */
const answered = (code: string) => Object.assign(new Error('Quagga'), { code })

/** What a caller is told, and what is known of the statement that met it. */
const told: ReadonlyArray<readonly [string, ReadonlyArray<string>, 'lost' | 'again' | 'answered', object]> = [
  [
    'the session or the server ends: nobody knows, and another connection may be served',
    [
      '08000',
      '08003',
      '08006',
      '08P01',
      '57P01',
      '57P02',
      '57P03',
      '57P04',
      '57P05',
      '25P03',
      '25P04',
      '40003',
    ],
    'lost',
    { _tag: 'Unavailable', retryAfter: 1000 },
  ],
  ['two are in each other’s way', ['40000', '40001', '40P01'], 'again', { _tag: 'Conflict' }],
  [
    'somebody holds what is needed, for a moment',
    ['55P03', '55006'],
    'answered',
    { _tag: 'Unavailable', retryAfter: 50 },
  ],
  [
    'the server lacks something for a while',
    ['53000', '53100', '53200', '53300', '53400', '57014', '58000', '58030', '25006', 'XX000'],
    'answered',
    { _tag: 'Unavailable', retryAfter: 1000 },
  ],
  ['the log refuses it: somebody was first', ['23505', '23514', '23000'], 'answered', { _tag: 'Conflict' }],
  ['the files are broken', ['XX001', 'XX002'], 'answered', { _tag: 'Corrupt' }],
]

describe.each(told)('%s', (_, codes, known, reason) => {
  test.each(codes)('%s', (code) => {
    const error = answered(code)
    expect([isLost(error), isEntangled(error)]).toEqual([known === 'lost', known === 'again'])
    const { retryAfter, ...rest } = { retryAfter: undefined, ...storeError(error) }
    expect({ ...rest, ...(retryAfter !== undefined && { retryAfter }) }).toMatchObject(reason)
    expect(JSON.stringify(rest)).not.toContain('Quagga')
  })
})
