// An error that was corrected does not come back: an extension and a reissue state what the register has, though their request says the former.
import { orFault, parseLicenceNumber } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHives } from './hives.ts'
import { APPLICANT, PARTY, type Office } from './setup.ts'

let hives: Awaited<ReturnType<typeof openHives>>
let office: Office
beforeAll(async () => {
  hives = await openHives()
  ;({ office } = hives)
})
afterAll(() => office.close())

const WRONG = 'Гүлді сай, 7-учаске'
const RIGHT = 'Гүлді сай, 17-учаске'
const RIGHT_NAME = 'Сағындықова Әйгерім Қайратқызы (дұрысы)'

const entryOf = async (number: string) => (await office.licensing.publicRegister.find(orFault(parseLicenceNumber(number))))!
const holderOf = async (number: string) =>
  (
    await office.sql<{ name: string }[]>`select p.data->>'name' as name from licensing.licence l
    join licensing.party p on p.authority = l.authority and p.digest = l.holder_ref where l.number = ${number}`
  )[0]!.name

test('an extension and a reissue of a corrected number print what is right, and the register has it; what is new is printed as it is asked for', async () => {
  const first = await hives.granted('issue', { place: WRONG, hiveCount: '40', race: 'steppe' })
  const number = first.number!
  expect(first.paper.values['place']?.kk).toBe(WRONG)
  const asked = { permitNumber: number, hiveCount: '40', race: 'steppe' }
  const corrected = await hives.granted('rectify', { permitNumber: number, rightName: RIGHT_NAME, rightPlace: RIGHT, rightDay: '' })
  expect([corrected.number, corrected.paper.values['place']?.kk, corrected.paper.holder.name]).toEqual([number, RIGHT, RIGHT_NAME])

  // The account still says the former name, and the applicant copied the former place.
  const extended = await hives.granted('prolong', { ...asked, place: WRONG })
  expect([extended.number, extended.paper.values['place']?.kk, extended.paper.holder.name]).toEqual([number, RIGHT, RIGHT_NAME])
  expect(await holderOf(number)).toBe(RIGHT_NAME)
  // The act lets a permit be extended once.
  const again = { editionHash: office.edition.hash, variant: 'prolong', holder: PARTY, answers: { ...asked, place: RIGHT } }
  expect(await office.licensing.publicRegister.earlier(again)).toMatchObject({
    code: 'licensing.earlier-too-often',
    facts: { times: 1, most: 1 },
  })
  // What the applicant signed stays as it is.
  const { request } = await office.must(office.host.readCase(extended.caseId, APPLICANT))
  expect(JSON.stringify(request)).toContain(WRONG)

  // The paper that is corrected next says what is right already: there is nothing to correct in it.
  const same = await office.licensing.publicRegister.earlier({
    editionHash: office.edition.hash,
    variant: 'rectify',
    holder: PARTY,
    answers: { permitNumber: number, rightPlace: RIGHT },
  })
  expect(same).toMatchObject({ code: 'licensing.paper-not-corrected' })

  const replaced = await hives.granted('replace', { ...asked, place: `  ${WRONG} ` })
  expect(replaced.number).not.toBe(number)
  expect([replaced.paper.values['place']?.kk, replaced.paper.holder.name, await holderOf(replaced.number!)]).toEqual([
    RIGHT,
    RIGHT_NAME,
    RIGHT_NAME,
  ])
  expect((await entryOf(number)).status).toBe('replaced')

  // Another place and another name are no error.
  const moved = await hives.granted('replace', { ...asked, permitNumber: replaced.number!, place: 'Қызыл жар' }, { name: 'Жаңа Әйгерім' })
  expect([moved.paper.values['place']?.kk, moved.paper.holder.name, await holderOf(moved.number!)]).toEqual([
    'Қызыл жар',
    'Жаңа Әйгерім',
    'Жаңа Әйгерім',
  ])
  expect((await office.licensing.audit(office.outside)).faults).toEqual([])
})
