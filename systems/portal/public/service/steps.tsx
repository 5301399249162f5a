import { Cited } from '@ruqsat/lawpages'
import { isSameSource } from '@ruqsat/foundation'
import { stepTimeText, sumOfTable, sumText, type Regulation, type Step } from '@ruqsat/law'
import { Details, Table, say, type TableColumn } from '@ruqsat/web'
import type { AboutService } from './facts.ts'
import texts from '../texts.yaml'
const COLUMNS: readonly TableColumn[] = [
  { text: texts.steps.number, width: 'narrow' },
  { text: texts.steps.step },
  { text: texts.steps.who },
  { text: texts.steps.time },
  { text: texts.steps.source },
]

/** All tables of the law: what happens in each channel, and what inside the provider afterwards. */
export function StepsOfService({ regulation, variant, isOpen }: AboutService) {
  return (
    <Details summary={texts.steps.steps}>
      <h3>{texts.steps.channels}</h3>
      {variant.views.map((view) => (
        <Details summary={view.name}>
          <p>
            {isOpen && !view.offered && `${say(texts.steps.notHere)} `}
            <Cited regulation={regulation} source={view.source} />
          </p>
          <Steps regulation={regulation} steps={view.steps} caption={say(view.name)} />
        </Details>
      ))}
      <h3>{texts.steps.inside}</h3>
      <Details summary={texts.steps.provider}>
        <Steps regulation={regulation} steps={variant.procedure.steps} caption={say(texts.steps.provider)} />
        <p>
          {texts.steps.all}: {sumText(sumOfTable(variant.procedure.steps))}.{' '}
          <Cited regulation={regulation} source={variant.procedure.source} />
        </p>
      </Details>
    </Details>
  )
}

function Steps({
  regulation,
  steps,
  caption,
}: {
  readonly regulation: Regulation
  readonly steps: readonly Step[]
  readonly caption: string
}) {
  const rows = steps.map((step) => [
    step.id,
    step.name,
    regulation.units.find((unit) => unit.id === step.unit)?.name ?? step.unit,
    <TimeOf regulation={regulation} step={step} />,
    <Cited regulation={regulation} source={step.source} />,
  ])
  return <Table caption={caption} captionHidden columns={COLUMNS} rows={rows} empty={say(texts.steps.noTime)} />
}

/** The time of one step; where another place than the step gives it, with its own source. */
function TimeOf({ regulation, step }: { readonly regulation: Regulation; readonly step: Step }) {
  const { time, source } = step
  const text = stepTimeText(step)
  const elsewhere = time === null || isSameSource(time.source, source) ? null : time.source
  return (
    <>
      {text.kk === '' ? texts.steps.noTime : text} {elsewhere !== null && <Cited regulation={regulation} source={elsewhere} />}
    </>
  )
}
