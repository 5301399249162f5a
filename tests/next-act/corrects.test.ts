// A form that corrects a paper may ask only for what the act's papers print: each way to write it wrong is refused at the line.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadRegulation } from '@ruqsat/law'
import { broken, packageFiles } from '@ruqsat/law/testing'
import { expect, test } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const HIVES = [
  ...packageFiles(at('./regulations/2021-saryzhaz-7-hives')),
  { path: '../general/kz.yaml', text: readFileSync(at('../../regulations/general/kz.yaml'), 'utf8') },
]

function errorsOf(from: string, to: string) {
  const loaded = loadRegulation(broken(HIVES, `in variants/rectify.yaml\n- ${from}\n+ ${to}\n`))
  return loaded.kind === 'broken' ? loaded.errors.map(({ code, file, found }) => [code, file, found.en]) : []
}

const FILE = 'variants/rectify.yaml'

test('the act as it is written is in order', () => {
  expect(loadRegulation(HIVES).kind).toBe('loaded')
})

test.each([
  ['a value that no paper prints', 'corrects: values.place', 'corrects: values.nowhere', 'unknown-reference', 'values.nowhere'],
  ['a step that writes nothing', 'corrects: works.B3.visitedOn', 'corrects: works.B1.visitedOn', 'unknown-reference', 'works.B1.visitedOn'],
  ['one place twice', 'corrects: values.place', 'corrects: holder.name', 'result-impossible', 'holder.name'],
  ['a value of another type', 'corrects: works.B3.visitedOn', 'corrects: values.place', 'result-impossible', 'date'],
  [
    'a number that decided what was done',
    'corrects: values.place',
    'corrects: values.permitNumber',
    'unknown-reference',
    'values.permitNumber',
  ],
])('a correction is refused of %s', (_what, from, to, code, found) => {
  expect(errorsOf(from, to)).toContainEqual([code, FILE, found])
})
