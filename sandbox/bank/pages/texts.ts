import type { LocalText } from '@ruqsat/foundation'
import texts from '../../texts.yaml'

export const TEXTS = texts.bankPages.page

export const DECLINE_TEXTS: Readonly<Record<string, LocalText>> = texts.bankPages.declineTexts
