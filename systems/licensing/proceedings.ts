// What the authority opens by itself: on a number of its register, with the holder as the party. Nobody applies, pays or signs.
import { hash, randomBytes } from 'node:crypto'
import type { NumberForProceedings, Party, ProceedingsAsked, ProceedingsOpening, Registered } from '@ruqsat/caseflow/host'
import { toLocal } from '@ruqsat/clock'
import { daysFaults, fieldFault, valueText, type WrittenProceedings } from '@ruqsat/documents'
import { readyBy, refuseEngine, type Actor, type Opening } from '@ruqsat/engine'
import { canonicalJson, isRefusal, type Instant, type Json, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { appliesTo, findVariant, offerAt, officeOpening, zoneOf, type Edition, type Field, type Variant, type View } from '@ruqsat/law'
import { requestNumberOrder } from './core/numbering.ts'
import { earlierFault, serviceOf } from './core/register-change.ts'
import type { LicensingParts } from './deps.ts'
import { entryOf } from './public-register.ts'
import { refuseLicensing } from './refusals.ts'
import { whyNothingCorrected } from './paper-in-force.ts'
import { caseIdOf, registered } from './register.ts'
import type { LicenceRow } from './store/licences.ts'
import { isByKeptOrder } from './views.ts'

/** What proceedings are about: the number and whose it is. */
type Subject = {
  readonly edition: Edition
  readonly variant: Variant
  readonly view: View
  readonly licence: LicenceRow
  readonly holder: Party
  readonly today: LocalDate
}

export async function numberForProceedings(
  room: LicensingParts,
  asked: ProceedingsAsked,
  actor: Actor,
): Promise<NumberForProceedings | Refusal> {
  const subject = await subjectOf(room, asked, actor)
  if (isRefusal(subject)) return subject
  const { licence, holder } = subject
  const { kind, name, iin, bin } = holder
  const given = findVariant(room.caseflow.editionOf(licence.editionHash).regulation, licence.variant)
  const { number, validFrom, validUntil } = licence
  return {
    kind: 'numberForProceedings',
    number,
    title: given!.results.grant.title,
    holder: { kind, name, iin, bin },
    validFrom,
    validUntil,
  }
}

export async function openProceedings(room: LicensingParts, wish: ProceedingsOpening, actor: Actor): Promise<Registered | Refusal> {
  const { deps, caseflow } = room
  const caseId = caseIdOf(wish.idempotencyKey)
  if ((await caseflow.read(caseId)) !== null) return registered(room, caseId)
  const subject = await subjectOf(room, wish, actor)
  if (isRefusal(subject)) return subject
  const answers = answersFor(subject, wish)
  // What nobody knows of the holder, who may have come to a counter, is no fault of whoever opens: the paper has a dash.
  const asked = fieldsOf(subject).filter(({ id, known }) => known === undefined || answers[id] !== '')
  const fault = asked.map((field) => fieldFault(field, answers[field.id] ?? '', subject.today)).find((each) => each !== null) ?? null
  const ready = {
    today: subject.today,
    promised: readyBy(subject.variant, await deps.legalClock.now(), {
      regulation: subject.edition.regulation,
      tables: deps.regulations.tables,
    }),
  }
  const notDone = fault ?? daysFaults(subject.variant, answers, () => true, ready)[0]
  if (notDone !== undefined) return notDone
  const { licence, today } = subject
  const corrected = { variant: subject.variant, documentId: licence.documentId, kind: subject.holder.kind, answers, today }
  const nothing = await whyNothingCorrected(room, corrected)
  if (nothing !== null) return nothing
  const now = await deps.legalClock.now()
  const { edition, variant, view, holder } = subject
  const content = new TextEncoder().encode(canonicalJson(written(subject, answers, wish, now)))
  const salt = randomBytes(16).toString('hex')
  const digest = hash('sha256', canonicalJson({ salt, party: holder }))
  const opening: Omit<Opening, 'requestNumber'> = {
    caseId,
    regulation: edition.regulation.id,
    editionHash: edition.hash,
    variant: variant.id,
    view: view.id,
    payment: null,
    authority: edition.regulation.authority.id,
    applicantRef: digest,
    applicantKind: holder.kind,
    requestSha256: hash('sha256', content),
    signatureSha256: null,
  }
  // The commit point: events, case, number, party, what was written and outbox in one transaction.
  const answer = await caseflow.step({
    caseId,
    actor,
    plan: ({ now: instant }) => {
      const order = requestNumberOrder(edition, deps.regulations.editions, instant, zoneOf(edition.regulation, deps.regulations.tables))
      return { command: { kind: 'open', opening: { ...opening, requestNumber: order.marker }, basis: wish.basis }, numbers: [order] }
    },
    beside: () => ({
      party: { digest, accountId: holder.accountId, salt, data: holder as unknown as Json },
      host: { request: { contentBase64: Buffer.from(content).toString('base64'), attachments: [] } },
    }),
  })
  if (isRefusal(answer) && answer.code !== 'case-already-open') return answer
  return registered(room, caseId)
}

/** Whom the proceedings would be about: only who may open them learns it. */
async function subjectOf(
  room: LicensingParts,
  { regulation, variant: id, number: typed }: ProceedingsAsked,
  actor: Actor,
): Promise<Subject | Refusal> {
  const { deps } = room
  const now = await deps.legalClock.now()
  const offer = offerAt(deps.offers, regulation, now)
  const edition = offer && deps.regulations.edition(offer.edition)
  const variant = edition && findVariant(edition.regulation, id)
  const office = edition && variant && officeOpening(variant, edition.regulation)
  if (!edition || !variant?.offered || !office?.view.offered) return refuseLicensing('licensing.service-not-offered')
  const { authority, units } = edition.regulation
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  if (!(await isByKeptOrder(room, actor))) return refuseLicensing('licensing.order-ended')
  if (actor.authority !== authority.id) return refuseEngine('not-your-authority')
  if (actor.role !== units.find((unit) => unit.id === office.opens.unit)?.role) return refuseEngine('not-your-role')
  const licence = await entryOf(room, typed)
  if (isRefusal(licence)) return licence
  const today = toLocal(now, zoneOf(edition.regulation, deps.regulations.tables)).date
  const { grant } = variant.results
  const answers = { [grant.earlier!.field]: typed }
  const holder = licence?.holder ?? null
  const fault = earlierFault({ grant, service: serviceOf(edition.regulation), answers, entry: licence, holder: holder ?? NOBODY, today })
  if (fault !== null) return fault
  if (licence === null || holder === null)
    return refuseLicensing('licensing.earlier-not-found', {
      field: grant.earlier!.field,
      facts: { number: { kind: 'typed', text: typed } },
    })
  return { edition, variant, view: office.view, licence, holder, today }
}

/** Whose personal data were erased: nobody is left whom proceedings could concern. */
const NOBODY = { iin: null, bin: null }

function fieldsOf({ variant, holder }: Subject): readonly Field[] {
  return variant.form.sections.flatMap((section) => section.fields.filter((field) => appliesTo(field, holder.kind)))
}

/** What the official wrote, the number as the register writes it, and what is known of the holder. */
function answersFor(subject: Subject, { answers }: ProceedingsOpening): Readonly<Record<string, string>> {
  const { holder, licence, variant } = subject
  const known = {
    'applicant.name': holder.name,
    'applicant.identifier': holder.bin ?? holder.iin ?? '',
    'applicant.address': holder.address,
    'applicant.phone': holder.phone,
    'applicant.email': holder.email,
    'applicant.head': '',
  } as const satisfies Record<NonNullable<Field['known']>, string>
  const { field: numberField } = variant.results.grant.earlier!
  return Object.fromEntries(
    fieldsOf(subject).map(({ id, known: fact }) => [
      id,
      fact !== undefined ? known[fact] : id === numberField ? licence.number : (answers[id] ?? ''),
    ]),
  )
}

function written(subject: Subject, answers: Readonly<Record<string, string>>, wish: ProceedingsOpening, at: Instant): WrittenProceedings {
  const { edition, variant, view, holder } = subject
  const { regulation } = edition
  const { language } = holder
  const { kind, iin, bin, name } = holder
  return {
    schema: 'ruqsat.proceedings/1',
    edition: { regulation: regulation.id, hash: edition.hash },
    variant: variant.id,
    view: view.id,
    form: { id: variant.form.id, language },
    title: `${regulation.service[language]}: ${variant.name[language]}`,
    addressee: regulation.authority.name[language],
    sections: variant.form.sections
      .map((section) => ({
        title: section.title[language],
        fields: section.fields
          .filter((field) => appliesTo(field, kind))
          .map((field) => {
            const value = answers[field.id] ?? ''
            return { id: field.id, label: field.label[language], value, valueText: valueText(field, value, language) }
          }),
      }))
      .filter(({ fields }) => fields.length > 0),
    attachments: [],
    payment: null,
    statements: [],
    applicant: { kind, iin, bin, name },
    preparedAt: at,
    draftId: wish.idempotencyKey,
  }
}
