// Every act that this installation has, what of it is on offer, and why not.
import { formatInstant } from '@ruqsat/clock'
import { fillText, type Instant, type LocalText } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { Details, LinkButton, localHref, StatusTag, SummaryList, Table, useLanguage } from '@ruqsat/web'
import type { ZoneRules } from '@ruqsat/clock'
import type { Child } from 'hono/jsx'
import { stateOf, WHOLE, type PartState, type ServicePart, type ServiceSwitch } from '../core/on-offer.ts'
import { PATHS, type ServicePackage } from '../deps.ts'
import { serviceSwitches } from '../store/acts.ts'
import texts from '../texts.yaml'
import { send } from './frame.tsx'
import type { AdministrationVisit } from './guard.ts'

const words = texts.services

type State = 'offered' | 'closed' | 'undecided' | 'notNamed'
const KINDS = { offered: 'success', closed: 'warning', undecided: 'danger', notNamed: 'neutral' } as const

/** What was decided of services, and when it is asked. */
type Decided = { readonly switches: readonly ServiceSwitch[]; readonly now: Instant; readonly zone: ZoneRules }

export async function showServices(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const decided = { switches: await serviceSwitches(deps.database.sql), now: await deps.legalClock.now(), zone: deps.zone }
  return send(
    visit,
    { title: words.title, width: 'wide' },
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {deps.services.map((service) => (
        <Service service={service} decided={decided} />
      ))}
    </>,
  )
}

function Service({ service, decided }: { readonly service: ServicePackage; readonly decided: Decided }) {
  const language = useLanguage()
  const { regulation, undecided, decided: count } = service
  const own = decided.switches.filter((each) => each.regulation === regulation.id)
  const whole = stateOf(own, WHOLE, decided.now)
  const state: State = undecided.length > 0 ? 'undecided' : !service.isNamed ? 'notNamed' : whole.isOpen ? 'offered' : 'closed'
  const isSwitched = state === 'offered' || state === 'closed'
  return (
    <section>
      <h2>
        {regulation.service} <StatusTag kind={KINDS[state]} text={words.states[state]} />
      </h2>
      <Since state={whole} zone={decided.zone} />
      <SummaryList
        rows={[
          { key: words.authority, value: regulation.authority.name },
          { key: words.findings, value: fillText(words.findingsText, { decided: count, undecided: undecided.length }) },
        ]}
      />
      <Details summary={words.parts} open={regulation.variants.some((variant) => isClosedIn(variant.id, own, decided.now))}>
        <Table
          caption={words.parts}
          captionHidden
          columns={[
            { text: words.variant },
            { text: words.channel, width: 'wide' },
            { text: words.state },
            ...(isSwitched ? [{ text: words.change }] : []),
          ]}
          rows={regulation.variants.flatMap((variant) => rowsOf(variant, service, { ...decided, switches: own }, isSwitched))}
        />
      </Details>
      {undecided.length > 0 && <Undecided findings={undecided} />}
      {state === 'notNamed' && <p>{words.notNamedLead}</p>}
      {isSwitched && (
        <p>
          <LinkButton
            href={localHref(language, PATHS.service(regulation.id))}
            kind="secondary"
            text={whole.isOpen ? words.close : words.open}
            hiddenText={regulation.service}
          />{' '}
          <a href={localHref(language, PATHS.contacts(regulation.authority.id))}>{texts.contact.title}</a>
        </p>
      )}
    </section>
  )
}

/** Whether it or a channel of it is closed, or something is decided for later. */
function isClosedIn(variant: string, switches: readonly ServiceSwitch[], now: Instant): boolean {
  const parts = switches.filter((each) => each.variant === variant)
  return parts.map((part) => stateOf(switches, part, now)).some(({ isOpen, next }) => !isOpen || next !== null)
}

/** A variant whole, then each of its channels. */
function rowsOf(
  variant: Variant,
  { regulation }: ServicePackage,
  { switches, now, zone }: Decided,
  isSwitched: boolean,
): readonly (readonly (Child | LocalText)[])[] {
  const { id, name, proceedings } = variant
  const views = variant.offered ? variant.views.filter((view) => view.offered) : []
  if (views.length === 0 || proceedings !== undefined) {
    const why = proceedings === undefined ? (variant.offered ? words.noChannel : words.notOffered) : words.byAuthority
    return [[name, '', why, ...(isSwitched ? [''] : [])]]
  }
  const row = (part: ServicePart, channel: LocalText) => {
    const state = stateOf(switches, part, now)
    const link = <ChangeLink regulation={regulation.id} part={part} isOpen={state.isOpen} about={[name, channel]} />
    return [name, channel, <PartTag state={state} zone={zone} />, ...(isSwitched ? [link] : [])]
  }
  const channels = views.map((view) => row({ variant: id, view: view.id }, view.name))
  return [row({ variant: id, view: null }, words.everyChannel), ...channels]
}

function ChangeLink(props: {
  readonly regulation: string
  readonly part: ServicePart
  readonly isOpen: boolean
  readonly about: readonly [LocalText, LocalText]
}) {
  const { regulation, part, isOpen, about } = props
  const language = useLanguage()
  const query = new URLSearchParams(Object.entries(part).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
  return (
    <a href={`${localHref(language, PATHS.service(regulation))}?${query}`}>
      {isOpen ? words.closeButton : words.openButton}
      <span class="visually-hidden">{` ${about.map((each) => each[language]).join(', ')}`}</span>
    </a>
  )
}

function PartTag({ state, zone }: { readonly state: PartState; readonly zone: ZoneRules }) {
  const named = state.isOpen ? 'offered' : 'closed'
  return (
    <>
      <StatusTag kind={KINDS[named]} text={words.states[named]} /> <Since state={state} zone={zone} />
    </>
  )
}

/** Since when a part is as it is, and what was decided for later. */
export function Since({ state: { isOpen, since, next }, zone }: { readonly state: PartState; readonly zone: ZoneRules }) {
  const language = useLanguage()
  const lines = [
    ...(since === null ? [] : [fillText(isOpen ? words.openSince : words.closedSince, { at: formatInstant(since, zone, language) })]),
    ...(next === null
      ? []
      : [fillText(next.isOpen ? words.opensFrom : words.closesFrom, { at: formatInstant(next.from, zone, language) })]),
  ]
  return lines.length === 0 ? null : <span class="muted">{lines.map((line) => `${line[language]} `)}</span>
}

function Undecided({ findings }: { readonly findings: ServicePackage['undecided'] }) {
  return (
    <>
      <p>{words.undecidedLead}</p>
      <ul>
        {findings.map(({ code, subject, text }) => (
          <li>
            {text} <code>{`${code} ${subject}`}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
