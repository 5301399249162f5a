// A register between the form and the payment: the order of the table decides, and found, absent, refused and silent stay apart.
import { editionOf, type Edition, type Field, type RegisterQuestion, type Step } from '@ruqsat/law'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDraft } from './drafts.ts'
import { orderPayment } from './payment.ts'
import { askedAt } from './register-answers.ts'
import { askRegisters, passRegisters } from './registers.ts'
import { editAgain, tryAgainFrom } from './turns.ts'
import { begin, fillAll, must, openDraftRoom, payFor, signatureOver, statementsOf, type DraftRoom } from './testing.ts'
import type { CaseView } from '@ruqsat/caseflow'
import { requestChanges } from '@ruqsat/documents'
import { startCorrection } from './correcting.ts'
import { confirmForm, fillFaults, saveSection } from './filling.ts'
import { answeredFields } from './prefilled.ts'
import { bytesToSign, submitSignature } from './signing.ts'
import { freezeRequest, readFrozen } from './frozen.ts'
import type { OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

let room: DraftRoom
let person: Person
const words = (text: string) => ({ kk: text, ru: text, en: text })

/** The edition of the room with one register between the form and the payment, asked about the applicant. */
function withRegister({ regulation }: Edition, isChecked: boolean, answered: readonly Field[] = []): Edition {
  const source = regulation.act.source
  const variants = regulation.variants.map((variant) => {
    if (!variant.offered) return variant
    const question: RegisterQuestion = {
      system: 'IS-NOTARY',
      by: { known: 'applicant.identifier' },
      answers: [
        {
          id: 'pledged',
          label: words('Pledged'),
          type: { kind: 'yesNo' },
          contradicts: [{ requirement: variant.requirements[0]!.id, answers: ['yes'] }],
        },
        {
          id: 'owner',
          label: words('Owner'),
          type: { kind: 'text', maxLength: 40 },
          equals: { known: 'applicant.identifier', requirement: variant.requirements[0]!.id },
        },
      ],
      source,
    }
    const views = variant.views.map((view) => {
      if (view.id !== 'portal') return view
      const [fill] = view.steps.filter(({ action }) => action === 'fill')
      const after = fill!.next[0]!.to
      const step = (id: string, change: Partial<Step>): Step => ({ ...fill!, id, unit: 'portal', time: null, ...change })
      return {
        ...view,
        steps: view.steps.flatMap((each) =>
          each !== fill
            ? [each]
            : [
                { ...fill, next: [{ to: 'R1' }] },
                step('R1', { action: 'askRegisters', asks: ['IS-NOTARY'], next: [{ to: isChecked ? 'R2' : after }] }),
                step('R2', {
                  action: 'checkRegisters',
                  shape: 'condition',
                  next: [
                    { when: 'yes', to: after },
                    { when: 'no', to: 'R3' },
                  ],
                }),
                step('R3', { action: 'noticeNoData', next: [{ to: 'end' }] }),
              ],
        ),
      }
    })
    const [first, ...rest] = variant.form.sections
    const sections = [{ ...first!, fields: [...first!.fields, ...answered] }, ...rest]
    return { ...variant, registers: [question], views, form: { ...variant.form, sections } }
  })
  return editionOf({ ...regulation, variants })
}

beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())
beforeEach(async () => {
  person = await room.addPerson()
  room.offer(withRegister(room.edition, true))
})

const again = async (open: OpenDraft) => must(await openDraft(room.deps, open.draft.id, person))
/** A draft whose form is complete: it is before the register. */
async function asked(): Promise<OpenDraft> {
  const open = await fillAll(room, person, await begin(room, person))
  expect(open.step.action).toBe('askRegisters')
  return open
}
const codes = async (open: OpenDraft) => must(await askRegisters(room.deps, open, person)).map(({ code }) => code)

