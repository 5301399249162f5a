// One entry at the counter, step by step as the act's table of the channel says: the form, the registers, the papers, the signature.
import { limitFault, sectionsFor, cleanValue, type WorkFile } from '@ruqsat/documents'
import { isRefusal, LANGUAGES, type Refusal } from '@ruqsat/foundation'
import { papersStep, stepWithAction, systemName } from '@ruqsat/law'
import { changedList, readUploads, typedField } from '@ruqsat/lawpages'
import { readForm, type FormValues } from '@ruqsat/web'
import { goTo, type CounterDesk } from './desk.ts'
import { refuseCounter } from './refusals.ts'
import { askAll } from './ask.ts'
import type { EntryContent, OpenEntry } from './model.ts'
import { entryOf, noEntry, readyFor, todayFor, write, type CounterChange } from './open.ts'
import { holderOf, onward, paperFaults, slotsOf, typedFaults } from './rules.ts'
import { sendEntry, sendWaiting } from './pages.tsx'
import { findPayment, giveUp, otherPayment, usePayment } from './payment.ts'

export async function showEntry(desk: CounterDesk): Promise<unknown> {
  const open = await entryOf(desk)
  if (open === null) return noEntry(desk)
  const { sent } = open.entry.content
  return sent !== undefined && open.entry.status === 'open' ? sendWaiting(desk, open, sent) : sendEntry(desk, open, [])
}

/** What the page asks for; each is one step of the table, or a way back from it. */
export async function postEntry(desk: CounterDesk): Promise<unknown> {
  const open = await entryOf(desk)
  if (open === null) return noEntry(desk)
  const form = readForm(desk.request)
  const { status, content } = open.entry
  if (status === 'givenUp') return goTo(desk, desk.paths.list)
  if (status === 'registered' || content.sent !== undefined) return goTo(desk, desk.paths.entry(open.entry.id))
  switch (form.text('do')) {
    case 'fill':
      return takeForm(desk, open, form)
    case 'ask':
      return takeAnswers(desk, open)
    case 'papers':
      return takePapers(desk, open, form)
    case 'findPayment':
      return findPayment(desk, open, form)
    case 'usePayment':
      return usePayment(desk, open)
    case 'otherPayment':
      return otherPayment(desk, open)
    case 'change':
      return change(desk, open, { stepId: stepWithAction(open.view.steps, 'fill')!.id, status: 'open', frozen: null })
    case 'giveUp':
      return giveUp(desk, open)
    default:
      return goTo(desk, desk.paths.entry(open.entry.id))
  }
}

type Change = CounterChange

/** Whoever was faster in another window: the entry as it is now is shown, and nothing that was typed there is overwritten. */
async function change(desk: CounterDesk, open: OpenEntry, wanted: Change): Promise<unknown> {
  const isWritten = await write(desk, open, wanted)
  if (isWritten) return goTo(desk, desk.paths.entry(open.entry.id))
  const now = await entryOf(desk)
  return now === null ? noEntry(desk) : sendEntry(desk, now, [refuseCounter('counter.changed')])
}

/** What was typed is kept whatever is wrong with it. */
async function takeForm(desk: CounterDesk, open: OpenEntry, form: FormValues): Promise<unknown> {
  if (open.step.action !== 'fill') return goTo(desk, desk.paths.entry(open.entry.id))
  const content: EntryContent = { ...open.entry.content, ...typedIn(open, form), said: [], power: null }
  // One entry more or less of a list: the page again, and nothing is judged yet.
  if (changedList(form) !== null) return change(desk, open, { content, frozen: null })
  const typed: OpenEntry = { ...open, entry: { ...open.entry, content } }
  const faults = typedFaults(typed, await readyFor(desk, open))
  const earlier = faults.length > 0 ? null : await earlierFault(desk, typed)
  const all = [...faults, ...(earlier === null ? [] : [earlier])]
  if (all.length === 0) return change(desk, open, { content, stepId: onward(open), frozen: null })
  if (!(await write(desk, open, { content, frozen: null }))) return change(desk, open, {})
  return sendEntry(desk, typed, all)
}

function typedIn({ entry, variant }: OpenEntry, form: FormValues): Pick<EntryContent, 'values' | 'language' | 'representative'> {
  const fields = sectionsFor(variant.form, entry.applicant).flatMap((section) => section.fields)
  return {
    language: LANGUAGES.find((each) => each === form.text('language')) ?? entry.content.language,
    values: Object.fromEntries(fields.map((field) => [field.id, cleanValue(field, typedField(field, form, field.id))])),
    representative: {
      comes: form.text('comes') === 'representative',
      iin: form.digits('representative-iin'),
      name: form.text('representative-name'),
      power: form.text('representative-power'),
    },
  }
}

