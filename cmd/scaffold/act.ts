import { channelLike, fillIn, placeOf, schemaLine, source, text, type NewFile, type PackagePlan } from './words.ts'
import { type Passage, fillText } from '@ruqsat/foundation'
import texts from '../texts.yaml'

/** The act as a document. What is unknown says `unknown`: the checker then asks for a decision instead of believing an invention. */
export function actFile(plan: PackagePlan): NewFile {
  return {
    path: 'act.yaml',
    text: `${schemaLine(plan, 'act')}
# The act as a document: who adopted it, what became of it, what it calls things. Write texts in your own short words; do not copy the act.
# Every fact has a source: the act (or a law of the list \`laws\`), the paragraph, and how sure we are:
#   stated = the act's own text says it; found = another source was read; assumed = our own reading. All of this file is assumed until you change it.

# Short id, used in addresses and in every source. Do not change it once the act is in service.
id: ${plan.id}

act:
  title: ${fillIn(texts.act.fullTitleOfTheAct)}
  # Numbers and days that no text says are \`unknown\`; never guess one.
  number: unknown
  adoptedOn: unknown # a day: '2014-04-24'
  registeredOn: unknown
  registrationNumber: unknown
  publishedOn: unknown
  entryIntoForce: ${fillIn(texts.act.whenTheActTakesEffect)}
  # afterPublication (with \`days: 10\`), onPublication, onRegistration, otherText, unknown. The two days bound the first day in force.
  force: { rule: unknown, notBefore: unknown, notAfter: unknown, source: ${source(plan, { part: 'entryIntoForce' })} }
  # SHA-256 of the text that you read: sha256sum act.txt. Sixty-four zeros: nobody has said yet.
  textSha256: '${'0'.repeat(64)}'
  # Amendments and the repeal, each with its \`force\` and its \`changes\` item by item.
  history: []
  # Places where the text at hand is cut off, missing or unreadable.
  gaps: []
  # Annexes, as the text cites them and as their own heading says.
  annexes: []
  # Where the act says them, add: nature, unitList, stated, lists, duties, conditions, legend (docs/regulation-language.md, "The act").
  source: ${source(plan, { part: 'title' })}

service: ${fillIn(texts.act.officialNameOfTheService)}
summary: ${fillIn(texts.act.oneSentenceWhoNeedsThe)}

authority:
  # Short id of the provider: staff accounts and request numbers carry it.
  id: ${plan.id}-provider
  name: ${fillIn(texts.act.fullNameOfTheProvider)}
  address: ${fillIn(texts.act.address)}
  phone: '1414' # the single contact centre, until you know the provider's own
  # Tables of the clock in regulations/calendars/: a zone by its id, a calendar by its version.
  zone: kz-almaty
  calendar: kz-2027-1
  officeHours:
    id: ${plan.id}-hours
    title: ${text(texts.act.officeHours)}
    days:
      # 1 is Monday. Times stand in quotes.
      - weekdays: [1, 2, 3, 4, 5]
        opens: '09:00'
        closes: '18:30'
        breaks: [{ from: '13:00', to: '14:30' }]
    source: ${source(plan, { part: 'workingHours' })}
  source: ${source(plan, { item: '1' })}

# Everything in the act that a source may point to: \`{ item: '1..12' }\` for its points, \`{ item: '5 1)..7)', variant: issue }\` for subparagraphs,
# \`{ annex: '1..3' }\`, \`{ part: title }\` for what has no number. These are the places that a new package cites before its act is read.
items:
${placesOfNew(plan)
  .map((passage) => `  - { ${placeOf(passage)} }`)
  .join('\n')}

# Other laws that sources cite, beyond those of the general law. The id is what a source names in \`act\`.
laws: []

# Short words of the act with what they stand for: short, text, source; where it applies system, covers, forms, defined, used, definedAs.
abbreviations: []

# Who may apply: strike out a line that is wrong.
applicants:
  - { kind: individual, source: ${source(plan, { item: '2' })} }
  - { kind: legalEntity, source: ${source(plan, { item: '2' })} }

# The system that keeps the cases. A request can be registered here only where the installation runs that system.
host: licensing

# What holds for every act: ways to count time, complaint, guarantees, systems and channels (regulations/general/kz.yaml). Where this act says
# otherwise, add \`conventions\`, \`guarantees\`, \`complaint\`, \`systems\`, \`channels\` with its own source.
general: kz
${ownChannels(plan)}`,
  }
}