describe('a register between the form and the payment', () => {
  test('is asked, shown and passed; what it said is signed', async () => {
    const open = await asked()
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: person.iin, more: 'not asked for' } }
    expect(await codes(open)).toEqual([])
    const answered = await again(open)
    expect(askedAt(answered, answered.step, person)[0]!.answer).toMatchObject({
      kind: 'found',
      facts: { pledged: 'no', owner: person.iin },
    })
    expect(must(await passRegisters(room.deps, answered, person))).toEqual([])
    const paying = await again(open)
    expect(paying.step.action).toBe('pay')
    expect(paying.marks.map(({ stepId, outcome }) => [stepId, outcome])).toContainEqual(['R2', 'yes'])
    const order = must(await orderPayment(room.deps, paying, person, { requirementsRead: true, seenTiyn: null }))
    expect(order).not.toBeNull()
    const { sections } = readFrozen(freezeRequest(paying, person, await room.legalClock.now()).bytes)
    expect(sections.at(-1)).toMatchObject({
      register: 'IS-NOTARY',
      fields: [{ id: 'IS-NOTARY.pledged', value: 'no' }, { id: 'IS-NOTARY.owner' }],
    })
  })

  test.each([
    ['outage', 'portal.register-silent'],
    ['refused', 'portal.register-refuses'],
    ['unbound', 'portal.register-not-connected'],
  ] as const)('decides nothing by %s: the draft waits there, and nothing is lost', async (says, code) => {
    const open = await asked()
    room.says = { 'IS-NOTARY': says }
    expect(await codes(open)).toEqual([code])
    expect(must(await passRegisters(room.deps, open, person))).toEqual([])
    const still = await again(open)
    expect([still.step.action, still.draft.registers, still.draft.values]).toEqual(['askRegisters', null, open.draft.values])
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: '' } }
    expect(await codes(still)).toEqual([])
  })

  test('a fact that is nothing of its kind is an outage, not a fact', async () => {
    const open = await asked()
    room.says = { 'IS-NOTARY': { pledged: 'perhaps', owner: '' } }
    expect(await codes(open)).toEqual(['portal.register-silent'])
  })

  test.each([
    ['a fact against a requirement', { pledged: 'yes', owner: '' }],
    ['a fact that differs from what is known', { pledged: 'no', owner: '790923300010' }],
    ['absence', 'absent'],
  ] as const)('%s leads to the notice of the table before anything is paid, and asking again is possible', async (_what, says) => {
    const open = await asked()
    room.says = { 'IS-NOTARY': says }
    await codes(open)
    must(await passRegisters(room.deps, await again(open), person))
    const told = await again(open)
    expect(told.step.action).toBe('noticeNoData')
    expect(await tryAgainFrom(room.deps, told, person)).toBeNull()
    const back = await again(open)
    expect([back.step.id, back.draft.registers]).toEqual(['R1', []])
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: person.iin } }
    await codes(back)
    must(await passRegisters(room.deps, await again(open), person))
    expect((await again(open)).step.action).toBe('pay')
  })

  test('without a question of the table keeps who would be refused where they are', async () => {
    room.offer(withRegister(room.edition, false))
    const open = await asked()
    room.says = { 'IS-NOTARY': { pledged: 'yes', owner: '' } }
    await codes(open)
    expect(must(await passRegisters(room.deps, await again(open), person)).map(({ code }) => code)).toEqual([
      'portal.register-fact-means-refusal',
    ])
    expect((await again(open)).step.action).toBe('askRegisters')
  })

  test('is asked again where the form was opened again', async () => {
    const open = await asked()
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: '' } }
    await codes(open)
    must(await passRegisters(room.deps, await again(open), person))
    await editAgain(room.deps, await again(open), person)
    const refilled = await fillAll(room, person, await again(open))
    expect([refilled.step.action, refilled.draft.registers]).toEqual(['askRegisters', null])
  })
})

