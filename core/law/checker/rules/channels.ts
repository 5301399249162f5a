import type { LocalText } from '@ruqsat/foundation'
import { ACTION_SUBJECTS } from '../../package/actions.ts'
import { SUBJECT_NAMES } from '../findings.ts'
import type { Step, Subject, Variant, View } from '../../package/model.ts'
import { listText, writingsOf, type Context, type Raw, type Table } from './context.ts'

// What a channel asks and refuses: the refusal fits its question, and every channel asks the same.

const PAYMENT_NOTICE = 'noticeNotPaid'

/** A notice of a missing payment, executed or only written, in a channel that takes none. */
export function paymentNotices(context: Context): readonly Raw[] {
  return context.tables.flatMap((table) => {
    if (table.steps.some((step) => step.action === 'pay')) return []
    return table.steps
      .filter((step) => tellsOfPayment(step, table, context))
      .map((step): Raw => ({ code: 'payment-notice-without-payment', subject: `${table.name}/${step.id}`, source: step.source }))
  })
}

export function tellsOfPayment(step: Step, table: Table, context: Context): boolean {
  if ((step.written?.action ?? step.action) === PAYMENT_NOTICE) return true
  return step.action.startsWith('notice') && writtenSubject(step, table, context) === 'payment'
}

/** By its own words a question about these subjects is also about the other; a refusal may name either. */
const COVERS: Readonly<Partial<Record<Subject, readonly Subject[]>>> = {
  signIn: ['applicantData'],
  registers: ['applicantData'],
}

/** A refusal is about what its question asked. */
export function refusals(context: Context): readonly Raw[] {
  return context.tables.flatMap((table) =>
    table.steps
      .filter((step) => step.shape === 'condition')
      .flatMap((question) =>
        question.next
          .filter((row) => row.when === 'no')
          .flatMap((row) => table.steps.filter((step) => step.id === row.to && step.action.startsWith('notice')))
          .flatMap((notice) => refusalFinding(question, notice, table, context)),
      ),
  )
}

/** A person who is refused gets a message: the answer "no" leads to a notice. */
export function silentRefusals(context: Context): readonly Raw[] {
  return context.tables.flatMap((table) =>
    table.steps
      .filter((step) => step.shape === 'condition' && step.next.some((row) => row.when === 'no' && !isNotice(row.to, table)))
      .map((step): Raw => ({ code: 'refusal-without-notice', subject: `${table.name}/${step.id}`, source: step.source })),
  )
}

function isNotice(id: string, table: Table): boolean {
  return table.steps.some((step) => step.id === id && step.action.startsWith('notice'))
}

function refusalFinding(question: Step, notice: Step, table: Table, context: Context): readonly Raw[] {
  const about = writtenSubject(notice, table, context)
  const asked = questionSubjects(question, table, context)
  if (about === null || asked.includes(about) || asked.some((subject) => COVERS[subject]?.includes(about))) return []
  return [
    {
      code: 'refusal-subject-differs',
      subject: `${table.name}/${notice.id}`,
      source: notice.source,
      facts: { question: SUBJECT_NAMES[asked[0]!], notice: SUBJECT_NAMES[about] },
    },
  ]
}

function questionSubjects(question: Step, table: Table, context: Context): readonly Subject[] {
  const written = writtenSubject(question, table, context)
  return written === null ? subjectsOf(question) : [written]
}

/** What an executed step is about; meeting the requirements is shown by documents. */
export function subjectsOf(step: Step): readonly Subject[] {
  const subject = ACTION_SUBJECTS[step.action]
  if (subject === undefined) return []
  return subject === 'requirements' ? ['requirements', 'documents'] : [subject, ...(COVERS[subject] ?? [])]
}

/** What the act's words say the step is about: a prose row before a table's, then the older field. */
export function writtenSubject(step: Step, table: Table, context: Context): Subject | null {
  const rows = writingsOf(table, context).flatMap((writing) => writing.rows.get(step.id) ?? [])
  const about = rows.find((row) => row.about !== null)?.about ?? null
  return about ?? (step.written?.action === undefined ? null : (ACTION_SUBJECTS[step.written.action] ?? null))
}

/** The same facts lead to the same decision in every channel only where every channel asks for them. */
export function unequalChannels({ regulation }: Context): readonly Raw[] {
  return regulation.variants.flatMap((variant) => [
    ...(variant.fee === null ? [] : unequal(variant, 'payment')),
    ...unequal(variant, 'requirements'),
  ])
}

const TESTS = { payment: ['pay', 'checkPayment'], requirements: ['checkRequirements'] } as const satisfies Partial<Record<Subject, unknown>>

function unequal(variant: Variant, subject: keyof typeof TESTS): readonly Raw[] {
  const actions: readonly string[] = TESTS[subject]
  const tests = (view: View) => view.steps.some((step) => actions.includes(step.action))
  const [having, lacking] = [variant.views.filter(tests), variant.views.filter((view) => !tests(view))]
  if (having.length === 0 || lacking.length === 0) return []
  const names = (views: readonly View[]): LocalText => listText(views.map((view) => view.name))
  return [
    {
      code: 'check-not-in-every-channel',
      subject: `${variant.id}/${subject}`,
      source: lacking[0]!.source,
      facts: { variant: variant.name, check: SUBJECT_NAMES[subject], with: names(having), without: names(lacking) },
    },
  ]
}
