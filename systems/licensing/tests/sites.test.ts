// Places of a licensee: read from what was asked for and granted, with the day of each; shown to whoever looks the number up.
import { orFault, parseLicenceNumber, type LicenceNumber, type LocalDate } from '@ruqsat/foundation'
import { openActs } from '@ruqsat/regulations/testing'
import { AIGERIM } from '@ruqsat/trust/testing'
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

/** Leads a request with these answers to its signed result, by the acts of its own table. */
async function granted(answers: Readonly<Record<string, string>>, variant?: string): Promise<LicenceNumber> {
  const { host, must } = office
  const of = variant === undefined ? {} : { variant, feeTiyn: REISSUE_TIYN }
  const { caseId } = await must(host.register(await office.submission({ sections: sections(answers), ...of })))
  for (;;) {
    const [task] = (await office.licensing.caseflow.read(caseId))!.state.tasks
    const { id: taskId, role, stepId } = task!
    const { action } = steps.find(({ id }) => id === stepId)!
    const actor = STAFF[role === 'interestedBody' ? 'body' : role === 'operator' ? 'clerk' : role]
    if (action === 'signResult') {
      const { documentId, byteRange, number } = await must(host.prepareResult(caseId, taskId, actor))
      await must(host.signResult(caseId, taskId, documentId, await office.signPrepared(documentId, byteRange), actor))
      return orFault(parseLicenceNumber(number!))
    }
    await must(host.act(caseId, { kind: action, taskId, ...ANSWERS[action] } as never, actor))
  }
}

const grant = { decision: 'grant', groundIds: [], explanation: '' } as const
const ANSWERS: Readonly<Record<string, object>> = {
  assign: { officerId: 'officer-1', instruction: 'Қарап шығыңыз' },
  examine: { draft: grant },
  approve: { opinion: 'agrees', reason: '' },
  conclude: { draft: grant },
}
/** A tenth of the fee of issue, by the index of 2026. */
const REISSUE_TIYN = 432_500

const regulations = await openActs()
const steps = regulations.editions
  .find(({ regulation }) => regulation.id === 'grain')!
  .regulation.variants.flatMap(({ procedure }) => procedure.steps)
const sitesOf = async (number: LicenceNumber) => (await office.licensing.publicRegister.find(number))!.sites

test('a licence shows the place that was asked for; a number in place of it goes on with it, or has another from its day on', async () => {
  const first = await granted({ granaryAddress: 'Мәртөк ауданы' })
  const entry = (await office.licensing.publicRegister.find(first))!
  const name = { kk: 'Қойманың мекенжайы', ru: 'Адрес хранилища', en: 'Address of the granary' }
  const on = (day: LocalDate) => office.licensing.publicRegister.find(first, '', day)
  expect([(await on('2014-01-01'))?.asOf?.status, (await on(entry.issuedOn))?.asOf?.status]).toEqual(['notIssued', 'active'])
  await expect(on('2099-01-01')).rejects.toThrow('day-to-come')
  expect(entry.sites).toEqual([{ name, address: 'Мәртөк ауданы', since: entry.issuedOn, before: null }])

  expect(office.printed.at(-1)!.sites).toEqual([{ name, address: 'Мәртөк ауданы' }])
  const identity = { name: 'А', iin: AIGERIM.iin!, head: 'А', address: 'А', phone: '+77011234567', licenceDate: '2014-01-01' }
  const moved = await granted({ ...identity, licenceNumber: first, personChange: 'granaryAddress', newValue: 'Алға ауданы' }, 'reissue')
  expect(await sitesOf(moved)).toMatchObject([
    { address: 'Мәртөк ауданы', before: entry.issuedOn },
    { address: 'Алға ауданы', before: null },
  ])
  const renamed = await granted({ ...identity, licenceNumber: moved, personChange: 'personName', newValue: 'Жаңа аты' }, 'reissue')
  expect(await sitesOf(renamed)).toEqual(await sitesOf(moved))
  // The paper of a new number that names no place has those of the former one.
  expect(office.printed.at(-1)!.sites).toMatchObject([{ address: 'Алға ауданы' }])
  // What came after it is no place of the first number.
  expect(await sitesOf(first)).toHaveLength(1)
})
