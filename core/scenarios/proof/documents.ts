// Each document that is asked for proves something, each requirement is shown by something, and the fields that contradict one can be answered otherwise.
import { fillText, type LocalText } from '@ruqsat/foundation'
import { findingsOf, judgedBy, verdictOf, type Proving } from './claims.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof

export const documents: Proving = (subject) => {
  const { documents: slots, requirements, form, grounds } = subject.variant
  const fields = form.sections.flatMap((section) => section.fields)
  const known = new Set([...requirements, ...grounds].map(({ id }) => id))
  const proved = new Set(slots.flatMap(({ proves = [] }) => proves))
  const answered = new Set(fields.flatMap(({ contradicts = [] }) => contradicts.map(({ requirement }) => requirement)))
  const idle = slots.filter(({ required, proves = [] }) => required && !proves.some((id) => known.has(id)))
  const judged = judgedBy(findingsOf(subject, ['document-not-used']))
  const byPeople = requirements.filter(({ id }) => !proved.has(id) && !answered.has(id))
  const left: readonly LocalText[] = byPeople.map(({ id, text }) => fillText(WORDS.byPeople, { id, text }))
  return {
    verdict: verdictOf([
      judged.verdict,
      ...(idle.length > 0 && judged.verdict === 'proved' ? (['refuted'] as const) : []),
      ...(left.length > 0 ? (['noted'] as const) : []),
    ]),
    facts: [
      fillText(WORDS.documents, {
        documents: slots.length,
        requirements: requirements.length,
        proved: requirements.length - byPeople.length,
      }),
      ...left,
      ...judged.facts,
    ],
    counterExamples: [
      ...judged.counterExamples,
      ...(judged.verdict === 'proved'
        ? idle.map(({ name }) => ({ text: fillText(WORDS.idleDocument, { document: name }), scenario: null }))
        : []),
    ],
    bound: null,
  }
}
