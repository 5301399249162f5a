// By which act the service is, what holds where it is not offered, and the other variants of the act.
import { Cited, CitedList, Proof } from '@ruqsat/lawpages'
import { fillString, fillText, inAll, withFullStop, type Language, type LocalDate, formatDate } from '@ruqsat/foundation'
import { guaranteesOf, isAtCounter, isElectronic, standingText, type View } from '@ruqsat/law'
import { Details, localHref, SummaryList, useLanguage, say, type SummaryRow, InsetText } from '@ruqsat/web'
import { PATHS } from '../../deps.ts'
import { Provider } from '../../common/parts/provider.tsx'
import { WhereToComplain } from '../../common/parts/where-to-complain.tsx'
import { StandingTag } from '../../common/parts/standing-tag.tsx'
import { openViews } from '../../application/core/open-views.ts'
import { type AboutService, openVariants } from './facts.ts'
import commonTexts from '../../common/texts.yaml'
import texts from '../texts.yaml'

/** Where to complain, and by which act all of this is so. What is not known is called unknown. */
export function ActOfService({ regulation, edition, variant, isOpen, standing, offeredFrom, complaints }: AboutService) {
  const language = useLanguage()
  const { act, general } = regulation
  const guarantees = guaranteesOf(regulation, variant)
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
      key: `${say(texts.serviceAct[note.kind])} № ${note.number}`,
      value: (
        <>
          {withFullStop(formatDate(note.on, language))} {note.text} <Cited regulation={regulation} source={note.source} />
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
      <Details summary={texts.serviceAct.complaint}>
        <WhereToComplain regulation={regulation} by={complaints} />
        {guarantees.length > 0 && (
          <>
            <h3>{texts.serviceAct.generalLaw}</h3>
            {general !== undefined && <p>{general.title}</p>}
            <CitedList regulation={regulation} items={guarantees} />
          </>
        )}
      </Details>
      <Details summary={texts.serviceAct.act}>
        <p>
          {texts.serviceAct.authority}: <Provider regulation={regulation} />
        </p>
        <ModelOfAct regulation={regulation} variant={variant} />
        <SummaryList rows={rows} />
        <ul>
          <li>
            <a href={localHref(language, PATHS.act(regulation.id))}>{texts.serviceAct.onADay}</a>
          </li>
          <li>
            <a href={localHref(language, PATHS.actReference(regulation.id, variant.id))}>{texts.serviceAct.reference}</a>
          </li>
        </ul>
      </Details>
    </>
  )
}

/** By whose model the act was written, and what it says itself in place of the model or besides it. */
function ModelOfAct({ regulation, variant }: Pick<AboutService, 'regulation' | 'variant'>) {
  if (regulation.model === undefined) return null
  const { term, requirements, documents, grounds } = variant
  const own = [
    ...(term === null ? [] : [{ text: texts.serviceAct.ownTerm, source: term.source }]),
    ...requirements,
    ...documents.map(({ name: text, source }) => ({ text, source })),
    ...grounds,
    { text: texts.serviceAct.complaint, source: regulation.complaint.source },
  ].filter(({ source }) => source.act === regulation.id)
  // Of the whole act, and of this variant.
  const taken = (regulation.model.takesAway ?? []).filter(
    ({ what }) => /^variants\//.exec(what) === null || what.startsWith(`variants/${variant.id}.yaml `),
  )
  return (
    <>
      <p>
        <strong>{texts.serviceAct.model}:</strong> {regulation.model.name}
      </p>
      {own.length + taken.length > 0 && (
        <Details summary={texts.serviceAct.ownWords}>
          {own.length > 0 && <CitedList regulation={regulation} items={own} />}
          {taken.length > 0 && (
            <>
              <p>{texts.serviceAct.takenAway}:</p>
              <CitedList regulation={regulation} items={taken} />
            </>
          )}
        </Details>
      )}
    </>
  )
}

/** Since when, where a beginning was set, and that the act is history, where it is; nothing else is worth a row. */
function offerRow(from: LocalDate | null, isRepealed: boolean, language: Language): readonly SummaryRow[] {
  const since = from === null ? '' : fillString(texts.serviceAct.since[language], { day: formatDate(from, language) })
  const value = [since, isRepealed ? texts.serviceAct.ownDecision[language] : ''].filter((part) => part !== '').join(' ')
  return value === '' ? [] : [{ key: texts.serviceAct.offered, value }]
}

