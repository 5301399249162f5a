// Of whom the service is asked, and what is asked of them.
import { Cited, CitedList, entriesText, Proof } from '@ruqsat/lawpages'
import {
  fieldInstead,
  officeOpening,
  type Regulation,
  appliesTo,
  type ApplicantKind,
  type DocumentSlot,
  type Field,
  type FormSection,
} from '@ruqsat/law'
import { InsetText, say, Details } from '@ruqsat/web'
import { fillText, isSameSource, type Source } from '@ruqsat/foundation'
import type { AboutService } from './facts.ts'
import commonTexts from '../../common/texts.yaml'
import texts from '../texts.yaml'

/** Nobody applies: who begins, and on which grounds. */
export function OpenedByTheAuthority({ regulation, variant }: AboutService) {
  const unit = regulation.units.find(({ id }) => id === officeOpening(variant, regulation)?.opens.unit)
  if (variant.proceedings === undefined) return null
  return (
    <>
      <InsetText>
        <p>
          <strong>{texts.proceedings.byAuthority}</strong> {unit?.name}.{' '}
          <Cited regulation={regulation} source={variant.proceedings.source} />
        </p>
        <p>{texts.proceedings.notified}</p>
      </InsetText>
      <h2>{texts.proceedings.grounds}</h2>
      <CitedList regulation={regulation} items={variant.proceedings.grounds} />
    </>
  )
}

export function RequirementsOfService({ regulation, variant, isOpen }: AboutService) {
  if (variant.requirements.length === 0) return null
  return (
    <>
      <h2>{texts.conditions.requirements}</h2>
      {isOpen && <p>{variant.fee === null ? texts.conditions.check : texts.conditions.checkFirst}</p>}
      <ul>
        {variant.requirements.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
      <Proof regulation={regulation} about={texts.conditions.requirements} items={variant.requirements} />
    </>
  )
}

export function GroundsOfService({ regulation, variant }: AboutService) {
  if (variant.grounds.length === 0) return null
  return (
    <Details summary={texts.conditions.grounds}>
      <p>{texts.conditions.groundsLead}</p>
      <ul>
        {variant.grounds.map((ground) => (
          <li>
            {ground.text} <Cited regulation={regulation} source={ground.source} />
            <br />
            <span class="muted">
              {texts.conditions.remedy}: {ground.remedy}
            </span>
          </li>
        ))}
      </ul>
    </Details>
  )
}

export function DocumentsOfService({ regulation, variant, isOpen }: AboutService) {
  const documents = variant.documents.map((slot): ShownSlot => ({ ...slot, instead: fieldInstead(variant, slot) }))
  const common = documents.filter((slot) => slot.onlyFor === undefined)
  const kinds = regulation.applicants.map(({ kind }) => kind).filter((kind) => ownSlots(documents, kind).length > 0)
  return (
    <>
      <h2>{texts.documents.documents}</h2>
      {variant.documents.length === 0 && <p>{texts.documents.none}</p>}
      {variant.documents.length > 0 && isOpen && <p>{texts.documents.lead}</p>}
      <Slots regulation={regulation} slots={common} />
      {kinds.map((kind) => (
        <>
          <h3>
            {texts.documents.only}: {commonTexts.applicants[kind]}
          </h3>
          <Slots regulation={regulation} slots={ownSlots(documents, kind)} />
        </>
      ))}
      <Proof
        regulation={regulation}
        about={texts.documents.documents}
        items={documents.map(({ name, source }) => ({ text: name, source }))}
      />
    </>
  )
}

/** With the question that may be answered in place of it. */
type ShownSlot = DocumentSlot & { readonly instead: Field | undefined }

function ownSlots(slots: readonly ShownSlot[], kind: ApplicantKind): readonly ShownSlot[] {
  return slots.filter((slot) => slot.onlyFor !== undefined && appliesTo(slot, kind))
}

function Slots({ regulation, slots }: { readonly regulation: Regulation; readonly slots: readonly ShownSlot[] }) {
  if (slots.length === 0) return null
  return (
    <ul>
      {slots.map((slot) => (
        <li>
          {slot.name}
          {!slot.required && ` (${say(texts.documents.optional)})`}
          {slot.instead && ` (${say(fillText(texts.documents.unlessAnswered, { field: slot.instead.label }))})`}.{' '}
          {slot.onlyFor !== undefined && slot.hint && `${say(slot.hint)} `}
          <SeenBy regulation={regulation} part={slot} />
        </li>
      ))}
    </ul>
  )
}

/** Everything that the application asks, and what is confirmed by signing it. */
export function FormOfService({ regulation, variant }: AboutService) {
  const { form } = variant
  return (
    <Details summary={texts.form.form}>
      <p>
        {texts.form.shared} <Cited regulation={regulation} source={form.source} />
      </p>
      {form.sections.map((section) => (
        <Fields regulation={regulation} section={section} shared={form.source} />
      ))}
      {form.statements.length > 0 && <h3>{texts.form.statements}</h3>}
      <ul>
        {form.statements.map((statement) => (
          <li>
            {statement.text} <Cited regulation={regulation} source={statement.source} />
          </li>
        ))}
      </ul>
    </Details>
  )
}

/** Of the bodies that are asked for an opinion, who sees this; nothing where all of them do. */
function SeenBy({ regulation, part: { forUnits } }: { readonly regulation: Regulation; readonly part: Pick<Field, 'forUnits'> }) {
  if (forUnits === undefined) return null
  return (
    <p class="muted">
      {texts.documents.seenBy} {forUnits.map((unit) => say(regulation.units.find(({ id }) => id === unit)!.name)).join(', ')}.
    </p>
  )
}

type FieldsProps = { readonly regulation: Regulation; readonly section: FormSection; readonly shared: Source }

function Fields({ regulation, section, shared }: FieldsProps) {
  return (
    <>
      <h3>{section.title}</h3>
      <ul>
        {section.fields.map((field) => (
          <li>
            <Asked field={field} />
            {!isSameSource(field.source, shared) && <Cited regulation={regulation} source={field.source} />}
            <SeenBy regulation={regulation} part={field} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The field by its label: of whom it is asked, whether it may stay empty, and what can be chosen there. */
function Asked({ field: { label, required, onlyFor, type } }: { readonly field: Field }) {
  const limits = [
    ...(onlyFor === undefined ? [] : [`${say(texts.form.only)} ${say(commonTexts.applicants[onlyFor]).toLowerCase()}`]),
    ...(required ? [] : [say(texts.form.optional)]),
  ]
  return (
    <>
      {label}
      {limits.length > 0 && ` (${limits.join('; ')})`}
      {type.kind === 'list' && (
        <span class="muted">
          : {type.fields.map((each) => say(each.label)).join('; ')}. {entriesText(type)}
        </span>
      )}
      {type.kind === 'choice' && <span class="muted">: {type.options.map((option) => say(option.label)).join('; ')}</span>}{' '}
    </>
  )
}
