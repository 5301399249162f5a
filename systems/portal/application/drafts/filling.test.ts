import { hash, randomUUID } from 'node:crypto'
import { isRefusal, orFault, parseBIN } from '@ruqsat/foundation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isWalkable, type Field } from '@ruqsat/law'
import { MAX_DRAFTS_IN_HAND, openDraft, startDraft } from './drafts.ts'
import { MAX_ATTACHMENTS, sectionsFor } from '@ruqsat/documents'
import { attach, confirmForm, faultsToCorrect, fillFaults, removeAttachment, saveSection, sectionMark } from './filling.ts'
import { readFrozen, slotsFor } from './frozen.ts'
import type { Draft, OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { draftsInHand } from './store.ts'
import { bytesToSign } from './signing.ts'
import {
  attachTo,
  begin,
  editionLike,
  fillAll,
  HEAD_NAME,
  must,
  openDraftRoom,
  payFor,
  PDF,
  readyToSign,
  reopen,
  statementsOf,
  type DraftRoom,
} from './testing.ts'
import { abandon, editAgain, resume } from './turns.ts'

let room: DraftRoom
beforeAll(async () => {
  room = await openDraftRoom()
})
afterAll(() => room.close())

const openSection = (open: OpenDraft, person: Person) =>
  sectionsFor(open.variant.form, person.kind).find((section) => section.fields.some((field) => field.known === undefined))!
const freeText = (open: OpenDraft, person: Person) =>
  openSection(open, person).fields.find((field) => field.type.kind === 'text' && field.type.pattern === undefined)!.id
const save = (open: OpenDraft, person: Person, typed: Record<string, string>, seen?: string) =>
  saveSection(room.deps, open, person, openSection(open, person).id, typed, seen)

describe('a draft', () => {
  test('posted twice with one token is one draft', async () => {
    const person = await room.addPerson()
    const id = randomUUID()
    const [one, two] = await Promise.all([begin(room, person, id), begin(room, person, id)])
    expect(one.draft.id).toBe(two.draft.id)
  })

  test('of somebody else is not found, nor is one that never was', async () => {
    const person = await room.addPerson()
    const other = await room.addPerson()
    const open = await begin(room, person)
    for (const id of [open.draft.id, randomUUID(), 'not-an-id', "'; drop table portal.draft"]) {
      expect(await openDraft(room.deps, id, other)).toMatchObject({ code: 'portal.draft-not-found' })
    }
    const { regulation, variant, view, language } = open.draft
    const stolen = await startDraft(room.deps, other, { id: open.draft.id, regulation, variant, view, language })
    expect(stolen).toMatchObject({ code: 'portal.draft-not-found' })
  })

  test('cannot be started without end', async () => {
    const person = await room.addPerson()
    for (let count = 0; count < MAX_DRAFTS_IN_HAND; count += 1) await begin(room, person)
    await expect(begin(room, person)).rejects.toThrow('too-many-drafts')
  })

  test('cannot be started past the limit by asking for many at once, nor be taken up again so', async () => {
    const person = await room.addPerson()
    const ask = () =>
      begin(room, person).then(
        (open) => open,
        (error: unknown) => String(error),
      )
    const asked = await Promise.all(Array.from({ length: 3 * MAX_DRAFTS_IN_HAND }, ask))
    const begun = asked.filter((each) => typeof each !== 'string')
    const refused = asked.filter((each) => typeof each === 'string')
    expect([begun.length, refused.length]).toEqual([MAX_DRAFTS_IN_HAND, 2 * MAX_DRAFTS_IN_HAND])
    expect(new Set(refused).size).toBe(1)
    expect(refused[0]).toContain('too-many-drafts')
    const givenUp = begun.slice(0, 6)
    for (const open of givenUp) expect(await abandon(room.deps, open, person)).toBeNull()
    for (let count = 0; count < 4; count += 1) await begin(room, person)
    const reopened = await Promise.all(givenUp.map((open) => reopen(room, open, person)))
    const resumed = await Promise.all(reopened.map((open) => resume(room.deps, open, person)))
    expect(resumed.filter((refusal) => refusal === null).length).toBe(2)
    expect(await draftsInHand(room.database.sql, person.accountId)).toBe(MAX_DRAFTS_IN_HAND)
  })

  test('asked for many times at once under one id is one draft, also where it is the last that there is room for', async () => {
    const person = await room.addPerson()
    for (let count = 1; count < MAX_DRAFTS_IN_HAND; count += 1) await begin(room, person)
    const id = randomUUID()
    const begun = await Promise.all(Array.from({ length: 12 }, () => begin(room, person, id)))
    expect(new Set(begun.map(({ draft }) => draft.id))).toEqual(new Set([id]))
    expect(await draftsInHand(room.database.sql, person.accountId)).toBe(MAX_DRAFTS_IN_HAND)
  })

  test('that was given up counts for as long as it keeps files, and is taken up again only where there is room', async () => {
    const person = await room.addPerson()
    const drafts: OpenDraft[] = []
    for (let count = 0; count < MAX_DRAFTS_IN_HAND; count += 1) drafts.push(await begin(room, person))
    const [withFile, empty] = drafts as [OpenDraft, OpenDraft]
    const slot = slotsFor(withFile, person)[0]!.id
    await attachTo(room, person, withFile, slot)
    expect(await abandon(room.deps, await reopen(room, withFile, person), person)).toBeNull()
    await expect(begin(room, person)).rejects.toThrow('too-many-drafts')
    expect(await abandon(room.deps, empty, person)).toBeNull()
    await begin(room, person)
    expect(await resume(room.deps, await reopen(room, empty, person), person)).toMatchObject({ code: 'portal.too-many-drafts' })
    expect(await resume(room.deps, await reopen(room, withFile, person), person)).toBeNull()
    const kept = await reopen(room, withFile, person)
    expect([kept.draft.status, kept.attachments.length]).toEqual(['open', 1])
    must(await removeAttachment(room.deps, kept, person, kept.attachments[0]!.id))
    expect(await abandon(room.deps, await reopen(room, withFile, person), person)).toBeNull()
    expect(await resume(room.deps, await reopen(room, empty, person), person)).toBeNull()
  })

  test('is not started, and not ended, for a name that no document can print: said before anything is paid', async () => {
    const person = await room.addPerson()
    for (const name of ['გიორგი', '王伟']) await expect(begin(room, { ...person, name })).rejects.toThrow('known-value-not-printable')
    const open = await begin(room, { ...person, name: 'Əliyev Vüqar Oʻzbek' })
    const faults = await fillFaults(room.deps, open, { ...person, name: '王伟' })
    expect(faults[0]).toMatchObject({ place: 'check', refusal: { code: 'portal.known-value-not-printable', facts: { sign: '王' } } })
  })

  test('is not started where the service is withdrawn, the channel is closed or its table has a step that no page can do', async () => {
    const person = await room.addPerson()
    const wish = { id: randomUUID(), regulation: room.edition.regulation.id, variant: 'issue', view: 'desk', language: 'kk' } as const
    expect(await startDraft(room.deps, person, wish)).toMatchObject({ code: 'portal.service-not-offered' })
    const portal = room.edition.regulation.variants.find((each) => each.offered)!.views.find((view) => view.id === 'portal')!
    expect(isWalkable(portal)).toBe(true)
    const steps = portal.steps.map((step) => (step.action === 'sign' ? { ...step, action: 'askRegisters' as const } : step))
    expect(isWalkable({ ...portal, steps })).toBe(false)
    room.offer(null)
    await expect(begin(room, person)).rejects.toThrow('service-not-offered')
    room.offer(room.edition)
  })
})

describe('what is typed', () => {
  test('is kept right or wrong, and its faults are named', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const date = openSection(open, person).fields.find((field) => field.type.kind === 'date')!.id
    const saved = must(await save(open, person, { [date]: '2014-13-45', [freeText(open, person)]: ' Мекенжай ' }))
    expect(saved.kind === 'saved' && saved.faults.map((fault) => fault.field)).toContain(date)
    const values = (await reopen(room, open, person)).draft.values
    expect([values[date], values[freeText(open, person)]]).toEqual(['2014-13-45', 'Мекенжай'])
  })

  test('may hold anything that a keyboard or an attacker sends', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const field = freeText(open, person)
    must(await save(open, person, { [field]: '\u0000а\u202eб\r\nв\u0007 <script>' }))
    expect((await reopen(room, open, person)).draft.values[field]).toBe('аб в <script>')
    const long = must(await save(open, person, { [field]: 'ә'.repeat(5000) }))
    expect(long.kind === 'saved' && long.faults.map((fault) => fault.code)).toContain('portal.text-too-long')
    expect((await reopen(room, open, person)).draft.values[field]).toHaveLength(5000)
  })

  test('never changes a fact that the account knows, nor adds a field that the form does not have', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const section = sectionsFor(open.variant.form, 'individual').find((each) =>
      each.fields.some((field) => field.known === 'applicant.name'),
    )!
    const name = section.fields.find((field) => field.known === 'applicant.name')!.id
    must(await saveSection(room.deps, open, person, section.id, { [name]: 'Басқа Біреу', invented: 'x' }))
    const { values } = (await reopen(room, open, person)).draft
    expect([values[name], values['invented']]).toEqual([person.name, undefined])
  })

  test('in two windows overwrites nothing unseen; the same form sent twice is no conflict', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const field = freeText(open, person)
    const seen = sectionMark(openSection(open, person), open.draft.values)
    const results = await Promise.all([save(open, person, { [field]: 'бір' }, seen), save(open, person, { [field]: 'бір' }, seen)])
    expect(results.map((each) => !isRefusal(each) && each.kind)).toEqual(['saved', 'saved'])
    const late = must(await save(await reopen(room, open, person), person, { [field]: 'екі' }, seen))
    expect(late).toMatchObject({ kind: 'changedElsewhere', stored: { [field]: 'бір' } })
    expect((await reopen(room, open, person)).draft.values[field]).toBe('бір')
    const knowing = sectionMark(openSection(open, person), (await reopen(room, open, person)).draft.values)
    expect(must(await save(await reopen(room, open, person), person, { [field]: 'екі' }, knowing))).toMatchObject({ kind: 'saved' })
  })

  test('in ten windows at once is all kept, each section for itself', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const sections = sectionsFor(open.variant.form, person.kind).filter((each) => each.fields.some((field) => field.known === undefined))
    await Promise.all(
      sections.map((section) => {
        const fields = section.fields.filter((field) => field.known === undefined)
        return saveSection(room.deps, open, person, section.id, Object.fromEntries(fields.map((field) => [field.id, `w ${field.id}`])))
      }),
    )
    const { values } = (await reopen(room, open, person)).draft
    for (const field of sections.flatMap((each) => each.fields)) if (field.known === undefined) expect(values[field.id]).toContain(field.id)
  })

  test('after the form was completed opens it again, discards what was frozen and keeps the payment', async () => {
    const person = await room.addPerson()
    const { open } = await readyToSign(room, person)
    const field = freeText(open, person)
    expect(must(await save(open, person, { [field]: open.draft.values[field]! }))).toMatchObject({ reopened: false })
    expect((await reopen(room, open, person)).draft.frozen).not.toBeNull()
    expect(must(await save(open, person, { [field]: 'жаңа' }))).toMatchObject({ reopened: true })
    const after = await reopen(room, open, person)
    expect([after.step.action, after.draft.frozen, after.draft.payment?.orderId]).toEqual(['fill', null, open.draft.payment!.orderId])
  })
})

