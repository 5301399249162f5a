import { formatDate } from '@ruqsat/foundation'
import {
  editionAt,
  editionDays,
  eventText,
  itemName,
  itemState,
  noteText,
  actText,
  wordingText,
  type Edition,
  type EditionOnDay,
  type ItemOnDay,
  type Regulation,
} from '@ruqsat/law'
import { ErrorSummary, localHref, localPath, sendPage, SummaryList, Table, useLanguage, say, type FieldError } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { StandingTag } from '../../common/parts/standing-tag.tsx'
import { DayForm, dayField, errorsOfDays, type DayField } from './day-form.tsx'
import { actPage, actsOf, pathToAct, todayFor } from './found.ts'
import { Said } from './said.tsx'
import texts from '../texts.yaml'

// An act as it was on a day: what was in force, what was not, and what nobody knows, with the dates between which it is.

export function actPages(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.acts), async (request, reply) =>
    sendPage(request, reply, { title: texts.act.acts, description: texts.act.page.lead }, <Acts acts={await actsOf(portal)} />),
  )
  actPage(app, portal, '', async (request, reply, regulation) => {
    const otherwise = await todayFor(portal, regulation)
    const on = dayField(request, { name: 'on', label: texts.act.page.day, otherwise })
    const errors = errorsOfDays([on])
    return sendPage(
      request,
      reply,
      { title: regulation.service, description: regulation.summary, breadcrumbs: pathToAct(request), hasErrors: errors.length > 0 },
      <ActOnDay regulation={regulation} on={on} errors={errors} />,
    )
  })
}

function Acts({ acts }: { readonly acts: readonly Edition[] }) {
  const language = useLanguage()
  return (
    <>
      <h1>{texts.act.acts}</h1>
      <p class="lead">{texts.act.page.lead}</p>
      <ul>
        {acts.map(({ regulation }) => (
          <li>
            <a href={localHref(language, PATHS.act(regulation.id))}>{regulation.act.title}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

type ActOnDayProps = { readonly regulation: Regulation; readonly on: DayField; readonly errors: readonly FieldError[] }

function ActOnDay({ regulation, on, errors }: ActOnDayProps) {
  const language = useLanguage()
  const { act, id, service } = regulation
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{service}</h1>
      <p class="lead">{act.title}</p>
      {on.day !== null && <Standing act={regulation.act} edition={editionAt(regulation, on.day)} />}
      <h2>{texts.act.page.otherDay}</h2>
      <DayForm action={localHref(language, PATHS.act(id))} fields={[on]} errors={errors} button={texts.act.page.show} kind="secondary" />
      <Days regulation={regulation} />
      <p>
        <a href={localHref(language, PATHS.actDifference(id))}>{texts.act.page.difference}</a>
      </p>
      {regulation.survey && (
        <p>
          <a href={`${localHref(language, PATHS.act(id))}/survey`}>{texts.survey.title}</a>
        </p>
      )}
      {regulation.variants.length > 0 && <h2>{texts.act.page.services}</h2>}
      <ul>
        {regulation.variants.map((variant) => (
          <li>
            <a href={localHref(language, PATHS.service(id, variant.id))}>{variant.name}</a>. {variant.summary}
          </li>
        ))}
      </ul>
      <Said regulation={regulation} />
      {regulation.variants.length > 0 && <h2>{texts.act.page.references}</h2>}
      <ul>
        {regulation.variants.map((variant) => (
          <li>
            <a href={localHref(language, PATHS.actReference(id, variant.id))}>{variant.name}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

function Standing({ act, edition }: { readonly act: Regulation['act']; readonly edition: EditionOnDay }) {
  const language = useLanguage()
  const notes = edition.notes.filter(({ phase }) => phase !== 'notAdopted')
  const whole = wordingText(edition)
  const published = act.publishedOn === 'unknown' ? say(texts.act.page.unknown) : formatDate(act.publishedOn, language)
  return (
    <>
      <h2>{say(texts.act.page.onDay).replace('{day}', formatDate(edition.day, language))}</h2>
      <p>
        <StandingTag kind={edition.act.kind} /> {actText(edition)}
      </p>
      <SummaryList
        rows={[
          { key: texts.act.page.published, value: published },
          ...(whole === null ? [] : [{ key: texts.act.page.whole, value: whole }]),
        ]}
      />
      {notes.length > 0 && <h3>{texts.act.page.changedBy}</h3>}
      <ul>
        {notes.map((note) => (
          <li>{noteText(note)}</li>
        ))}
      </ul>
      {edition.items.length > 0 && <Items items={edition.items} />}
    </>
  )
}

function Items({ items }: { readonly items: readonly ItemOnDay[] }) {
  const rows = items.map((each) => [itemName(each.passage), <StandingTag kind={each.standing.kind} />, itemState(each)])
  return (
    <Table
      caption={texts.act.page.items}
      columns={[{ text: texts.act.page.item }, { text: texts.act.page.standing }, { text: texts.act.page.since }]}
      rows={rows}
    />
  )
}

function Days({ regulation }: { readonly regulation: Regulation }) {
  const language = useLanguage()
  const days = editionDays(regulation)
  if (days.length === 0) return null
  return (
    <>
      <h3>{texts.act.page.days}</h3>
      <ul>
        {days.map(({ day, events }) => (
          <li>
            <a href={`${localHref(language, PATHS.act(regulation.id))}?on=${day}`}>{formatDate(day, language)}</a>.{' '}
            {events.map((event) => say(eventText(event))).join(' ')}
          </li>
        ))}
      </ul>
    </>
  )
}
