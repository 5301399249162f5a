// What the sandbox's registers say of whoever tries a service whose form they answer, and that it is on the paper.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resultDocument } from '@ruqsat/documents'
import { orFault, parseBIN, parseIIN, parsePrintableData, isRefusal } from '@ruqsat/foundation'
import { openMadeUp } from '@ruqsat/regulations/testing'
import { openTypesetter } from '@ruqsat/typesetting'
import { afterAll, expect, test } from 'vitest'
import { rowsOfEverybody, sampleRows } from './registers.ts'
import { samplesOf } from './templates.ts'

const regulations = await openMadeUp(['2025-teniztau-14-drones'])
const typesetter = openTypesetter()
afterAll(() => typesetter.close())

const [own, other] = ['850412400012', '790923300010'].map((iin) => orFault(parseIIN(iin)))
const bin = orFault(parseBIN('080340001111'))

test('everybody in the sandbox and their firms are found in a register that answers a field, each with a number of their own', () => {
  const people = [
    { iin: own!, organisation: null },
    { iin: other!, organisation: { name: 'Ф', bin } },
  ]
  const rows = rowsOfEverybody(regulations, people, '2026-11-23')
  // The package itself has a row about the first.
  expect(sampleRows(regulations)).toContainEqual({ system: 'IS-PILOTS', about: own, facts: { certificate: 'TT-0042' } })
  expect(rows).toEqual([
    { system: 'IS-PILOTS', about: other, facts: { certificate: '№ 0010' } },
    { system: 'IS-PILOTS', about: bin, facts: { certificate: '№ 1111' } },
  ])
})

test('what a register answered in place of a person is printed on the paper', async () => {
  const { hash, regulation } = regulations.packages.find(({ edition }) => edition.regulation.id === 'drones')!.edition
  const sample = samplesOf(regulation).find(({ variant, conclusion }) => variant.id === 'issue' && conclusion.decision === 'grant')!
  const document = parsePrintableData(resultDocument({ ...sample, answers: { ...sample.answers, pilotCertificate: 'TT-0042' } }))
  if (isRefusal(document)) throw new Error(document.code)
  const file = sample.variant.results.grant.template!
  const pdf = await typesetter.render({ name: `drones/${file}`, source: regulations.template(hash, file) }, document, {
    creationTimestamp: '2026-11-23T05:00:00.000Z',
  })
  if (isRefusal(pdf)) throw new Error(pdf.code)
  const path = join(mkdtempSync(join(tmpdir(), 'ruqsat-answered-')), 'permit.pdf')
  writeFileSync(path, pdf)
  const text = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
  for (const said of ['Пилот куәлігі', 'TT-0042']) expect(text).toContain(said)
})
