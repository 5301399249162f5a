// Powers of attorney in which whoever is signed in is named, as the register of notaries has them now: those received, and those given. A firm's are
// for its head to see.
import { faultOfPower } from '@ruqsat/documents'
import { fillText, formatDate, type BIN, type IIN, type LocalText } from '@ruqsat/foundation'
import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import { localHref, localPath, sendPage, sendRefusal, StatusTag, Table, useLanguage, type StatusKind } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { powersNaming, takesRepresentatives } from '../../application/drafts/powers.ts'
import { PATHS, type Person, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import { firmDays } from '../../registration/rights/acting.ts'
import type { FirmDays } from '../../registration/rights/rights.ts'
import { backToCabinet } from '../requests.ts'
import { daysOf } from './parts.tsx'
import texts from './texts.yaml'

const T = texts.powers

export function powersPage(app: FastifyInstance, portal: Portal): void {
  app.get(
    localPath(PATHS.powers),
    portal.requirePerson(async (request, reply, person) => {
      const back = backToCabinet(request)
      if (person.bin !== null && person.isHead !== true)
        return sendRefusal(request, reply, refusePortal('only-head-sees'), { status: 403, back })
      const named = person.bin ?? person.iin
      const answer = await powersNaming(portal, person)
      if (answer.kind === 'refused') return sendRefusal(request, reply, answer.refusal, { status: 409, back })
      if (answer.kind !== 'found') return sendRefusal(request, reply, refusePortal('register-out-of-reach'), { status: 503, back })
      const days = await firmDays(portal)
      return sendPage(
        request,
        reply,
        { title: T.title, width: 'wide', back },
        <Powers powers={answer.value} named={named} days={days} person={person} />,
      )
    }),
  )
}

/** Whether somebody may apply for another at all, by any act that is on offer. */
export async function hasPowers(portal: Portal): Promise<boolean> {
  return (await portal.offers()).some(({ regulation }) => takesRepresentatives(regulation))
}

type PowersProps = {
  readonly powers: readonly PowerOfAttorney[]
  readonly named: IIN | BIN
  readonly days: FirmDays
  readonly person: Person
}

function Powers({ powers, named, days, person: { bin } }: PowersProps) {
  const [given, received] = [powers.filter(({ principal }) => principal === named), powers.filter(({ principal }) => principal !== named)]
  return (
    <>
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      {bin === null && (
        <>
          <h2>{T.received}</h2>
          <p>{T.receivedLead}</p>
          <PowerTable caption={T.received} whose={T.by} powers={received} days={days} who={({ principal }) => principal} mayApply />
        </>
      )}
      <h2>{T.given}</h2>
      <p>{T.givenLead}</p>
      <PowerTable
        caption={T.given}
        whose={T.to}
        powers={given}
        days={days}
        who={({ representatives }) => representatives.map(({ name, iin }) => (name === '' ? iin : name)).join(', ')}
      />
    </>
  )
}

type TableProps = {
  readonly caption: LocalText
  readonly whose: LocalText
  readonly powers: readonly PowerOfAttorney[]
  readonly days: FirmDays
  readonly who: (power: PowerOfAttorney) => string
  /** What holds leads to applying by it. */
  readonly mayApply?: boolean
}

function PowerTable({ caption, whose, powers, days, who, mayApply = false }: TableProps) {
  const language = useLanguage()
  return (
    <Table
      caption={caption}
      captionHidden
      empty={T.none}
      columns={[{ text: T.number }, { text: whose }, { text: T.scope, width: 'wide' }, { text: texts.days }, { text: texts.state }]}
      rows={powers.map((power) => {
        const { number, scope, givenOn, validUntil, revokedOn, notarised } = power
        const state = stateOf(power, days)
        return [
          <span class="number">{number}</span>,
          who(power),
          <>
            {scope} {notarised ? '' : <em>({T.notNotarised})</em>}
          </>,
          daysOf({ from: givenOn, until: validUntil }, language),
          <>
            <StatusTag kind={KINDS[state]} text={T.states[state]} /> {revokedOn !== null && formatDate(revokedOn, language)}
            {mayApply && state === 'held' && <ApplyBy number={number} />}
          </>,
        ]
      })}
    />
  )
}

function ApplyBy({ number }: Pick<PowerOfAttorney, 'number'>) {
  const language = useLanguage()
  return (
    <a href={`${localHref(language, PATHS.forAnother)}?${new URLSearchParams({ power: number })}`}>
      {T.apply} <span class="visually-hidden">{fillText(T.applyBy, { number })}</span>
    </a>
  )
}

type State = 'held' | 'notYet' | 'over' | 'revoked'
const KINDS: Readonly<Record<State, StatusKind>> = { held: 'success', notYet: 'warning', over: 'neutral', revoked: 'danger' }

/** By the rule that judges it where it is used. */
function stateOf(power: PowerOfAttorney, { first, last }: FirmDays): State {
  const [{ iin: representative } = { iin: '' }] = power.representatives
  const who = { principal: power.principal, representative }
  const fault = faultOfPower(power, who, last) ?? faultOfPower(power, who, first)
  if (fault === 'revoked') return 'revoked'
  return fault === null ? 'held' : power.givenOn > first ? 'notYet' : 'over'
}
