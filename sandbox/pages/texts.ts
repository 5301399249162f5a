import texts from '../texts.yaml'

export const TEXTS = texts.pages.page

export const DONE = texts.pages.done

export const NEIGHBOUR_TEXTS = texts.pages.neighbourTexts

export const MODE_TEXTS = texts.pages.modeTexts
