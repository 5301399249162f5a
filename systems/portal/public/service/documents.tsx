import { Cited } from '@ruqsat/lawpages'
import { appliesTo, type ApplicantKind, type DocumentSlot, type Regulation } from '@ruqsat/law'
import { useSay } from '@ruqsat/web'
import { APPLICANTS } from '../../common/parts/applicants.ts'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

export function DocumentsOfService({ service }: { readonly service: ShownService }) {
  const { regulation, variant, isOpen } = service
  const common = variant.documents.filter((slot) => slot.onlyFor === undefined)
  const kinds = regulation.applicants.map(({ kind }) => kind).filter((kind) => ownSlots(variant.documents, kind).length > 0)
  return (
    <>
      <h2>{texts.documents.documents}</h2>
      {variant.documents.length === 0 && <p>{texts.documents.none}</p>}
      {variant.documents.length > 0 && isOpen && <p>{texts.documents.lead}</p>}
      {common.length > 0 && kinds.length > 0 && <h3>{texts.documents.everyone}</h3>}
      <Slots regulation={regulation} slots={common} />
      {kinds.map((kind) => (
        <>
          <h3>
            {texts.documents.only}: {APPLICANTS[kind]}
          </h3>
          <Slots regulation={regulation} slots={ownSlots(variant.documents, kind)} />
        </>
      ))}
    </>
  )
}

function ownSlots(slots: readonly DocumentSlot[], kind: ApplicantKind): readonly DocumentSlot[] {
  return slots.filter((slot) => slot.onlyFor !== undefined && appliesTo(slot, kind))
}

function Slots({ regulation, slots }: { readonly regulation: Regulation; readonly slots: readonly DocumentSlot[] }) {
  const say = useSay()
  if (slots.length === 0) return null
  return (
    <ul>
      {slots.map((slot) => (
        <li>
          {slot.name}
          {!slot.required && ` (${say(texts.documents.optional)})`}. {slot.onlyFor !== undefined && slot.hint && `${say(slot.hint)} `}
          <Cited regulation={regulation} source={slot.source} />
        </li>
      ))}
    </ul>
  )
}