describe('a correction of a registered request', () => {
  test('is kept back by nothing that nobody asked about: what a register says by now, a day that has passed', async () => {
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: person.iin } }
    const open = await asked()
    await codes(open)
    must(await passRegisters(room.deps, await again(open), person))
    const ready = await payFor(room, person, await again(open))
    const { bytes, sha256 } = must(await bytesToSign(room.deps, ready, person))
    expect(await submitSignature(room.deps, await again(open), person, signatureOver(bytes))).toEqual({ kind: 'registered' })
    const { registered, editionHash } = (await again(open)).draft
    const before = readFrozen(bytes)
    const missing = [{ on: 'other', text: 'Which map?' }]
    const view = {
      editionHash,
      request: before,
      summary: registered,
      asked: { askedId: `${registered!.caseId} R`, requestSha256: sha256, missing, due: { due: '2014-11-01T04:30:00.000Z' } },
    } as unknown as CaseView
    const correction = must(await startCorrection(room.deps, person, view))

    const day = correction.variant.form.sections
      .flatMap(({ fields }) => fields)
      .find(({ type }) => type.kind === 'date' && type.rule === 'notPast')!
    const values = { ...correction.draft.values, [day.id]: '2001-02-03' }
    const later = { ...correction, draft: { ...correction.draft, values } }
    expect((await fillFaults(room.deps, later, person)).map(({ refusal }) => refusal.field)).not.toContain(day.id)

    // Nothing is corrected by a register that was not asked again yet, nor by one that says otherwise now.
    const silent = must(await confirmForm(room.deps, correction, person, statementsOf(correction), 'kk'))
    expect(silent.map(({ refusal }) => refusal.code)).toEqual(['portal.nothing-corrected'])
    expect(must(await confirmForm(room.deps, await again(correction), person, statementsOf(correction), 'kk', 'The old one.'))).toEqual([])
    room.says = { 'IS-NOTARY': { pledged: 'yes', owner: '790923300010' } }
    expect(await codes(await again(correction))).toEqual([])
    expect(must(await passRegisters(room.deps, await again(correction), person))).toEqual([])
    const signing = await again(correction)
    expect(signing.step.action).toBe('chooseCertificate')
    const corrected = readFrozen(must(await bytesToSign(room.deps, signing, person)).bytes)
    expect(corrected.sections.at(-1)).toMatchObject({ register: 'IS-NOTARY', fields: [{ value: 'yes' }, { value: '790923300010' }] })
    expect(requestChanges(before, corrected)).toEqual([])
  })
})

describe('a field of the form that a register answers', () => {
  const OWNED: Field = {
    id: 'ownedBy',
    label: words('Owned by'),
    required: false,
    type: { kind: 'text', maxLength: 40 },
    answeredBy: { system: 'IS-NOTARY', fact: 'owner' },
    source: { act: 'x', part: 'form', certainty: 'stated' },
  }
  beforeEach(() => room.offer(withRegister(room.edition, true, [OWNED])))

  test('is there when the form is opened, with the register that said so, and is signed with it; the register is not asked twice', async () => {
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: person.iin } }
    const open = await begin(room, person)
    expect(open.draft.values['ownedBy']).toBe(person.iin)
    expect(answeredFields(open, person)).toMatchObject([{ field: { id: 'ownedBy' }, answer: { system: 'IS-NOTARY', kind: 'found' } }])
    // Nobody writes it.
    const [section] = open.variant.form.sections
    const saved = must(await saveSection(room.deps, open, person, section!.id, { ownedBy: 'somebody' }))
    expect(saved.kind === 'saved' && saved.values['ownedBy']).toBe(person.iin)
    room.says = {}
    const asking = await fillAll(room, person, await again(open))
    expect([asking.step.action, await codes(asking)]).toEqual(['askRegisters', []])
    expect(must(await passRegisters(room.deps, await again(asking), person))).toEqual([])
    const paying = await again(asking)
    expect(paying.step.action).toBe('pay')
    const { sections } = readFrozen(freezeRequest(paying, person, await room.legalClock.now()).bytes)
    expect(sections.flatMap(({ fields }) => fields)).toContainEqual(expect.objectContaining({ id: 'ownedBy', value: person.iin }))
    expect(sections.at(-1)).toMatchObject({ register: 'IS-NOTARY' })
  })

  test('waits for a silent register and loses nothing; what a register knows nothing of stays empty', async () => {
    room.says = { 'IS-NOTARY': 'outage' }
    const open = await begin(room, person)
    const faults = async () =>
      (await fillFaults(room.deps, await again(open), person)).flatMap(({ refusal }) => (refusal.field === 'ownedBy' ? [refusal.code] : []))
    expect(await faults()).toEqual(['portal.register-silent'])
    room.says = { 'IS-NOTARY': 'absent' }
    expect([await faults(), (await again(open)).draft.values['ownedBy']]).toEqual([[], ''])
  })

  test('says what the register says when it is asked again', async () => {
    room.says = { 'IS-NOTARY': { pledged: 'yes', owner: person.iin } }
    const open = await fillAll(room, person, await begin(room, person))
    expect(open.draft.values['ownedBy']).toBe(person.iin)
    await passRegisters(room.deps, open, person)
    room.says = { 'IS-NOTARY': { pledged: 'no', owner: '' } }
    const told = await again(open)
    expect(told.step.action).toBe('noticeNoData')
    must(await tryAgainFrom(room.deps, told, person))
    const asking = await again(open)
    expect(await codes(asking)).toEqual([])
    expect((await again(asking)).draft.values['ownedBy']).toBe('')
  })
})
