// The words of this house, in Kazakh, Russian and English, by the identifiers that code uses.
export { terms, type TermId } from './generated/terms.ts'
