import { isGood, type Outcome } from './Outcome.ts'

const number = (value: number): string => value.toLocaleString('en')
const row = (name: string, value: number | string, remark = ''): string =>
  `  ${name.padEnd(34)}${(typeof value === 'number' ? number(value) : value).padStart(9)}  ${remark}`.trimEnd()

/** The outcome as a table. */
export const report = (outcome: Outcome): string => {
  const { acknowledged, stored, delivered, deliveredAgain, equal, ofKilled, verified } = outcome
  const { killed, away } = outcome
  const again = Object.entries(outcome.again)
  const times = away.length === 1 ? 'time' : 'times'
  return [
    '',
    row('messages acknowledged', acknowledged),
    row('messages stored', stored, equal ? 'the same, in the same order, word for word' : ''),
    row('messages delivered', delivered, `${equal ? 'the same; ' : ''}${number(deliveredAgain)} came twice`),
    '',
    row(`acknowledged by ${killed.worker}, killed`, ofKilled.acknowledged, `${number(ofKilled.found)} found`),
    row('in its hands when it died', ofKilled.inHands, unheard(outcome)),
    row('commands given again', sum(again.map(([, count]) => count)), reasons(again)),
    row('the server was away', `${away.length} ${times}`, lengths(outcome)),
    row('events folded by verify', verified.events, `${number(verified.differences)} differences`),
    row('seconds', outcome.seconds.toFixed(1)),
    '',
    verdict(outcome),
  ].join('\n')
}

const sum = (values: ReadonlyArray<number>): number => values.reduce((all, value) => all + value, 0)

const unheard = ({ ofKilled }: Outcome): string =>
  ofKilled.inHands === 0 ? '' : `${number(ofKilled.unheard)} of them it had stored already`

const reasons = (again: ReadonlyArray<readonly [string, number]>): string =>
  again.map(([reason, count]) => `${reason}: ${number(count)}`).join(', ')

const lengths = ({ away }: Outcome): string =>
  away.length === 0 ? 'not ours, not killed' : away.map((time) => `${(time / 1000).toFixed(2)} s`).join(', ')

const verdict = (outcome: Outcome): string => {
  if (isGood(outcome)) return 'Equal: nothing is lost, nothing is there twice.'
  const where = outcome.differs === null ? '' : ` The first conversation that differs: ${outcome.differs}.`
  return `NOT equal, or not what the events say.${where}`
}
