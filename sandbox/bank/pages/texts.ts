import texts from '../../texts.yaml'

export const TEXTS = texts.sandboxBankPagesTextsTs.page

export const DECLINE_TEXTS: Readonly<Record<string, { kk: string; ru: string; en: string }>> = texts.sandboxBankPagesTextsTs.declineTexts
