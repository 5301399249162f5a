// On every page of a correction: what was asked, until when; before the signature, what is different.
import { fillText, inAll, type LocalText } from '@ruqsat/foundation'
import { formatInstant } from '@ruqsat/clock'
import type { MissingItem } from '@ruqsat/engine'
import { leftAsItWas } from '@ruqsat/documents'
import { RequestChanges } from '@ruqsat/lawpages'
import { Notification, SummaryList, WarningText } from '@ruqsat/web'
import { OnceMore } from '../../common/parts/once-more.tsx'
import { requestNow } from '../drafts/correction-changes.ts'
import type { DraftPage } from './frame.tsx'
import T from './texts.yaml'

/** What an official wrote, with the field or document that it is about. */
export function MissingNote({ page, items }: { readonly page: DraftPage; readonly items?: readonly MissingItem[] }) {
  const { draft, edition } = page.open
  if (draft.corrects === null) return null
  const missing = items ?? draft.corrects.missing
  const zone = page.portal.zone(edition.regulation)
  const { due } = draft.corrects
  return (
    <Notification kind="important">
      <p>{fillText(T.correctUntil, { due: inAll((language) => formatInstant(due, zone, language)) })}</p>
      {missing.length > 0 && <SummaryList compact rows={missing.map((item) => ({ key: placeName(item, page), value: item.text }))} />}
      {missing.length > 0 && <OnceMore written={draft.corrects} language={draft.corrects.before.form.language} />}
    </Notification>
  )
}

function placeName(item: MissingItem, { open }: DraftPage): LocalText {
  if (item.on === 'other') return T.otherAsked
  const { form, documents } = open.variant
  const field = form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === item.id)
  return field?.label ?? documents.find(({ id }) => id === item.id)?.name ?? T.otherAsked
}

export function Differences({ page, at }: { readonly page: DraftPage; readonly at: string }) {
  const { corrects } = page.open.draft
  if (corrects === null) return null
  const after = { ...requestNow(page.open, page.person, at), corrects: undefined }
  const left = leftAsItWas(corrects.missing, corrects.before, after)
  const names = inAll((language) => left.map((item) => placeName(item, page)[language]).join('; '))
  return (
    <>
      <RequestChanges before={corrects.before} after={after} variant={page.open.variant} />
      {left.length > 0 && <WarningText text={fillText(T.leftAsItWas, { names })} />}
    </>
  )
}