/** A number that the register does not have, or that is not the applicant's, is refused before anything is asked or scanned. */
async function earlierFault(desk: CounterDesk, open: OpenEntry): Promise<Refusal | null> {
  const { edition, variant, entry } = open
  if (variant.results.grant.earlier === undefined) return null
  const asked = { editionHash: edition.hash, variant: variant.id, answers: entry.content.values, holder: holderOf(open) }
  return desk.cases.earlierAtCounter(asked)
}

async function takeAnswers(desk: CounterDesk, open: OpenEntry): Promise<unknown> {
  const { registers, legalClock } = desk
  if (open.step.action !== 'askRegisters' || registers === undefined) return goTo(desk, desk.paths.entry(open.entry.id))
  const asking = { actor: desk.asker(open), now: await legalClock.now(), today: await todayFor(desk, open) }
  const asked = await askAll(registers, open, asking)
  if (asked.kind === 'outOfReach' || asked.kind === 'refused') {
    const facts = { register: systemName(asked.system, open.edition.regulation) }
    if (asked.kind === 'refused') return sendEntry(desk, open, [refuseCounter('counter.register-refuses', { facts })])
    return sendEntry(desk, open, [refuseCounter('counter.out-of-reach', { facts })], 503)
  }
  const content = { ...open.entry.content, said: asked.said, power: asked.kind === 'found' ? asked.power : null }
  if (asked.kind === 'found') return change(desk, open, { content, stepId: onward(open) })
  const notice = stepWithAction(open.view.steps, 'noticeNoData')
  const wanted: Change = { content, status: 'noData', ...(notice !== null && { stepId: notice.id }) }
  if (!(await write(desk, open, wanted))) return change(desk, open, {})
  const now = await entryOf(desk)
  return now === null ? noEntry(desk) : sendEntry(desk, now, [asked.why])
}

/** Each file is judged by itself; good ones are kept, and what is wrong with the others is said at their document. */
async function takePapers(desk: CounterDesk, open: OpenEntry, form: FormValues): Promise<unknown> {
  if (open.step !== papersStep(open.view)) return goTo(desk, desk.paths.entry(open.entry.id))
  const removed = form.text('remove')
  const { files, faults } = await newFiles(desk, open, form, removed)
  const shown = new Set(form.texts('papers'))
  const papers = slotsOf(open)
    .map(({ id }) => id)
    .filter((id) => shown.has(id))
  const content: EntryContent = { ...open.entry.content, files, papers }
  const typed: OpenEntry = { ...open, entry: { ...open.entry, content } }
  const isFinished = removed === '' && !form.has('keep')
  const missing = isFinished ? paperFaults(typed).filter(({ field }) => !faults.some((fault) => fault.field === field)) : []
  const unsaid = isFinished && open.variant.form.statements.length > 0 && !form.has('statements')
  const all = [...faults, ...missing, ...(unsaid ? [refuseCounter('counter.statements', { field: 'statements' })] : [])]
  if (all.length === 0 && isFinished) return change(desk, open, { content, stepId: onward(open), frozen: null })
  if (!(await write(desk, open, { content, frozen: null }))) return change(desk, open, {})
  const now = await entryOf(desk)
  return now === null ? noEntry(desk) : sendEntry(desk, now, all)
}

async function newFiles(desk: CounterDesk, open: OpenEntry, form: FormValues, removed: string) {
  const { authority } = open.edition.regulation
  const files: WorkFile[] = open.entry.content.files.filter(({ slot, sha256 }) => `${slot} ${sha256}` !== removed)
  const faults: Refusal[] = []
  for (const { id: slot } of slotsOf(open))
    for (const file of readUploads(form, `file-${slot}`)) {
      const at = (refusal: Refusal) => faults.push({ ...refusal, field: `file-${slot}` })
      if (isRefusal(file)) {
        at(file)
        continue
      }
      const { name, mediaType, bytes, sha256 } = file
      if (files.some((each) => each.slot === slot && each.sha256 === sha256)) continue
      const refused =
        limitFault([...files, { sizeBytes: bytes.length }]) ??
        (await desk.cases.storeAttachment(open, { authority: authority.id, sha256, bytes }))
      if (refused === null) files.push({ slot, name, mediaType, sizeBytes: bytes.length, sha256 })
      else at(refused)
    }
  return { files, faults }
}
