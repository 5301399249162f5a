import { fillText } from '@ruqsat/foundation'
import { fillIn, type NewFile, type PackagePlan, schemaLine, source, text } from './words.ts'
import texts from '../texts.yaml'

/** One variant: what it costs, demands and gives. It is not offered until somebody writes `offered: true`. */
export function variantFile(plan: PackagePlan, id: string): NewFile {
  const cited = (part: string) => source(plan, { part })
  return {
    path: `variants/${id}.yaml`,
    text: `${schemaLine(plan, 'variant', 1)}
# One variant of the service: what it costs, what it demands, what the applicant fills in and gets.
# The file is named as its id. Its staff procedure is procedure/${id}.yaml.
id: ${id}
name: ${fillIn(fillText(texts.variant.variantName, { id }))}
summary: ${fillIn(texts.variant.forWhomOneShortSentence)}
# false: shown and checked, never offered. Write true once nothing here is left to fill in, and in the channel too (views/).
offered: false

# The act's own total. Strike it out where the act gives none: the sum of the steps is shown then, and the checker says so.
term:
  duration: { amount: 10, unit: workingDays }
  source: ${cited('term')}

# A paid service has a fee, in multiples of the monthly calculation index, and its portal table a \`pay\` step (see views/).
# fee:
#   mciRate: 10
#   name: {…}
#   returnRule: {…}
#   source: {…}

# What a person must have to be granted it. \`id\` is what a document \`proves\`.
requirements:
  - { id: requirement1, text: ${fillIn(texts.variant.aRequirement)}, source: ${cited('requirements')} }

# What the applicant attaches. onlyFor: individual or legalEntity; hint: what people ask about.
documents:
  - { id: document1, name: ${fillIn(texts.variant.aDocument)}, required: true, proves: [requirement1], source: ${cited('documents')} }

form:
  id: ${plan.id}-${id}-1
  source: ${cited('form')}
  sections:
    # Known values come from the account and the registers; nobody types them.
    - id: applicant
      title: ${text(texts.variant.applicant)}
      fields:
${[
  ['applicantName', text(texts.variant.name), 'required: true, type: { kind: text, maxLength: 300 }, known: applicant.name'],
  ['iin', text(texts.variant.iin), 'required: true, onlyFor: individual, type: { kind: iin }, known: applicant.identifier'],
  ['bin', text(texts.variant.bin), 'required: true, onlyFor: legalEntity, type: { kind: bin }, known: applicant.identifier'],
  ['address', text(texts.variant.address), 'required: true, type: { kind: text, maxLength: 300 }, known: applicant.address'],
  ['phone', text(texts.variant.phone), 'required: true, type: { kind: text, maxLength: 30, pattern: phone }, known: applicant.phone'],
]
  .map(([field, label, rest]) => `        - { id: ${field}, label: ${label}, ${rest}, source: ${cited('form')} }`)
  .join('\n')}
    # Types of a field: text (maxLength; lines, pattern), number (min, max, decimals; unit), date (rule), choice (options), yesNo, iin, bin.
    - id: subject
      title: ${fillIn(texts.variant.whatIsAskedFor)}
      fields:
        - { id: field1, label: ${fillIn(texts.variant.aField)}, required: true, type: { kind: text, maxLength: 300 }, source: ${cited('form')} }
  # What the applicant declares; each is ticked by hand before the signature.
  statements:
    - { id: trueData, text: ${text(texts.variant.theDataAreTrue)}, source: ${cited('form')} }

# The closed list of grounds of refusal. The officer refuses by these and no others; \`remedy\` is what the person can do about it.
grounds:
  - { id: notMet, text: ${fillIn(texts.variant.aGroundOfRefusal)}, remedy: ${fillIn(texts.variant.whatToDo)}, source: ${cited('grounds')} }

results:
  grant:
    kind: licence # or permit
    title: ${text(texts.variant.licence)}
    template: templates/grant.typ
    # Three Latin capitals in the number of what is granted; no other act of the installation should have the same.
    registerLetters: ${lettersOf(plan.id)}
    licensedActivity: ${fillIn(texts.variant.whatIsAllowed)}
    source: ${cited('result')}
  refuse:
    kind: reasonedRefusal
    title: ${text(texts.variant.reasonedRefusal)}
    template: templates/refusal.typ
    source: ${cited('result')}
`,
  }
}

/** Three capitals out of the id, as good as any until the writer has better ones. */
function lettersOf(id: string): string {
  return id
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .padEnd(3, 'A')
    .slice(0, 3)
}
