import { hash } from 'node:crypto'
import type { NoticePayload, OutboxHandler } from '@ruqsat/caseflow'
import { nextMorning } from '@ruqsat/clock'
import { officeAt, type NoticeIntent, type Opening } from '@ruqsat/engine'
import { Fault, inAll, isRefusal, type Instant, type LocalText } from '@ruqsat/foundation'
import type { Message } from '@ruqsat/messaging/contract'
import { noticeText, type NoticeText } from '../core/notices.ts'
import { zoneOf, type Edition } from '@ruqsat/law'
import texts from '../texts.yaml'
import type { LicensingParts, LateTaskContact } from '../deps.ts'
import { aboutStep } from './still-late.ts'
import { readParty } from '../store/parties.ts'

/** Of these a member of staff gets one message for all steps; a reminder before the due date is about one step and comes alone. */
const LATE: ReadonlySet<string> = new Set<NoticeIntent['kind']>(['taskLate', 'taskStillLate'])

/** Carries a notice of the engine to the person whom it is for. Idempotent: messaging knows each key. */
export function deliverNotice(roomOf: () => LicensingParts): OutboxHandler {
  return async ({ key, caseId, payload }) => {
    const room = roomOf()
    const { notice, at } = payload as unknown as NoticePayload
    const seen = await room.caseflow.read(caseId)
    if (seen === null) throw new Fault(`Expected case ${caseId} of notice ${key} but there is none`, { retry: 'never' })
    const { opening } = seen.state
    const barred = seen.state.barred?.officials ?? []
    const edition = room.caseflow.editionOf(opening!.editionHash)
    const words = noticeText(notice, seen.state, edition, zoneOf(edition.regulation, room.deps.regulations.tables))
    const isToApplicant = notice.to === 'applicant'
    const leavesAt = !isToApplicant && LATE.has(notice.kind) ? await leavingAt(room, edition) : null
    const page = isToApplicant ? 'cabinet/requests' : leavesAt !== null && notice.to !== 'superior' ? 'work/cases' : null
    const link = page && `${room.deps.publicOrigin}/{language}/${page}/${encodeURIComponent(opening!.requestNumber)}`
    const text = link === null ? words : { ...words, text: withLink(words.text, link) }
    const people = isToApplicant
      ? await applicantContact(room, opening!)
      : (await staffOf(room, notice, edition)).filter(({ id }) => id === undefined || !barred.includes(id))
    for (const contact of people)
      await send(room, {
        key: `licensing/${key}/${isToApplicant ? 0 : markOf(contact)}`,
        contact,
        text,
        at,
        ...(leavesAt && {
          gather: { key: `late/${contact.id ?? markOf(contact)}`, title: texts.digest.late, leavesAt, ...aboutOf(caseId, notice) },
        }),
      })
  }
}

/** Before its message leaves the step may be done: it is named no more then. */
function aboutOf(caseId: string, { facts: { stepId } }: NoticeIntent): { readonly about?: string } {
  return stepId === undefined ? {} : { about: aboutStep(caseId, stepId) }
}

/**
 * When the office opens next: one message a working day, and none on a holiday. Counted from the delivery, so that what is delivered after the
 * message of a day has left waits for the next. Where the calendar ends it leaves at once.
 */
async function leavingAt({ deps }: LicensingParts, edition: Edition): Promise<Instant> {
  const now = await deps.legalClock.now()
  const morning = nextMorning(now, officeAt(now, { edition, tables: deps.regulations.tables }))
  return isRefusal(morning) ? now : morning
}

/** The page of the request, of its applicant or of staff, in the language of the message, on a line of its own. */
function withLink(text: LocalText, page: string): LocalText {
  return inAll((language) => `${text[language]}\n${page.replace('{language}', language)}`)
}

/** Who has the role; of a body that was asked, its own people, whether it is an authority of its own or a unit of this one. */
async function staffOf(
  room: LicensingParts,
  { to, unit: id, person }: NoticeIntent,
  edition: Edition,
): Promise<readonly LateTaskContact[]> {
  const { staffContacts, superiors = [] } = room.deps
  if (to === 'superior') return superiors
  if (staffContacts === undefined || to === 'applicant') return []
  const { authority, units } = edition.regulation
  const unit = units.find((each) => each.id === id)
  const outside = unit?.kind === 'outside' ? await staffContacts(unit.id, to, undefined, person) : []
  return [...outside, ...(await staffContacts(authority.id, to, to === 'interestedBody' ? unit?.id : undefined, person))]
}

/** Somebody may come or go between two tries: a place in the list would then mean another person. */
function markOf({ email, phone }: LateTaskContact): string {
  return hash('sha256', JSON.stringify([email, phone])).slice(0, 16)
}

/** Nobody where the personal data were erased. */
async function applicantContact(room: LicensingParts, { authority, applicantRef }: Opening): Promise<readonly LateTaskContact[]> {
  const party = await readParty(room.deps.database.sql, authority, applicantRef)
  return party === null ? [] : [{ email: party.email || null, phone: party.phone || null, language: party.language }]
}

type Sent = Pick<Message, 'at' | 'gather'> & { readonly key: string; readonly contact: LateTaskContact; readonly text: NoticeText }

async function send(room: LicensingParts, { key, contact, text: { subject, text, by }, ...rest }: Sent): Promise<void> {
  const common = { language: contact.language, subject, text, ...rest }
  if (contact.email !== null && by.includes('email'))
    await room.deps.messaging.send({ ...common, idempotencyKey: `${key}/email`, channel: 'email', to: contact.email })
  if (contact.phone !== null && by.includes('sms'))
    await room.deps.messaging.send({ ...common, idempotencyKey: `${key}/sms`, channel: 'sms', to: contact.phone })
}
