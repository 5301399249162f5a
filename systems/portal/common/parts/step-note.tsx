import { Cited } from '@ruqsat/lawpages'
import { findView, stepWithAction, type Action, type Regulation, type Step, type View } from '@ruqsat/law'
import { Details, say } from '@ruqsat/web'
import type { OfferedService } from '../../deps.ts'
import texts from '../texts.yaml'

/** What this screen is in the law's own table, and its paragraph: one press away, because nobody comes for it. */
export function StepNote({ regulation, step }: { readonly regulation: Regulation; readonly step: Step }) {
  return (
    <Details summary={texts.stepNote.ofAct} isQuiet>
      <p>
        {texts.stepNote.step} {step.id}. {sentence(say(step.name))} <Cited regulation={regulation} source={step.source} />
      </p>
    </Details>
  )
}

/** Conditions are questions and end as such. */
function sentence(name: string): string {
  return /[.?!]$/.test(name) ? name : `${name}.`
}

/** The address of a service's page, with the id of its act. */
const SERVICE_PAGE = /^\/\w+\/services\/([^/?]+)/

/**
 * The step with this action in the table of an offered service, of the main channel first, for screens that come before any draft. Who comes
 * from the page of a service (`returnPath`) reads the table of its act.
 */
export function offeredStep(
  services: readonly OfferedService[],
  channels: readonly string[],
  action: Action,
  returnPath: string,
): { readonly regulation: Regulation; readonly step: Step } | null {
  const [, wanted] = SERVICE_PAGE.exec(returnPath) ?? []
  const [theirs, others] = [true, false].map((isTheirs) => services.filter(({ regulation }) => (regulation.id === wanted) === isTheirs))
  for (const { regulation } of [...theirs!, ...others!]) {
    for (const variant of regulation.variants.filter((each) => each.offered)) {
      const views = channels.flatMap((id) => findView(variant, id) ?? [])
      const step = views.map((view) => stepOf(view, action)).find((each) => each !== null)
      if (step !== undefined) return { regulation, step }
    }
  }
  return null
}

function stepOf(view: View, action: Action): Step | null {
  return stepWithAction(view.steps, action)
}
