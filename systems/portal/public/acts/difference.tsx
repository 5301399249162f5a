import { type LocalDate, formatDate } from '@ruqsat/foundation'
import { differenceLines, differenceOf, editionDays, type Edition, type Regulation } from '@ruqsat/law'
import { ErrorSummary, languageOf, localHref, localPath, sendPage, useLanguage, useSay, type FieldError } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { ACTS } from './act.tsx'
import { DayForm, dayField, errorsOfDays, type DayField } from './day-form.tsx'
import { actOf, todayFor } from './found.ts'
import texts from '../texts.yaml'

// What differs between two days of one act, in words: which items, by which act, from when, and what is not known.

type Query = { readonly from?: unknown; readonly to?: unknown }

export function differencePage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { regulation: string }; Querystring: Query }>(
    localPath(`${PATHS.acts}/:regulation/difference`),
    async (request, reply) => {
      const act = await actOf(portal, request.params.regulation)
      if (act === null) return reply.callNotFound()
      const today = await todayFor(portal, act.regulation)
      const from = dayField(request.query, { name: 'from', label: texts.difference.from, otherwise: firstDay(act.regulation, today) })
      const to = dayField(request.query, { name: 'to', label: texts.difference.to, otherwise: today })
      const errors = errorsOfDays([from, to])
      const language = languageOf(request)
      return sendPage(
        request,
        reply,
        {
          title: texts.difference.title,
          breadcrumbs: [
            { href: localHref(language, PATHS.acts), text: ACTS },
            { href: localHref(language, PATHS.act(act.regulation.id)), text: act.regulation.service },
          ],
          hasErrors: errors.length > 0,
        },
        <Difference act={act} from={from} to={to} errors={errors} />,
      )
    },
  )
}

/** Where nothing was asked: since the act began to be. */
function firstDay(regulation: Regulation, today: LocalDate): LocalDate {
  return editionDays(regulation)[0]?.day ?? today
}

type DifferenceProps = {
  readonly act: Edition
  readonly from: DayField
  readonly to: DayField
  readonly errors: readonly FieldError[]
}

function Difference({ act: { regulation }, from, to, errors }: DifferenceProps) {
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
  const say = useSay()
  const language = useLanguage()
  const difference = differenceOf(regulation, ...days)
  const title = say(texts.difference.between)
    .replace('{from}', formatDate(difference.from, language))
    .replace('{to}', formatDate(difference.to, language))
  return (
    <>
      <h2>{title}</h2>
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
