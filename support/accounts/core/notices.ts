import { fillText, type LocalText } from '@ruqsat/foundation'
import texts from '../texts.yaml'

export const RESET_VALID_MINUTES = 15

/** Messages to the owner of an account, short enough for one SMS in Cyrillic where it can be. */
export const NOTICES = {
  reset: (code: string, minutes: number): LocalText => fillText(texts.notices.reset, { code, minutes }),
  contact: (code: string, minutes: number): LocalText => fillText(texts.notices.contact, { code, minutes }),
  oneTime: (purpose: 'sign-in' | 'proof' | 'request', code: string, minutes: number): LocalText =>
    fillText(texts.notices.oneTime[purpose], { code, minutes }),
  changed: texts.notices.changed,
  locked: texts.notices.locked,
} as const
