// Loaded before a program of the documents: notes beside it what each of its lines printed.
import { appendFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const { SAID: told, PROGRAM: program } = process.env
const place = `${pathToFileURL(program).href}:`
const print = console.log

appendFileSync(told, '')
console.log = (...args) => {
  const frame = new Error().stack.split('\n').find((line) => line.includes(place))
  const line = Number(frame?.split(place)[1]?.split(':')[0])
  appendFileSync(told, `${JSON.stringify({ line, text: format(...args) })}\n`)
  print(...args)
}
