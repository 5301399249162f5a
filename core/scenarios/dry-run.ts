// Leads one case of each kind of result through the staff procedure, by the engine itself: what cannot be run to its end is found before
// anybody pays for it.
import { toInstant } from '@ruqsat/clock'
import { stepDue, unitOf, type Actor, type Decision, type DecideContext, type DraftResult, type Task } from '@ruqsat/engine'
import { inAll, isRefusal, wordsOf, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { stepById, zoneOf, type ClockTables, type Edition, type Variant, type View } from '@ruqsat/law'
import type { ScenarioAction } from './grammar.ts'
import { SampleCase } from './sample-case.ts'
import texts from './texts.yaml'

/** At which step of the procedure a case stops, and why; `stepId` is null where it does not even open. */
export type DryRunFault = { readonly variant: string; readonly stepId: string | null; readonly why: LocalText }

type Sample = { readonly context: DecideContext; readonly variant: Variant; readonly view: View; readonly decision: Decision }

/** More actions than any procedure has: a table that goes round for ever ends here. */
const MOST_ACTIONS = 200

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
  const lead = new SampleCase(sample.context)
  const stopped = (why: LocalText): DryRunFault => ({ variant: sample.variant.id, stepId: lead.state.tasks[0]?.stepId ?? null, why })
  try {
    const refusal = run(sample, lead)
    if (refusal === null) return null
    const fault = stopped(refusal === 'endless' ? ENDLESS : saidOf(refusal))
    return fault.stepId === null ? { ...fault, stepId: endlessStep(sample) } : fault
  } catch (error) {
    const thrown = error instanceof Error ? error.message : String(error)
    return stopped(inAll(() => thrown))
  }
}

/** The step whose own time no calendar holds: where the case does not open for it, the writer is led there. */
function endlessStep({ context, variant }: Sample): string | null {
  const start = startOf(context)
  return variant.procedure.steps.find((step) => isRefusal(stepDue(step, start, context)))?.id ?? null
}

const ENDLESS: LocalText = texts.dryRun.endless

function run(sample: Sample, lead: SampleCase): Refusal | 'endless' | null {
  const { context, variant, view, decision } = sample
  const now = startOf(context)
  const opened = lead.open({ variant: variant.id, view: view.id, applicant: context.edition.regulation.applicants[0]!.kind }, now)
  if (opened !== null) return opened
  for (let actions = 0; actions < MOST_ACTIONS; actions += 1) {
    const task = lead.state.tasks[0]
    if (task === undefined) return null
    const refused = lead.act(actionOf(task, sample), task.id, staffOf(task, sample), now, decision)
    if (refused !== null) return refused
  }
  return 'endless'
}

/** What is missing, for whoever writes the package. */
function saidOf(refusal: Refusal): LocalText {
  const { operator, text } = wordsOf(refusal)
  return operator?.text ?? text
}

/** The morning of a day in the second month that the calendar knows: a term that ends in no calendar is found from there. */
function startOf(context: DecideContext): Instant {
  const { edition, tables } = context
  const { firstYear } = tables.calendars[edition.regulation.authority.calendar]!
  return toInstant(`${firstYear}-02-01`, '10:00', zoneOf(edition.regulation, tables))
}

function staffOf(task: Task, { context, variant }: Sample): Actor {
  const { unit, role } = unitOf(stepById(variant.procedure.steps, task.stepId), context)
  const authority = unit.kind === 'outside' ? unit.id : context.edition.regulation.authority.id
  return { kind: 'staff', id: task.assignee ?? role, role, authority }
}

/** What the holder of the step does; actions that no staff do are none. */
function actionOf({ stepId }: Task, sample: Sample): ScenarioAction {
  const draft = draftOf(sample)
  switch (stepById(sample.variant.procedure.steps, stepId).action) {
    case 'accept':
      return { verb: 'accepts' }
    case 'assign':
      return { verb: 'assigns', officerId: 'officer' }
    case 'examine':
      return { verb: 'examines', draft, incomplete: false }
    case 'approve':
      return { verb: 'agrees' }
    case 'conclude':
      return { verb: 'concludes', draft, incomplete: false }
    case 'handOver':
      return { verb: 'hands over' }
    default:
      return { verb: 'signs' }
  }
}

function draftOf({ variant, decision }: Sample): DraftResult {
  if (decision === 'grant') return { decision, groundIds: [], explanation: '' }
  return { decision, groundIds: variant.grounds.slice(0, 1).map(({ id }) => id), explanation: 'A sample.' }
}
