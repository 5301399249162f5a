import texts from '../texts.yaml'

export const TEXTS = texts.pages
