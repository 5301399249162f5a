import type { CaseSummary } from '@ruqsat/caseflow'
import type { StatusKind, Text } from '@ruqsat/web'
import type { DraftStatus } from '../application/drafts/model.ts'
import texts from './texts.yaml'

export const REQUEST_STATUS: Readonly<Record<CaseSummary['status'], { readonly kind: StatusKind; readonly text: Text }>> = {
  none: { kind: 'neutral', text: texts.texts.requestStatus.none.text },
  open: { kind: 'information', text: texts.texts.requestStatus.open.text },
  granted: { kind: 'success', text: texts.texts.requestStatus.granted.text },
  refused: { kind: 'danger', text: texts.texts.requestStatus.refused.text },
}

/** A firm's draft that only waits for who may sign. */
export const READY_TO_SIGN = { kind: 'information', text: texts.texts.readyToSign.text } as const

export const DRAFT_STATUS: Readonly<Record<DraftStatus, { readonly kind: StatusKind; readonly text: Text }>> = {
  open: { kind: 'warning', text: texts.texts.draftStatus.open.text },
  waiting: { kind: 'information', text: texts.texts.draftStatus.waiting.text },
  registered: { kind: 'success', text: texts.texts.draftStatus.registered.text },
  abandoned: { kind: 'neutral', text: texts.texts.draftStatus.abandoned.text },
}
