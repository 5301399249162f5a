import { sectionsFor } from '@ruqsat/documents'
import { checkDigit, isRefusal, orFault, parseMobileNumber, type BIN, parseBIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ACCESS, DRAFT_ACTIONS, RELATIONS, relationOf, type Access, type Relation } from '../core/access.ts'
import { openDraft } from './drafts.ts'
import { saveSection, sectionMark } from './filling.ts'
import { readFrozen } from './frozen.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { signersOf } from './ready.ts'
import { bytesToSign, submitSignature } from './signing.ts'
import { draftsOf, marksOf } from './store.ts'
import {
  begin,
  deliver,
  fillAll,
  goodValue,
  must,
  openDraftRoom,
  payFor,
  reopen,
  signatureOver,
  type DraftRoom,
  doWhatIsDue,
} from './testing.ts'
import { orderPayment } from './payment.ts'

// A firm's drafts, payments and requests belong to the firm; an individual's to that person alone.

let room: DraftRoom
let firms = 0
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())
beforeEach(() => {
  room.trust.says = 'valid'
  room.told.length = 0
})

/** Fictional, each with its right check digit. */
function freshBin(): BIN {
  const eleven = `080340${String((firms += 1)).padStart(5, '0')}`
  const check = checkDigit(eleven)
  return check === null ? freshBin() : orFault(parseBIN(`${eleven}${check}`))
}

type Firm = { readonly bin: BIN; readonly employee: Person; readonly colleague: Person; readonly head: Person }

async function firm(): Promise<Firm> {
  const bin = freshBin()
  const of = { bin, kind: 'legalEntity', organisation: '«Алтын дән» ЖШС' } as const
  const employee = await room.addPerson({
    ...of,
    name: 'Оспанова Динара',
    phone: orFault(parseMobileNumber('+77010000001')),
    maySign: false,
  })
  const colleague = await room.addPerson({
    ...of,
    name: 'Әбілова Сәуле',
    phone: orFault(parseMobileNumber('+77010000002')),
    maySign: false,
  })
  return {
    bin,
    employee,
    colleague,
    head: await room.addPerson({ ...of, name: 'Қожахметов Марат', phone: orFault(parseMobileNumber('+77010000003')) }),
  }
}

/** What has become of a registration whose certificate no longer counts: the store of people as the portal reads it. */
async function leaves(person: Person): Promise<Person> {
  const left = { ...person, standing: 'ended' } as const
  await room.database.sql`update portal.person set standing = 'ended' where account_id = ${person.accountId}`
  room.replace(left)
  return left
}

const firstSection = (open: OpenDraft, person: Person) =>
  sectionsFor(open.variant.form, person.kind).find((each) => each.fields.some((field) => field.known === undefined))!
const toldTo = (person: Person) => room.told.filter((each) => each.accountId === person.accountId).map((each) => each.subject.en)

describe('who may do what', () => {
  const CODES: Readonly<Record<Exclude<Access, 'allowed'>, string>> = {
    notFound: 'portal.draft-not-found',
    signerNeeded: 'portal.may-not-sign-for-firm',
    rightNeeded: 'portal.right-not-given',
    accessEnded: 'portal.firm-access-ended',
  }

  test('every cell of the table: person, relation, action', async () => {
    const { employee, colleague, head } = await firm()
    const former = await leaves(await room.addPerson({ bin: employee.bin, kind: 'legalEntity', organisation: 'Ф' }))
    const alone = await room.addPerson()
    const [ofFirm, own] = [await begin(room, employee), await begin(room, alone)]
    const represents = { draft: { ...own.draft, power: {} as never, accountId: colleague.accountId } }
    const cells: readonly (readonly [Relation, Person, OpenDraft])[] = [
      ['applicant', alone, own],
      ['firmSigner', head, ofFirm],
      ['firmMember', employee, ofFirm],
      ['firmMember', colleague, ofFirm],
      ['firmFormer', former, ofFirm],
      ['stranger', alone, ofFirm],
      ['stranger', (await firm()).head, ofFirm],
      ['stranger', head, own],
      // The same human being: what they file for themselves is not the firm's, and the other way round.
      ['stranger', await room.addPerson({ iin: employee.iin }), ofFirm],
      ['stranger', await room.addPerson({ iin: alone.iin, bin: employee.bin, kind: 'legalEntity', organisation: 'Ф' }), own],
    ]
    expect(relationOf(colleague, represents.draft)).toBe('representative')
    expect(new Set([...cells.map(([relation]) => relation), 'representative'])).toEqual(new Set(RELATIONS))
    for (const [relation, person, { draft }] of cells) {
      expect(relationOf(person, draft)).toBe(relation)
      for (const action of DRAFT_ACTIONS) {
        const answer = await openDraft(room.deps, draft.id, person, action)
        const access = ACCESS[relation][action]
        expect(isRefusal(answer) ? answer.code : 'allowed', `${relation} ${action}`).toBe(access === 'allowed' ? access : CODES[access])
      }
    }
  })

  test('only an individual, a head and a person with the right to sign may sign; nobody outside sees anything', () => {
    const may = (action: (typeof DRAFT_ACTIONS)[number]) => RELATIONS.filter((relation) => ACCESS[relation][action] === 'allowed')
    expect(may('sign')).toEqual(['applicant', 'representative', 'firmSigner'])
    for (const action of DRAFT_ACTIONS.filter((each) => each !== 'sign'))
      expect(may(action)).toEqual(['applicant', 'representative', 'firmSigner', 'firmMember'])
  })
})

