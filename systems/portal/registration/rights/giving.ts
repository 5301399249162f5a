// Rights in a firm are given and taken back by its head; the person accepts or declines. Each is an event of the firm with who and when.
import { randomBytes } from 'node:crypto'
import { Fault, isRefusal, parseName, type BIN, type IIN, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import type { Person } from '../people/person.ts'
import { enrol, prepareEnrolment, registrationPurpose } from '../people/registration.ts'
import { personOfIdentity } from '../people/store.ts'
import { firmDays } from './acting.ts'
import { askHead, HEAD_ASKED_EVERY_MS, headIn, noteHead } from './head.ts'
import { FIRM_RIGHTS, rightsFrom, type FirmDays, type FirmEvent, type FirmRights, type Giving, type RightsOfPerson } from './rights.ts'
import { addFirmEvent, eventsAbout, eventsOfFirm, lockFirm, type NewFirmEvent } from './store.ts'
import texts from '../texts.yaml'

/** People to whom a firm has something given at once: many more than any firm has at one portal. */
export const MOST_PEOPLE = 200

export type Wish = {
  readonly id: string
  readonly iin: IIN
  readonly rights: FirmRights
  readonly from: LocalDate
  readonly until: LocalDate | null
}

/** The head gives rights; nothing changes before the person accepts. The same id again gives what was given. */
export async function giveRights(portal: Portal, head: Person, wish: Wish): Promise<Giving | Refusal> {
  const { id, iin, rights, from, until } = wish
  const bin = await headedBy(portal, head)
  if (isRefusal(bin)) return bin
  const today = await firmDays(portal)
  if (iin === head.iin) return refusePortal('right-to-oneself', { field: 'iin' })
  if (FIRM_RIGHTS.every((right) => !rights[right])) return refusePortal('right-not-chosen', { field: 'rights' })
  if (from < today.first) return refusePortal('rights-begin-over', { field: 'from' })
  if (until !== null && (until < from || until < today.last)) return refusePortal('rights-end-first', { field: 'until' })
  const giving: Giving = { id, rights, from, until, organisation: head.organisation ?? head.name }
  const refusal = await say(portal, bin, async (events) => {
    if (events.some((event) => event.kind === 'given' && event.giving.id === id)) return 'said'
    if (peopleIn(events, today).size >= MOST_PEOPLE) return refusePortal('too-many-people', { facts: { most: MOST_PEOPLE } })
    return { kind: 'given', givingId: id, aboutIin: iin, ...by(head), facts: { giving } }
  })
  if (refusal !== null) return refusal
  await tellPerson(portal, { iin, bin }, { key: `given:${id}`, subject: texts.rights.givenSubject, text: texts.rights.given })
  return giving
}

/** The head ends what a person may do: what was given, or what a certificate allows. In force with the next click. */
export async function takeBack(
  portal: Portal,
  head: Person,
  of: { readonly iin: IIN; readonly givingId: string | null },
): Promise<Refusal | null> {
  const bin = await headedBy(portal, head)
  if (isRefusal(bin)) return bin
  if (of.iin === head.iin) return refusePortal('right-to-oneself')
  const refusal = await say(portal, bin, async (events, today) => {
    const { now, invited } = personIn(events, of.iin, today)
    const heldId = now.kind === 'held' || (now.kind === 'ended' && now.why === 'notYet') ? (now.giving?.id ?? null) : null
    const isThere = of.givingId === null ? now.kind === 'certificate' : of.givingId === invited?.id || of.givingId === heldId
    if (!isThere) return refusePortal('rights-changed')
    return { kind: 'takenBack', givingId: of.givingId, aboutIin: of.iin, ...by(head), facts: {} }
  })
  if (refusal !== null) return refusal
  const key = `takenBack:${of.givingId ?? crypto.randomUUID()}`
  await tellPerson(portal, { iin: of.iin, bin }, { key, subject: texts.rights.takenBackSubject, text: texts.rights.takenBack })
  return null
}

export type Answered = { readonly bin: BIN; readonly givingId: string; readonly does: 'accept' | 'decline' | 'giveUp' }

/** The person answers what was given to them, or gives up what they hold. Who accepts and has shown no certificate of the firm is registered for it. */
export async function answerGiving(portal: Portal, person: Person, { bin, givingId, does }: Answered): Promise<Refusal | null> {
  const registration = does === 'accept' ? await registrationFor(portal, person, bin) : null
  if (registration !== null && isRefusal(registration)) return registration
  const kind = ({ accept: 'accepted', decline: 'declined', giveUp: 'givenUp' } as const)[does]
  const refusal = await say(
    portal,
    bin,
    async (events, today) => {
      const { now, invited } = personIn(events, person.iin, today)
      const there = does === 'giveUp' ? (now.kind === 'held' ? now.giving : null) : invited
      if (there?.id !== givingId) return refusePortal('rights-changed')
      const facts = does === 'accept' ? { name: person.name } : {}
      return { kind, givingId, aboutIin: person.iin, ...by(person), facts }
    },
    async (tx) => {
      if (registration === null || (await personOfIdentity(tx, person.iin, bin)) !== null) return
      const made = await enrol(portal, tx, registration)
      if (isRefusal(made)) throw new Fault(`Expected to register who accepted rights but it was refused: ${made.code}`)
    },
  )
  if (refusal !== null) return refusal
  const given = (await eventsAbout(portal.deps.database.sql, bin, person.iin)).find(
    (event) => event.kind === 'given' && event.giving.id === givingId,
  )
  const message = { key: `${kind}:${givingId}`, subject: texts.rights.answeredSubject, text: texts.rights[kind] }
  if (given?.byIin) await tellPerson(portal, { iin: given.byIin, bin }, message)
  return null
}

/** Null where they are registered for the firm already. */
async function registrationFor(portal: Portal, person: Person, bin: BIN) {
  if ((await personOfIdentity(portal.deps.database.sql, person.iin, bin)) !== null) return null
  const purpose = { ...(await registrationPurpose(portal, { returnPath: '' })), asker: person.accountId }
  const firm = await portal.deps.registers.legalEntity(bin, purpose)
  await noteHead(portal, bin, firm)
  if (firm.kind === 'refused') return firm.refusal
  if (firm.kind !== 'found') return refusePortal(firm.kind === 'outage' ? 'register-out-of-reach' : 'firm-absent')
  const organisation = parseName(firm.value.name)
  if (isRefusal(organisation)) return organisation
  const name = parseName(person.name)
  if (isRefusal(name)) return name
  const account = await portal.accounts.find(person.accountId)
  const { iin, phone, email, language } = person
  const identity = { iin, bin, kind: 'legalEntity', maySign: false, certificateSha256: null, certificateBase64: '' } as const
  const contacts = {
    areContactsConfirmed: account?.isPhoneConfirmed === true && account.isEmailConfirmed,
    isPhoneConfirmed: account?.isPhoneConfirmed === true,
  }
  // Nobody knows this password: they come in as themselves, or set one of their own by a code.
  const password = randomBytes(24).toString('base64url')
  return prepareEnrolment(
    portal,
    { identity, found: { name, organisation, address: firm.value.address } },
    { phone, email, language, password, ...contacts },
  )
}

/** The firm whose head this is by the register's word of now, or why that is not certain. */
async function headedBy(portal: Portal, { bin, iin, accountId }: Person): Promise<BIN | Refusal> {
  if (bin === null) return refusePortal('only-head-gives')
  const asked = await askHead(portal, bin, { accountId }, HEAD_ASKED_EVERY_MS.act)
  if (asked === 'later') return refusePortal('register-out-of-reach')
  const head = headIn(await eventsOfFirm(portal.deps.database.sql, bin))
  return head?.iin === iin ? bin : refusePortal('only-head-gives')
}

type Next = Omit<NewFirmEvent, 'at'> | Refusal | 'said'

/** One event at a time about a firm: decided on what was said until now, and written with what belongs to it. */
async function say(
  portal: Portal,
  bin: BIN,
  decide: (events: readonly FirmEvent[], today: FirmDays) => Promise<Next>,
  also?: (tx: Parameters<typeof addFirmEvent>[0]) => Promise<void>,
): Promise<Refusal | null> {
  const { database, legalClock } = portal.deps
  const today = await firmDays(portal)
  const done = await database.sql.begin(async (tx) => {
    await lockFirm(tx, bin)
    const next = await decide(await eventsOfFirm(tx, bin), today)
    if (next === 'said' || 'code' in next) return next === 'said' ? null : next
    await addFirmEvent(tx, bin, { ...next, at: await legalClock.now(tx) })
    await also?.(tx)
    return null
  })
  return done as Refusal | null
}

const by = ({ iin, name }: Person) => ({ byIin: iin, byName: name })

const personIn = (events: readonly FirmEvent[], iin: IIN, today: FirmDays): RightsOfPerson =>
  rightsFrom(
    events.filter((event) => event.aboutIin === iin),
    today,
  )

/** Everybody about whom something was said that is in force or waits for an answer. */
export function peopleIn(events: readonly FirmEvent[], today: FirmDays): ReadonlyMap<IIN, RightsOfPerson> {
  const all = [...new Set(events.map(({ aboutIin }) => aboutIin))].map((iin) => [iin, personIn(events, iin, today)] as const)
  return new Map(
    all.filter(([, { now, invited }]) => invited !== null || now.kind === 'held' || (now.kind === 'ended' && now.why === 'notYet')),
  )
}

/** By the account for themselves, else by that for the firm; who has neither finds it when they register. */
async function tellPerson(
  portal: Portal,
  { iin, bin }: { readonly iin: IIN; readonly bin: BIN },
  message: { readonly key: string; readonly subject: LocalText; readonly text: LocalText },
): Promise<void> {
  const { sql } = portal.deps.database
  const person = (await personOfIdentity(sql, iin, null)) ?? (await personOfIdentity(sql, iin, bin))
  if (person !== null) await portal.tell(person, { ...message, key: `portal:rights:${message.key}` })
}
