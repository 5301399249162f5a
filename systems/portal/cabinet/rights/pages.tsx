// Who may act for a firm: its head gives and takes back, the person accepts, declines or gives up, and goes over from their own cabinet to the
// firm's and back.
import { hash } from 'node:crypto'
import { startSession } from '@ruqsat/accounts'
import { fillText, isRefusal, parseBIN, parseIIN, type BIN, type IIN, type Refusal } from '@ruqsat/foundation'
import { nationalZone } from '@ruqsat/regulations'
import {
  fieldErrorsOf,
  flash,
  languageOf,
  localHref,
  localPath,
  readDay,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  typedDate,
  type FormValues,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { refusalsAt, refusePortal } from '../../refusals.ts'
import type { Person } from '../../registration/people/person.ts'
import { peopleOfFirm, personOfIdentity } from '../../registration/people/store.ts'
import { firmDays, rightsOf, withRights } from '../../registration/rights/acting.ts'
import { answerGiving, giveRights, peopleIn, takeBack } from '../../registration/rights/giving.ts'
import { askHead, HEAD_ASKED_EVERY_MS, headIn } from '../../registration/rights/head.ts'
import { FIRM_RIGHTS, type FirmRights } from '../../registration/rights/rights.ts'
import { eventsAbout, eventsOfFirm, firmsGiving } from '../../registration/rights/store.ts'
import { backToCabinet } from '../requests.ts'
import { FirmPage, InviteForm, OwnPage, type OwnFirm, type PersonOfFirm, type TypedInvitation } from './parts.tsx'
import T from './texts.yaml'

/** Where a person who has gone over to a firm goes back to: their own account. */
const SELF_KEY = 'self'

type Asked = { readonly portal: Portal; readonly request: FastifyRequest; readonly reply: FastifyReply; readonly person: Person }
type Act = (asked: Asked, form: FormValues) => Promise<unknown>

export function rightsPages(app: FastifyInstance, portal: Portal): void {
  const path = localPath(PATHS.rights)
  app.get(
    path,
    portal.requirePerson((request, reply, person) => show({ portal, request, reply, person }), 'endedToo'),
  )
  const post = (does: string, act: Act) =>
    app.post(
      `${path}/${does}`,
      portal.requirePerson((request, reply, person) => act({ portal, request, reply, person }, readForm(request)), 'endedToo'),
    )
  post('invite', invite)
  post('take-back', postTakeBack)
  for (const does of ['accept', 'decline', 'giveUp'] as const) post(does, (asked, form) => answer(asked, form, does))
  post('act', actForFirm)
  post('self', backToSelf)
}

const NO_DAY = { day: '', month: '', year: '' }
const EMPTY: TypedInvitation = { iin: '', rights: ['draft', 'seeAll', 'receive'], from: NO_DAY, until: NO_DAY }

async function show(asked: Asked, typed: TypedInvitation = EMPTY, refusals: readonly Refusal[] = []): Promise<unknown> {
  const { portal, request, reply, person } = asked
  const errors = fieldErrorsOf(refusals.map((refusal) => ({ ...refusal, field: refusal.field ?? 'iin' })))
  const options = {
    title: T.title,
    back: backToCabinet(request),
    status: refusals.length > 0 ? 422 : 200,
    hasErrors: errors.length > 0,
  } as const
  const page = { ...options, width: 'wide' as const }
  const zone = nationalZone(portal.deps.regulations.tables)
  if (person.bin === null) return sendPage(request, reply, page, <OwnPage firms={await firmsOf(portal, person)} zone={zone} />)
  // Whoever has become head a minute ago is to find it so.
  await askHead(portal, person.bin, person, HEAD_ASKED_EVERY_MS.act)
  const { sql } = portal.deps.database
  const [events, own] = [await eventsOfFirm(sql, person.bin), await rightsOf(portal, person.bin, person.iin)]
  const isHead = own.now.kind === 'head'
  const mine = events.filter(({ aboutIin }) => aboutIin === person.iin)
  return sendPage(
    request,
    reply,
    page,
    <FirmPage
      errors={errors}
      organisation={person.organisation ?? ''}
      head={headIn(events)}
      own={{ bin: person.bin, organisation: person.organisation ?? '', rights: own, events: mine, mayAct: false }}
      people={isHead ? await peopleOf(portal, person.bin, person, events) : null}
      events={isHead ? events : mine}
      cameFromSelf={typeof request.session.get(SELF_KEY) === 'string'}
      zone={zone}
      form={isHead ? <InviteForm typed={typed} errors={errors} /> : null}
    />,
  )
}

/** The firms in which this person was ever given something, with what holds now. */
async function firmsOf(portal: Portal, { iin }: Person): Promise<readonly OwnFirm[]> {
  const { sql } = portal.deps.database
  const firms: OwnFirm[] = []
  for (const typed of await firmsGiving(sql, iin)) {
    const bin = parseBIN(typed)
    if (isRefusal(bin)) continue
    const events = await eventsAbout(sql, bin, iin)
    const given = events.findLast((event) => event.kind === 'given')
    const registered = await personOfIdentity(sql, iin, bin)
    const mayAct = registered !== null && (await withRights(portal, registered)).standing === 'current'
    firms.push({ bin, organisation: given?.giving.organisation ?? bin, rights: await rightsOf(portal, bin, iin), events, mayAct })
  }
  return firms
}

/** Who acts for the firm now or is invited to: those to whom something was given, and those whom a certificate lets in. */
async function peopleOf(
  portal: Portal,
  bin: BIN,
  head: Person,
  events: Awaited<ReturnType<typeof eventsOfFirm>>,
): Promise<readonly PersonOfFirm[]> {
  const given = peopleIn(events, await firmDays(portal))
  const registered = await peopleOfFirm(portal.deps.database.sql, bin)
  const nameOf = (iin: IIN) => registered.find((each) => each.iin === iin)?.name ?? null
  const byGiving = [...given].flatMap(([iin, { now, invited }]): readonly PersonOfFirm[] => {
    const held = now.kind === 'held' || (now.kind === 'ended' && now.why === 'notYet') ? now.giving : null
    const state = now.kind === 'held' ? ('held' as const) : ('notYet' as const)
    return [
      ...(held === null ? [] : [{ key: held.id, iin, name: nameOf(iin), state, giving: held }]),
      ...(invited === null ? [] : [{ key: invited.id, iin, name: nameOf(iin), state: 'invited' as const, giving: invited }]),
    ]
  })
  const all = await Promise.all(registered.filter(({ iin }) => iin !== head.iin).map((each) => withRights(portal, each)))
  const byCertificate = all
    .filter(({ standing, rights, rightsEnded, isHead }) => standing === 'current' && !rights && !rightsEnded && !isHead)
    .map(({ accountId, iin, name }) => ({ key: accountId, iin, name, state: 'certificate' as const, giving: null }))
  return [...byGiving, ...byCertificate]
}

const invite: Act = async (asked, form) => {
  const { portal, person } = asked
  const typed: TypedInvitation = {
    iin: form.digits('iin'),
    rights: form.texts('rights'),
    from: typedDate(form, 'from'),
    until: typedDate(form, 'until'),
  }
  const [from, until] = [readDay(form, 'from'), readDay(form, 'until')]
  const iin = parseIIN(typed.iin)
  const faults = refusalsAt({ iin, from, until })
  if (isRefusal(iin) || isRefusal(from) || isRefusal(until)) return show(asked, typed, faults)
  const rights = Object.fromEntries(FIRM_RIGHTS.map((right) => [right, typed.rights.includes(right)])) as FirmRights
  const id = givingIdFor(form.onceToken())
  const given = await giveRights(portal, person, { id, iin, rights, from: from ?? (await firmDays(portal)).first, until })
  return isRefusal(given) ? show(asked, typed, [given]) : done(asked, T.sent)
}

/** The form pressed twice gives once. */
function givingIdFor(onceToken: string): string {
  if (onceToken === '') return crypto.randomUUID()
  const hex = hash('sha256', `giving ${onceToken}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** `person` is a giving, or the account of somebody whom a certificate lets in. */
const postTakeBack: Act = async (asked, form) => {
  const { portal, person } = asked
  if (person.bin === null) return refused(asked, refusePortal('only-head-gives'))
  const key = form.text('person')
  const events = await eventsOfFirm(portal.deps.database.sql, person.bin)
  const given = events.find((event) => event.kind === 'given' && event.giving.id === key)
  const colleague = (await peopleOfFirm(portal.deps.database.sql, person.bin)).find(({ accountId }) => accountId === key)
  const iin = given?.aboutIin ?? colleague?.iin
  if (iin === undefined) return refused(asked, refusePortal('rights-changed'))
  const refusal = await takeBack(portal, person, { iin, givingId: given === undefined ? null : key })
  return refusal === null ? done(asked, T.takenBackDone) : refused(asked, refusal)
}

async function answer(asked: Asked, form: FormValues, does: 'accept' | 'decline' | 'giveUp'): Promise<unknown> {
  const { portal, person } = asked
  const bin = person.bin ?? parseBIN(form.text('bin'))
  if (isRefusal(bin)) return refused(asked, refusePortal('rights-changed'))
  const refusal = await answerGiving(portal, person, { bin, givingId: form.text('giving'), does })
  if (refusal !== null) return refused(asked, refusal)
  return done(asked, { accept: T.acceptedDone, decline: T.declinedDone, giveUp: T.givenUpDone }[does])
}

/** Over to the firm's cabinet, under a new session that remembers whose it was. */
const actForFirm: Act = async (asked, form) => {
  const { portal, request, person } = asked
  const bin = parseBIN(form.text('bin'))
  const known = person.bin !== null || isRefusal(bin) ? null : await personOfIdentity(portal.deps.database.sql, person.iin, bin)
  const acting = known && (await withRights(portal, known))
  const account = acting?.standing === 'current' ? await portal.accounts.find(acting.accountId) : null
  if (acting === null || account === null || account.status !== 'active') return refused(asked, refusePortal('rights-changed'))
  request.session.set(SELF_KEY, person.accountId)
  await startSession(request, account)
  flash(request, 'success', fillText(T.actingNow, { organisation: acting.organisation ?? '' }))
  return redirectTo(asked.reply, localHref(languageOf(request), PATHS.cabinet))
}

const backToSelf: Act = async (asked) => {
  const { portal, request, person } = asked
  const id = request.session.get(SELF_KEY)
  const self = typeof id === 'string' ? await portal.personOf(id) : null
  const account = self?.iin === person.iin && self.bin === null ? await portal.accounts.find(self.accountId) : null
  if (account === null || account.status !== 'active') return refused(asked, refusePortal('rights-changed'))
  request.session.remove(SELF_KEY)
  await startSession(request, account)
  flash(request, 'success', T.selfNow)
  return redirectTo(asked.reply, localHref(languageOf(request), PATHS.cabinet))
}

function done({ request, reply }: Asked, text: Parameters<typeof flash>[2]): unknown {
  flash(request, 'success', text)
  return redirectTo(reply, localHref(languageOf(request), PATHS.rights))
}

function refused({ request, reply }: Asked, refusal: Refusal): Promise<unknown> {
  const back = { href: localHref(languageOf(request), PATHS.rights), text: T.title }
  return sendRefusal(request, reply, refusal, { status: 409, back })
}
