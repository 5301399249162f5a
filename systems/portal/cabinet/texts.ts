import type { CaseSummary } from '@ruqsat/caseflow'
import { local, type StatusKind, type Text } from '@ruqsat/web'
import type { DraftStatus } from '../application/drafts/model.ts'

export const REQUEST_STATUS: Readonly<Record<CaseSummary['status'], { readonly kind: StatusKind; readonly text: Text }>> = {
  none: { kind: 'neutral', text: local('тіркелуде', 'регистрируется', 'being registered') },
  open: { kind: 'information', text: local('қаралуда', 'рассматривается', 'under way') },
  granted: { kind: 'success', text: local('берілді', 'выдано', 'granted') },
  refused: { kind: 'danger', text: local('бас тартылды', 'отказано', 'refused') },
}

/** A firm's draft that only waits for who may sign. */
export const READY_TO_SIGN = { kind: 'information', text: local('қол қоюға дайын', 'готов к подписанию', 'ready to sign') } as const

export const DRAFT_STATUS: Readonly<Record<DraftStatus, { readonly kind: StatusKind; readonly text: Text }>> = {
  open: { kind: 'warning', text: local('аяқталмаған', 'не закончен', 'unfinished') },
  waiting: { kind: 'information', text: local('күтуде', 'ожидает', 'waiting') },
  registered: { kind: 'success', text: local('тіркелді', 'зарегистрирован', 'registered') },
  abandoned: { kind: 'neutral', text: local('қалдырылған', 'оставлен', 'given up') },
}