describe('a firm finishes', () => {
  test('an employee fills in and pays, the head is told, signs from an own account, and the request names both', async () => {
    const { employee, colleague, head } = await firm()
    const filled = await payFor(room, employee, await fillAll(room, employee, await begin(room, employee)))
    expect((await draftsOf(room.database.sql, head)).map((each) => each.id)).toEqual([filled.draft.id])
    await doWhatIsDue(room.deps)
    expect([toldTo(head), toldTo(employee), toldTo(colleague)]).toEqual([['A request is ready to sign'], [], []])
    expect(isRefusal(await bytesToSign(room.deps, filled, employee))).toBe(true)
    expect((await signersOf(room.deps, head.bin!)).map((each) => each.name)).toEqual([head.name])

    const open = await reopen(room, filled, head)
    const frozen = must(await bytesToSign(room.deps, open, head))
    expect(readFrozen(frozen.bytes).applicant).toMatchObject({ iin: head.iin, bin: head.bin, name: head.organisation })
    const signed = await submitSignature(room.deps, await reopen(room, open, head), head, signatureOver(frozen.bytes))
    expect(signed.kind).toBe('registered')
    const { submission } = room.host.registered.get(open.draft.id)!
    expect(submission.party).toMatchObject({ accountId: head.accountId, iin: head.iin, bin: head.bin, phone: employee.phone })
    const marks = await marksOf(room.database.sql, open.draft.id)
    expect(new Set(marks.flatMap((mark) => mark.accountId ?? []))).toEqual(new Set([employee.accountId, head.accountId]))
    expect(room.payments.asked.at(-1)!.payerName).toBe(employee.organisation)
  })

  test('a payment that comes while nobody looks takes the draft to its signature, and those who may sign are told', async () => {
    const { employee, head } = await firm()
    const open = await fillAll(room, employee, await begin(room, employee))
    must(await orderPayment(room.deps, open, employee, { requirementsRead: true, seenTiyn: null }))
    await deliver(room, open, 'fact-1')
    await doWhatIsDue(room.deps)
    expect(toldTo(head)).toEqual(['A request is ready to sign'])
  })

  test('a signature over what another signer opened is refused, and the words say what to do', async () => {
    const { employee, head } = await firm()
    const second = await room.addPerson({ bin: head.bin, kind: 'legalEntity', organisation: head.organisation })
    const open = await payFor(room, employee, await fillAll(room, employee, await begin(room, employee)))
    const mine = must(await bytesToSign(room.deps, open, head))
    must(await bytesToSign(room.deps, await reopen(room, open, second), second))
    const late = await submitSignature(room.deps, await reopen(room, open, head), head, signatureOver(mine.bytes))
    expect(late).toMatchObject({ kind: 'refused', refusal: { code: 'portal.other-signer' } })
  })
})

describe('two people of one firm', () => {
  test('nothing that a colleague typed is overwritten unseen, and what was typed is kept', async () => {
    const { employee, colleague } = await firm()
    const open = await begin(room, employee)
    const section = firstSection(open, employee)
    const field = section.fields.find((each) => each.known === undefined)!
    const seen = sectionMark(section, open.draft.values)
    const typed = { [field.id]: goodValue(field) }
    must(await saveSection(room.deps, open, employee, section.id, typed, seen))
    const answer = must(await saveSection(room.deps, open, colleague, section.id, { [field.id]: 'басқа' }, seen))
    expect(answer).toMatchObject({ kind: 'changedElsewhere', by: employee.accountId, stored: typed })
    const now = await reopen(room, open, colleague)
    expect(now.draft).toMatchObject({ values: typed, changedBy: employee.accountId })
  })

  test('looking at a colleague’s draft changes nothing in it: its contacts stay those of who answers for it', async () => {
    const { employee, colleague } = await firm()
    const open = await begin(room, employee)
    const seen = await reopen(room, open, colleague)
    expect([seen.draft.version, seen.draft.values]).toEqual([open.draft.version, open.draft.values])
  })

  test('who has left sees nothing any more; a colleague answers for the draft, with everything that was typed', async () => {
    const { employee, colleague } = await firm()
    const open = await begin(room, employee)
    const left = await leaves(employee)
    expect(await openDraft(room.deps, open.draft.id, left)).toMatchObject({ code: 'portal.firm-access-ended' })
    const taken = await reopen(room, open, colleague)
    expect(taken.draft.accountId).toBe(colleague.accountId)
    expect(taken.marks.at(-1)).toMatchObject({ accountId: colleague.accountId, facts: { why: 'takenOver' } })
  })
})