describe('files', () => {
  const file = (slot: string, name: string, bytes = PDF(name)) =>
    ({ slot, name: `${name}.pdf`, mediaType: 'application/pdf', bytes, sha256: hash('sha256', bytes) }) as const

  test('sent twice are kept once, and removed twice is removed', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const slot = slotsFor(open, person)[0]!.id
    await Promise.all([1, 2, 3].map(() => attach(room.deps, open, person, file(slot, 'a'))))
    const kept = await reopen(room, open, person)
    expect(kept.attachments).toHaveLength(1)
    const removals = await Promise.all([1, 2].map(() => removeAttachment(room.deps, kept, person, kept.attachments[0]!.id)))
    expect(removals).toEqual([null, null])
    expect((await reopen(room, open, person)).attachments).toHaveLength(0)
    expect(await removeAttachment(room.deps, open, person, 'no-id')).toBeNull()
  })

  test('over the limits are refused with their own reasons, also when they come at once', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const slot = slotsFor(open, person)[0]!.id
    const large = (fill: number) => file(slot, `f${fill}`, Buffer.concat([PDF('x'), Buffer.alloc(10 * 1024 * 1024 - 512, fill)]))
    expect(await attach(room.deps, open, person, file(slot, 'y', Buffer.alloc(10 * 1024 * 1024 + 1)))).toMatchObject({
      code: 'portal.file-too-large',
    })
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((fill) => attach(room.deps, open, person, large(fill))))
    expect(answers.filter((each) => each === null)).toHaveLength(5)
    expect(answers.find((each) => each !== null)).toMatchObject({ code: 'portal.files-too-large-together', field: slot })
    expect(await attach(room.deps, open, person, file('not-asked', 'z'))).toMatchObject({ code: 'portal.document-not-asked' })
  })

  test('are at most a few dozen', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const slot = slotsFor(open, person)[0]!.id
    for (let count = 0; count < MAX_ATTACHMENTS; count += 1) await attachTo(room, person, open, slot, `n${count}`)
    await expect(attachTo(room, person, open, slot, 'one more')).rejects.toThrow('too-many-files')
  })
})

