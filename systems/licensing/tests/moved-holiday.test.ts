// A decree moves a holiday into the term of an open case: the whole house of cases counts again, informs whom it touches and keeps both derivations.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRegulations, readTables } from '@ruqsat/regulations'
import { afterAll, expect, test } from 'vitest'
import { APPLICANT, openOffice, STAFF, type Office } from './setup.ts'

const REGULATIONS = new URL('../../../regulations/', import.meta.url)
const PINNED = 'kz-2027-1'
const folder = await mkdtemp(join(tmpdir(), 'ruqsat-decree-'))
let office: Office | null = null
afterAll(async () => {
  await office?.close()
  await rm(folder, { recursive: true })
})

/** The calendar's next version, as a decree of 26 November 2026 makes it: 1 December is off. The case begins on 23 November. */
async function decree(replaces = '2026-11-27'): Promise<URL> {
  await cp(fileURLToPath(new URL('calendars', REGULATIONS)), folder, { recursive: true })
  const before = await readFile(join(folder, `${PINNED}.yaml`), 'utf8')
  const change = `replaces: { version: ${PINNED}, from: '${replaces}', source: { act: P2600000001, item: '1', certainty: found } }\n`
  const day = "  - { dayOff: '2026-12-01', worked: '2026-12-26', source: { act: P2600000001, item: '1', certainty: found } }\n"
  await writeFile(
    join(folder, 'kz-2027-2.yaml'),
    before.replace(/^version: .*$/m, 'version: kz-2027-2').replace(/\nmovedDays:\n/, `\n${change}movedDays:\n${day}`),
  )
  return pathToFileURL(`${folder}/`)
}

test('at the midnight of the decree the open case is counted again; the applicant hears of both dates, and what is done stays', async () => {
  const tables = await readTables(await decree())
  const regulations = { ...(await openRegulations(REGULATIONS)), tables }
  office = await openOffice({ regulations })
  const { caseId, taskId } = await office.toSignature()
  const before = (await office.licensing.caseflow.read(caseId))!.state
  expect(await office.licensing.caseflow.runCalendars()).toBe(0)

  await office.legalClock.advance('2026-11-26T19:00:00.000Z', 'test')
  expect(await office.licensing.caseflow.runCalendars()).toBe(1)
  for (let runs = 0; runs < 3; runs += 1) await office.licensing.caseflow.runOutbox()

  const view = await office.must(office.host.readCase(caseId, APPLICANT))
  const { total } = view
  expect(total.due > before.total!.due).toBe(true)
  expect(total.former).toMatchObject({ due: { due: before.total!.due }, source: { act: 'P2600000001' } })
  expect(total.derivation).toMatchObject({ kind: 'sum' })
  const line = view.history.at(-1)!
  expect([line.event, line.due!.due, line.source!.act]).toEqual(['termsRecounted', total.due, 'P2600000001'])
  // Of the steps that are done nothing changes.
  expect(view.history.filter(({ event }) => event === 'taskStarted').every(({ due }) => due?.former === undefined)).toBe(true)
  const told = office.messages.filter(({ subject }) => subject.en === 'The term has changed')
  expect(told.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms'])
  expect(told[0]!.text.en).toMatch(/was changed\. The term now ends on .*December 2026.* \(before: .*December 2026/)
  const staff = await office.must(office.host.readCase(caseId, STAFF.head))
  expect(staff.tasks.map(({ id }) => id)).toEqual([taskId])
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
}, 60_000)

test('versions that do not follow each other stop the start, by name', async () => {
  const place = await decree('2026-11-27')
  const second = await readFile(join(folder, 'kz-2027-2.yaml'), 'utf8')
  const third = (text: string) => writeFile(join(folder, 'kz-2027-3.yaml'), text.replace(/^version: .*$/m, 'version: kz-2027-3'))
  await third(second)
  await expect(readTables(place)).rejects.toThrow("one version to replace 'kz-2027-1'")
  await third(second.replace('version: kz-2027-1,', 'version: kz-1999-1,'))
  await expect(readTables(place)).rejects.toThrow("'kz-1999-1' is none")
  await third(second.replace('version: kz-2027-1,', 'version: kz-2027-2,'))
  await expect(readTables(place)).rejects.toThrow('from a later day')
})
