// What keeps an entry from going on, and what is signed in the end. The rules of fields are those of the portal's door.
import {
  contradictionsOf,
  isDemanded,
  PAPER_APPLICATION,
  type ReadyDays,
  sectionFaults,
  sectionsFor,
  signedValue,
  valueText,
  type CounterRequest,
} from '@ruqsat/documents'
import {
  canonicalJson,
  formatTenge,
  inAll,
  isRefusal,
  ownJson,
  parseBIN,
  parseIIN,
  parseMailAddress,
  parseMobileNumber,
  type Instant,
  type LocalText,
  type Refusal,
} from '@ruqsat/foundation'
import { appliesTo, nextStep, papersStep, rateFor, systemName, type DocumentSlot, type FormSection, type KnownFact } from '@ruqsat/law'
import type { Submission } from '@ruqsat/caseflow'
import { refuseCounter } from './refusals.ts'
import { askedFor, type CounterEmployee, type EntryContent, type OpenEntry } from './model.ts'
import T from './texts.yaml'

/** What the form says of the applicant, by what the package calls it; a register's own word comes first. */
export function factOf({ entry, variant }: Pick<OpenEntry, 'entry' | 'variant'>, known: KnownFact): string {
  const said = entry.content.said.find(({ kind }) => kind === 'found')?.facts ?? {}
  const own = { 'applicant.name': said.name, 'applicant.address': said.address, 'applicant.head': said.head }
  const field = sectionsFor(variant.form, entry.applicant)
    .flatMap(({ fields }) => fields)
    .find((each) => each.known === known)
  return (own as Partial<Record<KnownFact, string>>)[known] ?? (field === undefined ? '' : (entry.content.values[field.id] ?? '').trim())
}

/** What will be in the request: as it was typed, and as a register says it where one was asked. */
export function answersOfEntry(open: Pick<OpenEntry, 'entry' | 'variant'>): Readonly<Record<string, string>> {
  const { entry, variant } = open
  return Object.fromEntries(
    sectionsFor(variant.form, entry.applicant)
      .flatMap(({ fields }) => fields)
      .map((field) => [
        field.id,
        field.known === undefined ? signedValue(field, (entry.content.values[field.id] ?? '').trim()) : factOf(open, field.known),
      ]),
  )
}

/** Every fault of what was typed, each at its field. */
export function typedFaults(open: OpenEntry, ready: ReadyDays): readonly Refusal[] {
  const { entry, variant } = open
  const { values, representative } = entry.content
  const certain = contradictionsOf(variant, entry.applicant, values, ready.today).map(({ field, value, requirement }) =>
    refuseCounter('counter.answer-means-refusal', {
      field: field.id,
      source: requirement.source,
      facts: { answer: { kind: 'typed', text: inAll((language) => valueText(field, value, language)) }, requirement: requirement.text },
    }),
  )
  const iin = parseIIN(representative.iin)
  return [
    ...sectionsFor(variant.form, entry.applicant).flatMap((section) => sectionFaults(variant, typedHere(section), values, ready)),
    ...certain,
    ...(representative.comes && isRefusal(iin) ? [{ ...iin, field: 'representative-iin' }] : []),
    ...(representative.comes && representative.name === '' ? [missing('representative-name', T.representativeName)] : []),
    ...(representative.comes && representative.power === '' ? [missing('representative-power', T.powerNumber)] : []),
  ]
}

/** What an account or a register would know is typed here like all else, and missed like all else. */
function typedHere(section: FormSection): FormSection {
  const fields = section.fields.map((field) => {
    const { known: _known, answeredBy: _answeredBy, ...typed } = field
    return typed
  })
  return { ...section, fields }
}

const missing = (field: string, what: LocalText) => refuseCounter('counter.empty', { field, facts: { what } })

/** The documents of the package for such an applicant; the application itself comes first. */
export function slotsOf({
  entry,
  variant,
}: Pick<OpenEntry, 'entry' | 'variant'>): readonly Pick<DocumentSlot, 'id' | 'name' | 'required' | 'unlessAnswered'>[] {
  return [
    { id: PAPER_APPLICATION, name: T.application, required: true },
    ...variant.documents.filter((slot) => appliesTo(slot, entry.applicant)),
  ]
}

export function paperFaults(open: OpenEntry): readonly Refusal[] {
  const { files, values } = open.entry.content
  return slotsOf(open).flatMap((slot) =>
    isDemanded(slot, values) && files.every((file) => file.slot !== slot.id)
      ? [refuseCounter('counter.scan-missing', { field: `file-${slot.id}`, facts: { document: slot.name } })]
      : [],
  )
}

/** The next step with a page, by the table; a question that the entry has passed is answered yes, and a package leaves with its signature. */
export function onward({ view, step }: Pick<OpenEntry, 'view' | 'step'>): string {
  const papers = papersStep(view)
  let next = nextStep(view.steps, step, 'done')
  while (next !== null && (next.shape === 'condition' || (next.action === 'sendPackage' && next !== papers)))
    next = nextStep(view.steps, next, next.shape === 'condition' ? 'yes' : 'done')
  return next?.id ?? step.id
}

export function holderOf(open: Pick<OpenEntry, 'entry' | 'variant'>): Pick<Submission['party'], 'iin' | 'bin'> {
  const identifier = factOf(open, 'applicant.identifier')
  const [iin, bin] = [parseIIN(identifier), parseBIN(identifier)]
  return open.entry.applicant === 'individual'
    ? { iin: isRefusal(iin) ? null : iin, bin: null }
    : { iin: null, bin: isRefusal(bin) ? null : bin }
}

