import texts from '../texts.yaml'

/** Words that several pages use. */
export const T = texts.pages
