// Places of a licensee: read from what was asked for and granted, with the day of each; shown to whoever looks the number up.
import { licenceNumber, orFault, parseLicenceNumber } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOffice, STAFF, type Office } from './setup.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const sections = (answers: Readonly<Record<string, string>>) => [
  { title: 'Қойма', fields: Object.entries(answers).map(([id, value]) => ({ id, label: id, value, valueText: value })) },
]

async function granted(answers: Readonly<Record<string, string>>): Promise<string> {
  const { host, must, taskOf } = office
  const { caseId } = await must(host.register(await office.submission({ sections: sections(answers) })))
  const act = async (what: object, actor: Parameters<typeof host.act>[2]) =>
    must(host.act(caseId, { ...what, taskId: await taskOf(caseId) } as never, actor))
  await act({ kind: 'accept' }, STAFF.clerk)
  await act({ kind: 'assign', officerId: 'officer-1', instruction: 'Қарап шығыңыз' }, STAFF.head)
  await act({ kind: 'examine', draft: office.grant }, STAFF.officer)
  await act({ kind: 'approve', opinion: 'agrees', reason: '' }, STAFF.body)
  await act({ kind: 'conclude', draft: office.grant }, STAFF.officer)
  const taskId = await taskOf(caseId)
  const { documentId, byteRange, number } = await must(host.prepareResult(caseId, taskId, STAFF.head))
  await must(host.signResult(caseId, taskId, documentId, await office.signPrepared(documentId, byteRange), STAFF.head))
  return number!
}

test('each licence shows the place that was asked for, from its day on', async () => {
  const address = 'Мәртөк ауданы, Элеватор көшесі, 1'
  const number = orFault(parseLicenceNumber(await granted({ granaryAddress: address })))
  const entry = (await office.licensing.publicRegister.find(number))!
  const name = { kk: 'Қойманың мекенжайы', ru: 'Адрес хранилища', en: 'Address of the granary' }
  expect(entry.sites).toEqual([{ name, address, since: entry.issuedOn, before: null }])
  const other = orFault(parseLicenceNumber(await granted({ granaryAddress: 'Алға ауданы' })))
  expect((await office.licensing.publicRegister.find(other))!.sites).toMatchObject([{ address: 'Алға ауданы', before: null }])
  expect(await office.licensing.publicRegister.find(orFault(parseLicenceNumber(licenceNumber('LAA', 999))))).toBeNull()
})
