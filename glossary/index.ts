// The words of this house, in Kazakh, Russian and English, by the identifiers that code uses. Their only home is terms.yaml.
export { glossaryMarkdown, readTerms, type GlossaryRow } from './render.ts'
