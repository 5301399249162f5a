import { fillText, formatDate, inAll, type LocalDate } from '@ruqsat/foundation'
import { differenceLines, differenceOf, editionDays, type Regulation } from '@ruqsat/law'
import { ErrorSummary, localHref, sendPage, useLanguage, type FieldError } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { DayForm, dayField, errorsOfDays, type DayField } from './day-form.tsx'
import { actPage, pathToAct, todayFor } from './found.ts'
import texts from '../texts.yaml'

// What differs between two days of one act, in words: which items, by which act, from when, and what is not known.

export function differencePage(app: FastifyInstance, portal: Portal): void {
  actPage(app, portal, '/difference', async (request, reply, regulation) => {
    const today = await todayFor(portal, regulation)
    // Where nothing was asked: since the act began to be.
    const first = editionDays(regulation)[0]?.day ?? today
    const from = dayField(request, { name: 'from', label: texts.difference.from, otherwise: first })
    const to = dayField(request, { name: 'to', label: texts.difference.to, otherwise: today })
    const errors = errorsOfDays([from, to])
    return sendPage(
      request,
      reply,
      { title: texts.difference.title, breadcrumbs: pathToAct(request, regulation), hasErrors: errors.length > 0 },
      <Difference regulation={regulation} from={from} to={to} errors={errors} />,
    )
  })
}

type DifferenceProps = {
  readonly regulation: Regulation
  readonly from: DayField
  readonly to: DayField
  readonly errors: readonly FieldError[]
}

function Difference({ regulation, from, to, errors }: DifferenceProps) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.difference.title}</h1>
      <p class="lead">{regulation.act.title}</p>
      <DayForm
        action={localHref(language, PATHS.actDifference(regulation.id))}
        fields={[from, to]}
        errors={errors}
        button={texts.difference.compare}
      />
      {from.day !== null && to.day !== null && <Told regulation={regulation} days={[from.day, to.day]} />}
    </>
  )
}

/** A note of the history, then its items below it. */
function Told({ regulation, days }: { readonly regulation: Regulation; readonly days: readonly [LocalDate, LocalDate] }) {
  const difference = differenceOf(regulation, ...days)
  const [from, to] = days.map((day) => inAll((language) => formatDate(day, language)))
  return (
    <>
      <h2>{fillText(texts.difference.between, { from: from!, to: to! })}</h2>
      {differenceLines(difference).map(({ text, items }) => (
        <>
          <p>{text}</p>
          {items.length > 0 && (
            <ul>
              {items.map((item) => (
                <li>{item}</li>
              ))}
            </ul>
          )}
        </>
      ))}
    </>
  )
}
