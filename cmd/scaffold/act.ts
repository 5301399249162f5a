import { fillIn, placeOf, schemaLine, source, text, type NewFile, type PackagePlan } from './words.ts'
import { type Passage } from '@ruqsat/foundation'
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
`,
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

function placesOfNew({ channels, variants }: PackagePlan): readonly Passage[] {
  const parts = ['title', 'entryIntoForce', 'workingHours', 'units', 'term', 'requirements', 'documents', 'form', 'grounds', 'result']
  return [
    { item: '1..2' },
    ...parts.map((part) => ({ part })),
    ...channels.map((part) => ({ part, item: '1)..20)' })),
    ...variants.map((variant) => ({ part: 'procedure', item: '1)..5)', variant })),
  ]
}