describe('the end of the form', () => {
  test('is reached once by two clicks, and only when nothing is missing', async () => {
    const person = await room.addPerson()
    const open = await begin(room, person)
    const early = must(await confirmForm(room.deps, open, person, [], 'kk'))
    expect(new Set(early.map((each) => each.place.split('/')[0]))).toEqual(new Set(['form', 'documents', 'check']))
    const filled = await fillAll(room, person, open)
    expect(filled.step.action).toBe('pay')
    const fill = filled.marks.filter((mark) => mark.stepId === open.step.id && mark.outcome === null)
    expect(fill).toHaveLength(1)
    expect(must(await confirmForm(room.deps, open, person, statementsOf(open), 'ru'))).toEqual([])
  })

  test('asks the register who heads a firm, and waits for it without losing anything', async () => {
    const firm = { bin: orFault(parseBIN('080340001111')), kind: 'legalEntity', organisation: '«Алтын дән» ЖШС' } as const
    const person = await room.addPerson(firm)
    room.registersAnswer = false
    const open = await begin(room, person)
    const head = sectionsFor(open.variant.form, 'legalEntity')
      .flatMap((section) => section.fields)
      .find((field) => field.known === 'applicant.head')!
    const faults = await fillFaults(room.deps, open, person)
    expect(faults.find((each) => each.refusal.field === head.id)?.refusal.code).toBe('portal.known-value-missing')
    room.registersAnswer = true
    expect((await reopen(room, open, person)).draft.values[head.id]).toBe(HEAD_NAME)
  })
})

