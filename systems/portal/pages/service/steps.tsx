import { stepTimeText, sumOfTable, sumText, type Regulation, type Step } from '@ruqsat/law'
import { Details, local, Table, useSay, type TableColumn } from '@ruqsat/web'
import type { ServiceView } from '../../deps.ts'
import { Cited } from '../parts/cited.tsx'

const TEXTS = {
  steps: local('Қадамдар', 'Шаги', 'Steps'),
  portal: local('Порталдағы қадамдарыңыз', 'Ваши шаги на портале', 'Your steps on the portal'),
  provider: local('Қызмет берушінің қадамдары', 'Шаги услугодателя', 'The provider’s steps'),
  all: local('Барлығы, қадамдардың қосындысы', 'Всего, сумма шагов', 'All together, the sum of the steps'),
  number: local('№', '№', 'No'),
  step: local('Не істеледі', 'Что делается', 'What is done'),
  who: local('Кім', 'Кто', 'Who'),
  time: local('Мерзімі', 'Срок', 'Time'),
  source: local('Негізі', 'Основание', 'Source'),
  noTime: local('берілмеген', 'не задан', 'not given'),
}

const COLUMNS: readonly TableColumn[] = [
  { text: TEXTS.number, width: 'narrow' },
  { text: TEXTS.step },
  { text: TEXTS.who },
  { text: TEXTS.time },
  { text: TEXTS.source },
]

/** Both tables of the law: what the person does, and what happens inside afterwards. */
export function StepsOfService({ service }: { readonly service: ServiceView }) {
  const say = useSay()
  const { regulation, variant, view } = service
  return (
    <>
      <h2>{say(TEXTS.steps)}</h2>
      <Details summary={TEXTS.portal}>
        <Steps regulation={regulation} steps={view.steps} caption={say(TEXTS.portal)} />
      </Details>
      <Details summary={TEXTS.provider}>
        <Steps regulation={regulation} steps={variant.procedure.steps} caption={say(TEXTS.provider)} />
        <p>
          {say(TEXTS.all)}: {say(sumText(sumOfTable(variant.procedure.steps)))}.{' '}
          <Cited regulation={regulation} source={variant.procedure.source} />
        </p>
      </Details>
    </>
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
  const say = useSay()
  const rows = steps.map((step) => [
    step.id,
    step.name,
    regulation.units.find((unit) => unit.id === step.unit)?.name ?? step.unit,
    stepTimeText(step).kk === '' ? TEXTS.noTime : stepTimeText(step),
    <Cited regulation={regulation} source={step.source} />,
  ])
  return <Table caption={caption} captionHidden columns={COLUMNS} rows={rows} empty={say(TEXTS.noTime)} />
}
