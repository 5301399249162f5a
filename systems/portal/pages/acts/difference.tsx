import type { LocalDate } from '@ruqsat/foundation'
import { differenceLines, differenceOf, editionDays, type Edition, type Regulation } from '@ruqsat/law'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  formatDate,
  languageOf,
  local,
  localHref,
  localPath,
  sendPage,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import { ACTS } from './act.tsx'
import { actOf, askedDay, todayFor, typedDay } from './found.ts'

// What differs between two days of one act, in words: which items, by which act, from when, and what is not known.

const TEXTS = {
  title: local('Екі күннің айырмасы', 'Разница двух дней', 'The difference of two days'),
  from: local('Бірінші күн', 'Первый день', 'First day'),
  to: local('Екінші күн', 'Второй день', 'Second day'),
  hint: local('Мысалы: 2014-10-01', 'Например: 2014-10-01', 'For example: 2014-10-01'),
  compare: local('Салыстыру', 'Сравнить', 'Compare'),
  between: local('{from} және {to}', '{from} и {to}', '{from} and {to}'),
}

type Query = { readonly from?: unknown; readonly to?: unknown }

export function differencePage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { regulation: string }; Querystring: Query }>(
    localPath(`${PATHS.acts}/:regulation/difference`),
    async (request, reply) => {
      const act = await actOf(portal, request.params.regulation)
      if (act === null) return reply.callNotFound()
      const today = await todayFor(portal, act.regulation)
      const from = askedDay(request.query.from, firstDay(act.regulation, today))
      const to = askedDay(request.query.to, today)
      const wrong = [...(from === null ? ['from'] : []), ...(to === null ? ['to'] : [])]
      const errors = fieldErrorsOf(wrong.map((field) => refusePortal('day-malformed', { field })))
      const language = languageOf(request)
      return sendPage(
        request,
        reply,
        {
          title: TEXTS.title,
          breadcrumbs: [
            { href: localHref(language, PATHS.acts), text: ACTS },
            { href: localHref(language, PATHS.act(act.regulation.id)), text: act.regulation.service },
          ],
          hasErrors: errors.length > 0,
          status: errors.length > 0 ? 422 : 200,
        },
        <Difference
          act={act}
          days={from !== null && to !== null ? [from, to] : null}
          typed={[from ?? typedDay(request.query.from), to ?? typedDay(request.query.to)]}
          errors={errors}
        />,
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
  readonly days: readonly [LocalDate, LocalDate] | null
  readonly typed: readonly [string, string]
  readonly errors: readonly FieldError[]
}

function Difference({ act: { regulation }, days, typed, errors }: DifferenceProps) {
  const say = useSay()
  const language = useLanguage()
  const field = (name: 'from' | 'to', value: string) => (
    <TextInput name={name} label={TEXTS[name]} hint={TEXTS.hint} width={12} maxlength={10} value={value} error={errorAt(errors, name)} />
  )
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(regulation.act.title)}</p>
      <Form action={localHref(language, PATHS.actDifference(regulation.id))} method="get">
        {field('from', typed[0])}
        {field('to', typed[1])}
        <Button text={TEXTS.compare} />
      </Form>
      {days !== null && <Told regulation={regulation} days={days} />}
    </>
  )
}

/** A note of the history, then its items below it. */
function Told({ regulation, days }: { readonly regulation: Regulation; readonly days: readonly [LocalDate, LocalDate] }) {
  const say = useSay()
  const language = useLanguage()
  const difference = differenceOf(regulation, ...days)
  const title = say(TEXTS.between)
    .replace('{from}', formatDate(difference.from, language))
    .replace('{to}', formatDate(difference.to, language))
  return (
    <>
      <h2>{title}</h2>
      {differenceLines(difference).map(({ text, items }) => (
        <>
          <p>{say(text)}</p>
          {items.length > 0 && (
            <ul>
              {items.map((item) => (
                <li>{say(item)}</li>
              ))}
            </ul>
          )}
        </>
      ))}
    </>
  )
}