describe('another edition', () => {
  test('keeps values, files and payment, asks for the statements anew and is signed in its own words', async () => {
    const person = await room.addPerson()
    const { open } = await readyToSign(room, person)
    const next = editionLike(room.edition, 'a stricter edition', (regulation) => ({
      ...regulation,
      service: { kk: 'Жаңа', ru: 'Н', en: 'N' },
    }))
    room.offer(next)
    const moved = await reopen(room, open, person)
    expect(moved.draft).toMatchObject({ editionHash: next.hash, values: open.draft.values, statements: [], frozen: null })
    expect([moved.step.action, moved.attachments.length, moved.draft.payment]).toEqual([
      'fill',
      open.attachments.length,
      open.draft.payment,
    ])
    expect(moved.marks.at(-1)?.facts['why']).toBe('editionChanged')
    must(await confirmForm(room.deps, moved, person, statementsOf(moved), 'kk'))
    const again = await reopen(room, open, person)
    const request = readFrozen(must(await bytesToSign(room.deps, again, person)).bytes)
    expect([request.edition.hash, request.title.startsWith('Жаңа')]).toEqual([next.hash, true])
    room.offer(room.edition)
  })

  test('leaves out of the request a file that is no longer asked for', async () => {
    const person = await room.addPerson()
    const { open } = await readyToSign(room, person)
    const dropped = slotsFor(open, person)[0]!.id
    room.offer(
      editionLike(room.edition, 'fewer documents', (regulation) => ({
        ...regulation,
        variants: regulation.variants.map((each) => ({ ...each, documents: each.documents.filter((slot) => slot.id !== dropped) })),
      })),
    )
    const moved = await reopen(room, open, person)
    must(await confirmForm(room.deps, moved, person, statementsOf(moved), 'kk'))
    const request = readFrozen(must(await bytesToSign(room.deps, await reopen(room, open, person), person)).bytes)
    expect(request.attachments.map((file) => file.slot)).not.toContain(dropped)
    room.offer(room.edition)
  })

  test('that withdraws the service stops payment and signing, and nothing else', async () => {
    const person = await room.addPerson()
    const filled = await fillAll(room, person, await begin(room, person))
    room.offer(null)
    await expect(payFor(room, person, await reopen(room, filled, person))).rejects.toThrow('service-closed')
    room.offer(room.edition)
    expect((await payFor(room, person, await reopen(room, filled, person))).step.action).toBe('chooseCertificate')
  })

  test('that closes a channel lets those sign who had paid, and says to the others why not', async () => {
    const [paid, unpaid] = [await room.addPerson(), await room.addPerson()]
    const ready = await payFor(room, paid, await fillAll(room, paid, await begin(room, paid)))
    const filled = await fillAll(room, unpaid, await begin(room, unpaid))
    const { variant, view } = ready.draft
    const from = new Date(Date.parse(await room.legalClock.now()) + 60_000).toISOString()
    room.closePart({ variant, view, from, to: null })
    must(await room.legalClock.advance(from, 'test'))
    expect(must(await bytesToSign(room.deps, await reopen(room, ready, paid), paid)).bytes.length).toBeGreaterThan(0)
    await expect(payFor(room, unpaid, await reopen(room, filled, unpaid))).rejects.toThrow('service-closed')
    await expect(begin(room, unpaid)).rejects.toThrow('service-not-offered')
    room.offer(room.edition)
  })
})