/** Everyone and everything that takes part in the tables below. */
export function unitsFile(plan: PackagePlan): NewFile {
  const row = (id: string, name: string, rest: string) =>
    `  - { id: ${id}, name: ${name}, ${rest}, source: ${source(plan, { part: 'units' })} }`
  return {
    path: 'units.yaml',
    text: `${schemaLine(plan, 'units')}
# Everyone and everything that takes part. kind: applicant, provider (its people), outside (another authority), system.
# A unit that works in the staff procedure has a role: clerk, head, officer, interestedBody, operator. The head signs.
# A unit that takes part in nothing is a finding: strike it out, or leave it where the act lists it, and decide the finding.
units:
${[
  row('applicant', text(texts.act.applicant), 'kind: applicant'),
  row('clerk', text(texts.act.clerk), 'kind: provider, role: clerk'),
  row('head', text(texts.act.head), 'kind: provider, role: head'),
  row('officer', text(texts.act.responsibleOfficer), 'kind: provider, role: officer'),
  row('portal', text(texts.act.portal), 'kind: system, system: IS-PORTAL'),
  row('licensingDatabase', text(texts.act.licensingDatabase), 'kind: system, system: IS-LICENSING'),
].join('\n')}
  # Another authority that is asked for its opinion; it then acts by \`approve\` in the procedure:
  # - { id: askedBody, name: {…}, kind: outside, role: interestedBody, source: {…} }
`,
  }
}

const OFFICE_HINT = `
# Where the authority opens a case by itself (it suspends or ends what was given): a channel of the kind office, \`proceedings\` in the variant and
# a table views/<variant>.office.yaml (docs/regulation-language.md, "What the authority opens by itself").
# channels: [{ id: office, kind: office }]
`

/** Channels that no other act has. */
function ownChannels({ own = [] }: PackagePlan): string {
  return own.length === 0 ? OFFICE_HINT : `channels:\n${own.map(({ id, kind }) => `  - { id: ${id}, kind: ${kind} }\n`).join('')}`
}

function placesOfNew({ channels, own = [], variants }: PackagePlan): readonly Passage[] {
  const parts = ['title', 'entryIntoForce', 'workingHours', 'units', 'term', 'requirements', 'documents', 'form', 'grounds', 'result']
  return [
    { item: '1..2' },
    ...parts.map((part) => ({ part })),
    ...[...new Set(channels.map((channel) => channelLike({ own }, channel)))].map((part) => ({ part, item: '1)..20)' })),
    ...variants.map((variant) => ({ part: 'procedure', item: '1)..5)', variant })),
  ]
}

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
# Take the signs # away and fill in. rates: the first row that fits holds; free: answers with which nothing is paid; strike out what the act does not have.
# fee:
#   mciRate: 10
#   name: ${fillIn(texts.variant.feeName)}
#   returnRule: ${fillIn(texts.variant.feeReturn)}
#   rates:
#     - { onlyFor: individual, mciRate: 5 }
#     - { field: size, answers: [big], mciRate: 40 }
#   free: [{ field: size, answers: [small] }]
#   source: ${cited('term')}

# What a person must have to be granted it. \`id\` is what a document \`proves\`.
requirements:
  - { id: requirement1, text: ${fillIn(texts.variant.aRequirement)}, source: ${cited('requirements')} }

# What registers are asked, and what their answers mean; the channel asks where a row has \`asks: [IS-CADASTRE]\` (views/).
# by: a field of the form, or known: applicant.identifier; absent, contradicts and equals name the requirement that is not met.
# registers:
#   - system: IS-CADASTRE
#     by: { field: field1 }
#     absent: { requirement: requirement1 }
#     answers:
#       - id: owner
#         label: ${fillIn(texts.variant.registerFact)}
#         type: { kind: text, maxLength: 40 }
#         equals: { known: applicant.identifier, requirement: requirement1 }
#     source: ${cited('form')}

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
    # Types of a field: text (maxLength; lines, pattern), number (min, max, decimals; unit), date (rule, within), choice (options), yesNo, iin, bin.
    - id: subject
      title: ${fillIn(texts.variant.whatIsAskedFor)}
      fields:
        - { id: field1, label: ${fillIn(texts.variant.aField)}, required: true, type: { kind: text, maxLength: 300 }, source: ${cited('form')} }
        # - { id: size, label: ${fillIn(texts.variant.aField)}, required: true, type: { kind: choice, options: [{ id: small, label: ${fillIn(texts.variant.anOption)} }, { id: big, label: ${fillIn(texts.variant.anOption)} }] }, source: ${cited('form')} }
  # What the applicant declares; each is ticked by hand before the signature.
  statements:
    - { id: trueData, text: ${text(texts.variant.theDataAreTrue)}, source: ${cited('form')} }

# The closed list of grounds of refusal. The officer refuses by these and no others; \`remedy\` is what the person can do about it.
grounds:
  - { id: notMet, text: ${fillIn(texts.variant.aGroundOfRefusal)}, remedy: ${fillIn(texts.variant.whatToDo)}, source: ${cited('grounds')} }

results:
  grant:
    kind: licence # or permit, certificate, extract, notice; what it does to an earlier number: docs/regulation-language.md
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