/** The exact text that the employee signs. */
export function frozenText(open: OpenEntry, staff: CounterEmployee, at: Instant): string {
  const { entry, edition, variant, view } = open
  const { content } = entry
  const { language } = content
  const { regulation } = edition
  const answers = answersOfEntry(open)
  const slots = slotsOf(open)
  const nameOf = (slot: string) => slots.find(({ id }) => id === slot)?.name[language] ?? slot
  const { representative, power } = content
  const request: CounterRequest = {
    schema: 'ruqsat.counter/1',
    edition: { regulation: regulation.id, hash: edition.hash },
    variant: variant.id,
    view: view.id,
    form: { id: variant.form.id, language },
    title: `${regulation.service[language]}: ${variant.name[language]}`,
    addressee: regulation.authority.name[language],
    sections: [
      ...sectionsFor(variant.form, entry.applicant).map((section) => ({
        title: section.title[language],
        fields: section.fields.map((field) => {
          const value = answers[field.id] ?? ''
          return { id: field.id, label: field.label[language], value, valueText: valueText(field, value, language) }
        }),
      })),
      ...content.said.map(({ system, about, kind, facts, askedAt }) => ({
        title: systemName(system, regulation)[language],
        fields: [
          { id: `${system}.about`, label: T.identifier[language], value: about, valueText: about },
          ...(kind === 'absent'
            ? [{ id: system, label: T.registerSays[language], value: 'absent', valueText: T.absent[language] }]
            : Object.entries(facts).map(([fact, value]) => ({
                id: `${system}.${fact}`,
                label: T.facts[fact as keyof typeof T.facts][language],
                value,
                valueText: value,
              }))),
        ],
        register: system,
        askedAt,
      })),
    ],
    attachments: content.files.map((file) => ({ ...file, label: nameOf(file.slot) })),
    payment: paymentOf(content, (order) => ({ ...order, amountText: `${formatTenge(order.amountTiyn)} ₸` })),
    statements: variant.form.statements.map(({ text }) => text[language]),
    applicant: { kind: entry.applicant, ...holderOf(open), name: factOf(open, 'applicant.name') },
    preparedAt: at,
    draftId: entry.id,
    counter: {
      enteredBy: { id: staff.id, name: staff.name, position: staff.position[language] },
      representative: representative.comes && power !== null ? { iin: representative.iin, name: representative.name, power } : null,
      papers: content.papers.map((slot) => ({ slot, label: nameOf(slot) })),
      receivedAt: at,
    },
  }
  return canonicalJson(request)
}

/** What is sent is what was signed. */
export function submissionOf(open: OpenEntry, frozen: string, cmsBase64: string): Submission {
  const { entry } = open
  const request = ownJson(frozen) as CounterRequest
  const { iin, bin } = holderOf(open)
  const phone = parseMobileNumber(factOf(open, 'applicant.phone'))
  const email = parseMailAddress(factOf(open, 'applicant.email'))
  return {
    idempotencyKey: entry.id,
    regulation: entry.regulation,
    editionHash: entry.editionHash,
    variant: entry.variant,
    view: entry.view,
    party: {
      // Nobody's account: who came to the counter may have none.
      accountId: `counter ${entry.id}`,
      kind: entry.applicant,
      iin,
      bin,
      name: request.applicant.name,
      address: factOf(open, 'applicant.address'),
      phone: isRefusal(phone) ? '' : phone,
      email: isRefusal(email) ? '' : email,
      language: entry.content.language,
    },
    contentBase64: Buffer.from(frozen).toString('base64'),
    cmsBase64,
    attachments: request.attachments.map(({ slot, name, mediaType, sizeBytes, sha256 }) => ({ slot, name, mediaType, sizeBytes, sha256 })),
    payment: paymentOf(entry.content, ({ orderId, amountTiyn, paidAt }) => ({ orderId, amountTiyn, paidAt })),
  }
}

type PaidOrder = NonNullable<NonNullable<EntryContent['payment']>['order']>

/** The fee that a receipt has paid, in the form that is asked for; null where none was typed: the scan of a receipt says it then. */
function paymentOf<T>({ payment }: EntryContent, as: (order: PaidOrder) => T): T | null {
  const order = payment?.order ?? null
  return order === null ? null : as(order)
}

/** Whether somebody may come for the applicant here: the act's table asks a register of powers of attorney. */
export function takesRepresentatives(open: Pick<OpenEntry, 'view' | 'entry' | 'edition'>): boolean {
  return askedFor(open).powers.length > 0
}

/** Who pays, as far as the fee depends on it. */
export function payerIn(open: Pick<OpenEntry, 'entry' | 'variant'>) {
  return { applicant: open.entry.applicant, answers: answersOfEntry(open) }
}

/** Whether a receipt may be typed here: there is a fee for such an applicant, and a bank to ask. */
export function takesReceipt(
  { receipts }: { readonly receipts?: { readonly banks: readonly unknown[] } },
  open: Pick<OpenEntry, 'entry' | 'variant'>,
): boolean {
  return (receipts?.banks ?? []).length > 0 && rateFor(open.variant.fee, payerIn(open)) !== null
}