test('an end before the beginning stops the form, and a correction, at a day that may be changed', async () => {
  const { source } = room.edition.regulation.act
  const dayField = (id: string): Field => ({ id, label: { kk: id, ru: id, en: id }, required: true, type: { kind: 'date' }, source })
  const days = { id: 'days', title: { kk: 'К', ru: 'Д', en: 'D' }, fields: [dayField('starts'), dayField('ends')] }
  const validity = { fromField: 'starts', untilField: 'ends', source }
  room.offer(
    editionLike(room.edition, 'days of the form', (regulation) => ({
      ...regulation,
      variants: regulation.variants.map(({ form, results, ...each }) => ({
        ...each,
        form: { ...form, sections: [...form.sections, days] },
        results: { ...results, grant: { ...results.grant, validity } },
      })),
    })),
  )
  const person = await room.addPerson()
  // One and the same day in both is in order.
  const open = await fillAll(room, person, await begin(room, person), { starts: '2014-10-20', ends: '2014-10-20' })
  const typed = { starts: '2014-10-20', ends: '2014-10-19' }
  const saved = must(await saveSection(room.deps, open, person, 'days', typed))
  const atTheEnd = [{ code: 'portal.end-before-beginning', field: 'ends', source }]
  expect(saved).toMatchObject({ kind: 'saved', values: typed, faults: atTheEnd, reopened: true })
  const now = await reopen(room, open, person)
  const placed = must(await confirmForm(room.deps, now, person, statementsOf(now), 'kk'))
  expect(placed).toMatchObject([{ place: 'form/days', refusal: atTheEnd[0] }])
  const inCorrectionOf = (id: string) => {
    const corrects = { missing: [{ on: 'field', id, text: '?' }] } as unknown as NonNullable<Draft['corrects']>
    return faultsToCorrect({ draft: { corrects }, variant: now.variant }, days, typed, { today: '2014-10-01', promised: null }).map(
      ({ code, field }) => [code, field],
    )
  }
  expect(inCorrectionOf('ends')).toEqual([['portal.end-before-beginning', 'ends']])
  expect(inCorrectionOf('starts')).toEqual([['portal.beginning-after-end', 'starts']])
  room.offer(room.edition)
})

test('a draft is given up and taken up again, each once however often it is pressed', async () => {
  const person = await room.addPerson()
  const filled = await fillAll(room, person, await begin(room, person))
  expect(await Promise.all([1, 2, 3].map(() => abandon(room.deps, filled, person)))).toEqual([null, null, null])
  expect((await reopen(room, filled, person)).marks.filter((mark) => mark.facts['why'] === 'abandoned')).toHaveLength(1)
  const given = await reopen(room, filled, person)
  expect(await Promise.all([1, 2].map(() => resume(room.deps, given, person)))).toEqual([null, null])
  const again = await reopen(room, filled, person)
  expect([again.draft.status, again.step.action, again.draft.values]).toEqual(['open', 'fill', filled.draft.values])
  expect(await editAgain(room.deps, again, person)).toBeNull()
})
