// What does not go on by itself, for heads: incidents of cases, and messages that did not leave (`failed-messages.tsx`) on the same page.
import type { CaseHost, IncidentOfCase, IncidentQuery } from '@ruqsat/caseflow'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { TEXT_LIMIT } from '@ruqsat/engine'
import { fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import { Button, ButtonGroup, Details, fieldErrorOf, flash, Form, localHref, readForm, Textarea, useLanguage } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, goTo, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import texts from '../texts.yaml'

const { incidents: words } = texts

export type ShownIncident = IncidentOfCase & { readonly host: CaseHost }
/** A form that came back: which incident, what was typed, what is wrong. */
export type AskedAgain = { readonly incidentId: string; readonly reason: string; readonly refusal: Refusal }

/** Of all hosts together, the oldest first. */
export async function incidentsFor(visit: Visit, query: IncidentQuery): Promise<readonly ShownIncident[]> {
  const head = actorAs(visit, 'head')
  const lists = await Promise.all(
    visit.work.deps.hosts.map(async (host) => (await host.listIncidents(head, query)).map((incident) => ({ ...incident, host }))),
  )
  return lists.length === 1 ? lists[0]! : lists.flat().toSorted(bySince).slice(0, query.limit)
}

function bySince(one: ShownIncident, other: ShownIncident): number {
  const [left, right] = one.since === other.since ? [one.incidentId, other.incidentId] : [one.since, other.since]
  return left < right ? -1 : 1
}

/** Tries it again or gives it up. Who does so, and why, is an event of the case. */
export async function settle(visit: Visit): Promise<AskedAgain | 'settled'> {
  const form = readForm(visit.request)
  const [incidentId, reason] = [form.text('incident'), form.text('reason')]
  const how = form.text('how') === 'abandoned' ? 'abandoned' : 'nudged'
  const head = actorAs(visit, 'head')
  // The answer of the first click is asked for before the incident: by the second it may be over.
  const answer = await answeredOnce(visit.work, { authority: visit.staff.authority, token: form.onceToken() }, async () => {
    const [known] = await incidentsFor(visit, { incidentId })
    if (known === undefined) return refuseWorkstation('workstation.incident-over')
    const settled = await known.host.settleIncident({ incidentId, how, reason }, head)
    return isRefusal(settled) ? settled : { kind: how, number: known.requestNumber }
  })
  if (isRefusal(answer)) {
    const zone = zoneOfStaff(visit.work.deps, visit.staff)
    return { incidentId, reason, refusal: await inWordsOfPeople(visit.work, answer, zone) }
  }
  flash(visit.request, 'success', fillText(how === 'nudged' ? words.nudged : words.abandoned, { number: answer.number }))
  return 'settled'
}

export async function postIncident(visit: Visit, again: (asked: AskedAgain) => Promise<unknown>): Promise<unknown> {
  const answer = await settle(visit)
  return answer === 'settled' ? goTo(visit, PATHS.messages) : again(answer)
}

type PartProps = {
  readonly incidents: readonly ShownIncident[]
  /** Of the list's pages. */
  readonly isFirst: boolean
  readonly asked: AskedAgain | null
  readonly zone: ZoneRules
}

export function IncidentsPart({ incidents, isFirst, asked, zone }: PartProps) {
  return (
    <>
      <h2>{words.title}</h2>
      {incidents.length === 0 ? <p>{isFirst ? words.none : words.noMore}</p> : <p class="lead">{words.lead}</p>}
      {incidents.map((incident) => (
        <IncidentCard incident={incident} asked={asked?.incidentId === incident.incidentId ? asked : null} zone={zone} />
      ))}
    </>
  )
}

function IncidentCard({ incident, asked, zone }: Pick<PartProps, 'asked' | 'zone'> & { readonly incident: ShownIncident }) {
  const language = useLanguage()
  const { requestNumber, since, times, neighbour, error } = incident
  const kindWords = wordsOf(incident)
  return (
    <section class="incident">
      <h3>
        {kindWords.what}:{' '}
        <a class="number" href={localHref(language, PATHS.case(requestNumber))}>
          {requestNumber}
        </a>
      </h3>
      <p>{fillText(words.since, { at: formatInstant(since, zone, language), times })}</p>
      <p>{kindWords.remedy}</p>
      <Details summary={words.why}>
        <p>
          <code>
            {neighbour}: {error}
          </code>
        </p>
      </Details>
      <SettleForm incident={incident} asked={asked} />
    </section>
  )
}

/** What a message is about, where it is about more than informing somebody. */
function wordsOf({ kind, neighbour }: Pick<ShownIncident, 'kind' | 'neighbour'>) {
  const known = words.kinds[kind]
  const own = kind === 'outbox' ? MESSAGES[neighbour] : undefined
  return { ...known, ...own }
}

const MESSAGES: Readonly<Record<string, Pick<(typeof words.kinds)['outbox'], 'what' | 'abandoning'>>> = words.messages

function SettleForm({ incident, asked }: { readonly incident: ShownIncident; readonly asked: AskedAgain | null }) {
  const language = useLanguage()
  const { incidentId } = incident
  const field = `reason`
  return (
    <Details summary={words.act} open={asked !== null}>
      <Form action={localHref(language, PATHS.settleIncident)} part={incidentId} once>
        <input type="hidden" name="incident" value={incidentId} />
        <p>{wordsOf(incident).abandoning}</p>
        <Textarea
          name={field}
          label={words.reason}
          hint={words.reasonHint}
          value={asked?.reason ?? ''}
          rows={2}
          maxlength={TEXT_LIMIT}
          error={asked === null ? null : fieldErrorOf(asked.refusal).text}
        />
        <ButtonGroup>
          <Button name="how" value="nudged" text={words.nudge} />
          <Button name="how" value="abandoned" kind="warning" text={words.abandon} />
        </ButtonGroup>
      </Form>
    </Details>
  )
}
