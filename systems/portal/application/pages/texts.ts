import texts from '../texts.yaml'

/** Words of the draft's pages; what the law says comes from the package. */
export const T = texts.pages