/** In the place of the start buttons: that nobody can apply here, the state of the act, and whom to turn to. */
export function NotOfferedHere({ regulation, standing, offeredLater, closed }: AboutService) {
  const language = useLanguage()
  return (
    <InsetText>
      <p>
        <strong>{texts.notOffered.notHere}</strong> {texts.notOffered.onlyTold}
      </p>
      {closed !== null && <p>{closedText(closed, language)}</p>}
      {offeredLater !== null && <p>{fillString(say(texts.notOffered.later), { day: formatDate(offeredLater, language) })}</p>}
      <p>
        <StandingTag kind={standing.kind} /> {standingText(standing)}{' '}
        <Cited regulation={regulation} source={standing.effect.force.source} />
        {standing.kind !== 'inForce' && ` ${say(texts.notOffered.rules)}`}
      </p>
    </InsetText>
  )
}

function closedText({ since, until }: NonNullable<AboutService['closed']>, language: Language): string {
  const closed = fillString(texts.notOffered.closed[language], { day: formatDate(since, language) })
  return until === null ? closed : `${closed} ${fillString(texts.notOffered.opens[language], { day: formatDate(until, language) })}`
}

export function Instead({ regulation, offer, channels }: AboutService) {
  return (
    <>
      <h2>{texts.notOffered.instead}</h2>
      <ul>
        <li>
          {texts.notOffered.ask} <Provider regulation={regulation} />
        </li>
        <OpenInstead regulation={regulation} offer={offer} channels={channels} />
      </ul>
    </>
  )
}

/** Who may apply, and every way that the act names: whether it is open here and, where it is not, why. */
export function WhoAndHow({ regulation, variant, view: shown, offer, channels }: AboutService) {
  const language = useLanguage()
  const open = offer === null ? [] : openViews(variant, regulation, channels)
  const stateOf = (view: View) => {
    if (view.id === shown?.id && open.includes(view)) return texts.channels.here
    if (open.includes(view)) return texts.channels.open
    if (isAtCounter(view, regulation) && variant.offered && view.offered && offer !== null)
      return fillText(texts.channels.atDesk, { address: regulation.authority.address, phone: regulation.authority.phone })
    if (!isElectronic(view, regulation)) return texts.channels.counter
    return variant.offered && view.offered && offer !== null ? texts.channels.noDoor : texts.channels.notExecuted
  }
  const applicants = regulation.applicants.map(({ kind, source }) => ({ text: commonTexts.applicants[kind], source }))
  return (
    <>
      <h2>{texts.who.andHow}</h2>
      <p>
        {inAll(
          (language) => `${applicants.map(({ text }, place) => (place === 0 ? text[language] : text[language].toLowerCase())).join('; ')}.`,
        )}
      </p>
      <ul>
        {variant.views.map((view) => (
          <li>
            {open.includes(view) && view.id !== shown?.id ? (
              <a href={localHref(language, PATHS.service(regulation.id, variant.id, view.id))}>{view.name}</a>
            ) : (
              view.name
            )}
            . {stateOf(view)}
          </li>
        ))}
      </ul>
      <Proof
        regulation={regulation}
        about={texts.who.andHow}
        items={[...applicants, ...variant.views.map(({ name: text, source }) => ({ text, source }))]}
      />
    </>
  )
}

function OpenInstead({ regulation, offer, channels }: Pick<AboutService, 'regulation' | 'offer' | 'channels'>) {
  const language = useLanguage()
  const open = openVariants({ regulation, offer, channels })
  if (open.length === 0) return null
  return (
    <li>
      {texts.notOffered.open}{' '}
      {open.map((variant, place) => (
        <>
          {place > 0 && ', '}
          <a href={localHref(language, PATHS.service(regulation.id, variant.id))}>{variant.name}</a>
        </>
      ))}
      .
    </li>
  )
}

/** The pages of the act's other variants, each with whether it can be had here. */
export function OtherVariants({ regulation, variant, offer, channels }: AboutService) {
  const language = useLanguage()
  const others = regulation.variants.filter((each) => each.id !== variant.id)
  const open = openVariants({ regulation, offer, channels })
  if (others.length === 0) return null
  return (
    <>
      <h2>{texts.others.others}</h2>
      <ul>
        {others.map((each) => (
          <li>
            <a href={localHref(language, PATHS.service(regulation.id, each.id))}>{each.name}</a>. {each.summary}{' '}
            <span class="muted">
              {each.proceedings !== undefined ? texts.others.byAuthority : open.includes(each) ? texts.others.open : texts.others.notHere}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
