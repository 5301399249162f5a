import { hash } from 'node:crypto'
import { canonicalJson, Fault, fillText, ownJson, type Instant, type Refusal } from '@ruqsat/foundation'
import { appliesTo, questionsIn, registerFactId, systemName } from '@ruqsat/law'
import { tengeText, valueText, type SealedRequest, type SignedRequest, sectionsFor, signedValue } from '@ruqsat/documents'
import type { OpenDraft, DraftDeps } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { refusePortal } from '../../refusals.ts'
import * as store from './store.ts'
import texts from '../texts.yaml'

/** The request as it will be signed: every label and value in the words of the form's language, frozen as canonical JSON (RFC 8785). */
export function freezeRequest(open: OpenDraft, person: Person, at: Instant): { readonly bytes: Uint8Array; readonly sha256: string } {
  const bytes = new TextEncoder().encode(canonicalJson(signedRequest(open, person, at)))
  return { bytes, sha256: hash('sha256', bytes) }
}

function signedRequest(open: OpenDraft, person: Person, at: Instant): SignedRequest {
  const { draft, edition, variant, view } = open
  const { corrects, language } = draft
  const { representative } = person
  const { regulation } = edition
  const slotName = (slot: string) => variant.documents.find((each) => each.id === slot)?.name[language] ?? slot
  return {
    schema: representative !== undefined ? 'ruqsat.request/3' : corrects === null ? 'ruqsat.request/1' : 'ruqsat.request/2',
    edition: { regulation: regulation.id, hash: edition.hash },
    variant: variant.id,
    view: view.id,
    form: { id: variant.form.id, language },
    title: `${regulation.service[language]}: ${variant.name[language]}`,
    addressee: regulation.authority.name[language],
    sections: [
      ...sectionsFor(variant.form, person.kind).map((section) => ({
        title: section.title[language],
        fields: section.fields.map((field) => {
          const value = signedValue(field, draft.values[field.id] ?? '')
          return { id: field.id, label: field.label[language], value, valueText: valueText(field, value, language) }
        }),
      })),
      ...registerSections(open, person),
    ],
    attachments: attachmentsAsked(open, person).map((file) => ({
      slot: file.slot,
      label: slotName(file.slot),
      name: file.name,
      mediaType: file.mediaType,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
    })),
    payment:
      corrects?.before.payment ?? (draft.payment === null ? null : { ...draft.payment, amountText: tengeText(draft.payment.amountTiyn) }),
    statements: variant.form.statements
      .filter((statement) => draft.statements.includes(statement.id))
      .map((statement) => statement.text[language]),
    applicant: { kind: person.kind, iin: person.iin, bin: person.bin, name: person.organisation ?? person.name },
    preparedAt: at,
    draftId: draft.id,
    ...(representative && { representative }),
    ...(corrects && {
      corrects: { requestNumber: corrects.requestNumber, requestSha256: corrects.requestSha256, note: corrects.note.trim() },
    }),
  }
}

/** What registers said, under their names: the applicant signs that the request was made on it. */
function registerSections({ draft, edition, variant, view }: OpenDraft, person: Person): SignedRequest['sections'] {
  const { language } = draft
  return questionsIn(variant, view, person.kind).flatMap((question) => {
    const answer = (draft.registers ?? []).find(({ system }) => system === question.system)
    // A correction that a silent register did not answer for keeps what it said before, with the instant at which it did.
    if (answer === undefined) return draft.corrects?.before.sections.filter(({ register }) => register === question.system) ?? []
    const none = {
      id: question.system,
      label: texts.registers.answer[language],
      value: 'absent',
      valueText: texts.registers.absent[language],
    }
    const found = question.answers.map((fact) => {
      const value = answer.facts[fact.id] ?? ''
      return { id: registerFactId(question, fact), label: fact.label[language], value, valueText: valueText(fact, value, language) }
    })
    const title = fillText(texts.registers.title, { register: systemName(question.system, edition.regulation) })[language]
    return [{ title, fields: answer.kind === 'absent' ? [none] : found, register: question.system, askedAt: answer.askedAt }]
  })
}

/** The files that the request names. One whose document a new edition no longer asks for stays in the draft and out of the request. */
export function attachmentsAsked(open: OpenDraft, person: Person) {
  const slots = slotsFor(open, person)
  return open.attachments.filter((file) => slots.some((slot) => slot.id === file.slot))
}

/** What frozen bytes say; they are our own and were checked when they were made. A sealed request says it all, too. */
export function readFrozen(bytes: Uint8Array): SignedRequest | SealedRequest {
  return ownJson(new TextDecoder().decode(bytes)) as SignedRequest | SealedRequest
}

/** What was frozen to be signed, and is sealed by nobody. */
export function ownRequest(bytes: Uint8Array): SignedRequest {
  const request = readFrozen(bytes)
  if (request.schema === 'ruqsat.sealed/1') throw new Fault('Expected a request that waits for a signature but it is sealed')
  return request
}

/** Documents asked of this person, in the package's order. */
export function slotsFor(open: OpenDraft, person: Person) {
  return open.variant.documents.filter((slot) => appliesTo(slot, person.kind))
}

type Named = SignedRequest['attachments'][number]

/**
 * Gives each file that the frozen request names to `use`, one at a time, after its kept bytes were hashed again. Refuses
 * (`attachment-changed`)
 * where a file is missing or its bytes are no longer those that the request names, and passes on what `use` refuses.
 */
export async function eachNamedFile(
  deps: Pick<DraftDeps, 'database'>,
  draftId: string,
  named: readonly Named[],
  use: (file: Named, bytes: Buffer) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  const { sql } = deps.database
  const kept = await store.attachmentsOf(sql, draftId)
  for (const file of named) {
    const found = kept.find((each) => each.slot === file.slot && each.sha256 === file.sha256 && each.name === file.name)
    const bytes = found === undefined ? null : await store.attachmentBytes(sql, draftId, found.id)
    if (bytes === null || hash('sha256', bytes) !== file.sha256) return refusePortal('attachment-changed', { field: file.slot })
    const refusal = await use(file, bytes)
    if (refusal !== null) return refusal
  }
  return null
}
