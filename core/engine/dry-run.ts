// Leads one case of each kind of result through the staff procedure, by the engine itself: what cannot be run to its end is found before
// anybody pays for it.
import { toInstant } from '@ruqsat/clock'
import { isRefusal, licenceNumber, type Instant, type LocalText, type Refusal, inAll } from '@ruqsat/foundation'
import { stepById, zoneOf, type Edition, type ClockTables, type Variant, type View } from '@ruqsat/law'
import { applyAll, emptyCase } from './apply.ts'
import { decide } from './decide.ts'
import { stepDue } from './due.ts'
import type { Actor, CaseState, Command, Decision, DecideContext, DraftResult, Task } from './model.ts'
import { unitOf } from './place.ts'
import texts from './texts.yaml'

/** At which step of the procedure a case stops, and why; `stepId` is null where it does not even open. */
export type DryRunFault = { readonly variant: string; readonly stepId: string | null; readonly why: LocalText }

type Without<C> = C extends Command ? Omit<C, 'newIds'> : never
type Sample = { readonly context: DecideContext; readonly variant: Variant; readonly view: View; readonly decision: Decision }

/** More actions than any procedure has: a table that goes round for ever ends here. */
const MOST_DEEDS = 200

/** Every offered variant over each offered channel, granted and refused. */
export function dryRun(edition: Edition, tables: ClockTables): readonly DryRunFault[] {
  const context: DecideContext = { edition, tables }
  return edition.regulation.variants
    .filter(({ offered }) => offered)
    .flatMap((variant) => {
      const views = variant.views.filter(({ offered }) => offered)
      const samples = views.flatMap((view) => (['grant', 'refuse'] as const).map((decision) => ({ context, variant, view, decision })))
      return samples.map(faultOf).find((fault) => fault !== null) ?? []
    })
}

function faultOf(sample: Sample): DryRunFault | null {
  const lead = { state: emptyCase }
  try {
    const refusal = run(sample, lead)
    if (refusal === null) return null
    const fault = stopped(sample, lead.state, refusal.operator?.text ?? refusal.text)
    return fault.stepId === null ? { ...fault, stepId: endlessStep(sample) } : fault
  } catch (error) {
    const thrown = error instanceof Error ? error.message : String(error)
    return stopped(
      sample,
      lead.state,
      inAll(() => thrown),
    )
  }
}

function stopped({ variant }: Sample, state: CaseState, why: LocalText): DryRunFault {
  return { variant: variant.id, stepId: state.tasks[0]?.stepId ?? null, why }
}

/** The step whose own time no calendar holds: where the case does not open for it, the writer is led there. */
function endlessStep({ context, variant }: Sample): string | null {
  const start = startOf(context)
  return variant.procedure.steps.find((step) => isRefusal(stepDue(step, start, context)))?.id ?? null
}

const ENDLESS: LocalText = texts.dryRun.endless

function run(sample: Sample, lead: { state: CaseState }): Refusal | null {
  const now = startOf(sample.context)
  let ids = 0
  const give = (command: Without<Command>, actor: Actor): Refusal | null => {
    const answer = decide(lead.state, { ...command, newIds: [`task-${++ids}`] } as Command, actor, now, sample.context)
    if (isRefusal(answer)) return answer
    lead.state = applyAll(lead.state, answer)
    return null
  }
  const opened = give(opening(sample), { kind: 'applicant', id: 'applicant' })
  if (opened !== null) return opened
  for (let deeds = 0; deeds < MOST_DEEDS; deeds += 1) {
    const task = lead.state.tasks[0]
    if (task === undefined) return null
    for (const command of deedsOf(task, sample)) {
      const refused = give(command(lead.state, now), staffOf(task, sample))
      if (refused !== null) return refused
    }
  }
  return { kind: 'refusal', code: 'endless', text: ENDLESS, remedy: ENDLESS }
}

/** The morning of a day in the second month that the calendar knows: a term that ends in no calendar is found from there. */
function startOf(context: DecideContext): Instant {
  const { edition, tables } = context
  const { firstYear } = tables.calendars[edition.regulation.authority.calendar]!
  return toInstant(`${firstYear}-02-01`, '10:00', zoneOf(edition.regulation, tables))
}

function opening({ context, variant, view }: Sample): Without<Command> {
  const { regulation, hash } = context.edition
  return {
    kind: 'open',
    opening: {
      caseId: 'case',
      authority: regulation.authority.id,
      regulation: regulation.id,
      editionHash: hash,
      variant: variant.id,
      view: view.id,
      requestNumber: 'case',
      applicantRef: '',
      applicantKind: regulation.applicants[0]!.kind,
      requestSha256: '',
      signatureSha256: '',
      payment: null,
    },
  }
}

function staffOf(task: Task, { context, variant }: Sample): Actor {
  const { unit, role } = unitOf(stepById(variant.procedure.steps, task.stepId), context)
  const authority = unit.kind === 'outside' ? unit.id : context.edition.regulation.authority.id
  return { kind: 'staff', id: task.assignee ?? role, role, authority }
}

type DryAction = (state: CaseState, now: Instant) => Without<Command>

/** What the holder of the step does; actions that no staff do are none. */
function deedsOf({ id: taskId, stepId }: Task, sample: Sample): readonly DryAction[] {
  const { variant } = sample
  const { action } = stepById(variant.procedure.steps, stepId)
  const draft = draftOf(sample)
  switch (action) {
    case 'accept':
      return [() => ({ kind: 'accept', taskId, journalNumber: '1' })]
    case 'assign':
      return [() => ({ kind: 'assign', taskId, officerId: 'officer', instruction: '' })]
    case 'examine':
      return [() => ({ kind: 'examine', taskId, draft })]
    case 'approve':
      return [() => ({ kind: 'approve', taskId, opinion: 'agrees', reason: '' })]
    case 'conclude':
      return [() => ({ kind: 'conclude', taskId, draft })]
    case 'handOver':
      return [() => ({ kind: 'handOver', taskId })]
    default:
      return [(state) => prepare(taskId, state, sample), (_state, now) => sign(taskId, now)]
  }
}

function draftOf({ variant, decision }: Sample): DraftResult {
  if (decision === 'grant') return { decision, groundIds: [], explanation: '' }
  return { decision, groundIds: variant.grounds.slice(0, 1).map(({ id }) => id), explanation: 'A sample.' }
}

function prepare(taskId: string, state: CaseState, { variant, decision }: Sample): Without<Command> {
  const { grant, refuse } = variant.results
  const number = decision === 'grant' ? (state.reservedNumber ?? licenceNumber(grant.registerLetters, 1)) : null
  const documentKind = (decision === 'grant' ? grant : refuse).kind
  return { kind: 'prepareResult', taskId, document: { documentId: 'document', documentKind, number, sha256: '' } }
}

function sign(taskId: string, signedAt: Instant): Without<Command> {
  return { kind: 'signResult', taskId, signed: { documentId: 'document', sha256: '', signerCertificateSha256: '', signedAt } }
}
