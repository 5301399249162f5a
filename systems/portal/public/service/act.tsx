import { Cited } from '@ruqsat/lawpages'
import { fillString, withFullStop, type Language, type LocalDate, formatDate } from '@ruqsat/foundation'
import { standingText } from '@ruqsat/law'
import { Details, localHref, SummaryList, useLanguage, useSay, type SummaryRow } from '@ruqsat/web'
import { PATHS } from '../../deps.ts'
import { Provider } from '../../common/parts/provider.tsx'
import { StandingTag } from '../../common/parts/standing-tag.tsx'
import type { ServiceFacts } from './facts.ts'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

/** Where to complain, and by which act all of this is so. What is not known is called unknown. */
export function ActOfService({ service, facts }: { readonly service: ShownService; readonly facts: ServiceFacts }) {
  const say = useSay()
  const language = useLanguage()
  const { regulation, edition, variant, isOpen } = service
  const { act, complaint, general, guarantees = [] } = regulation
  const { standing, offeredFrom } = facts
  const isRepealed = act.history.some((note) => note.kind === 'repeal')
  const date = (day: LocalDate | 'unknown') => (day === 'unknown' ? say(texts.serviceAct.unknown) : formatDate(day, language))
  const registration =
    act.registrationNumber === 'unknown' ? date(act.registeredOn) : `${date(act.registeredOn)}, № ${act.registrationNumber}`
  const rows: SummaryRow[] = [
    { key: texts.serviceAct.title, value: act.title },
    {
      key: texts.serviceAct.number,
      value: (
        <>
          № {act.number}, {date(act.adoptedOn)}. <Cited regulation={regulation} source={act.source} />
        </>
      ),
    },
    { key: texts.serviceAct.registered, value: registration },
    { key: texts.serviceAct.published, value: date(act.publishedOn) },
    {
      key: texts.serviceAct.force,
      value: (
        <>
          {act.entryIntoForce} <Cited regulation={regulation} source={act.force.source} />
        </>
      ),
    },
    ...act.history.map((note): SummaryRow => ({
      key: texts.serviceAct[note.kind],
      value: (
        <>
          № {note.number}, {withFullStop(formatDate(note.on, language))} {note.text} <Cited regulation={regulation} source={note.source} />
        </>
      ),
    })),
    {
      key: texts.serviceAct.today,
      value: (
        <>
          <StandingTag kind={standing.kind} /> {standingText(standing)}{' '}
          <Cited regulation={regulation} source={standing.effect.force.source} />
        </>
      ),
    },
    ...(isOpen ? offerRow(offeredFrom, isRepealed, language) : []),
    { key: texts.serviceAct.hash, value: <code>{edition.hash}</code> },
  ]
  return (
    <>
      <h2>{texts.serviceAct.complaint}</h2>
      <p>
        {complaint.place} {complaint.term} <Cited regulation={regulation} source={complaint.source} />
      </p>
      {guarantees.length > 0 && (
        <Details summary={texts.serviceAct.generalLaw}>
          {general !== undefined && <p>{general.title}</p>}
          <ul>
            {guarantees.map(({ text, source }) => (
              <li>
                {text} <Cited regulation={regulation} source={source} />
              </li>
            ))}
          </ul>
        </Details>
      )}
      <h2>{texts.serviceAct.act}</h2>
      <p>
        {texts.serviceAct.authority}: <Provider regulation={regulation} />
      </p>
      <SummaryList rows={rows} />
      <ul>
        <li>
          <a href={localHref(language, PATHS.act(regulation.id))}>{texts.serviceAct.onADay}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.actReference(regulation.id, variant.id))}>{texts.serviceAct.reference}</a>
        </li>
      </ul>
    </>
  )
}

/** Since when, where a beginning was set, and that the act is history, where it is; nothing else is worth a row. */
function offerRow(from: LocalDate | null, isRepealed: boolean, language: Language): readonly SummaryRow[] {
  const since = from === null ? '' : fillString(texts.serviceAct.since[language], { day: formatDate(from, language) })
  const value = [since, isRepealed ? texts.serviceAct.ownDecision[language] : ''].filter((part) => part !== '').join(' ')
  return value === '' ? [] : [{ key: texts.serviceAct.offered, value }]
}
