import { channelLike, comment, fillIn, placeOf, schemaLine, source, text, type NewFile, type PackagePlan } from './words.ts'
import { type Passage, fillText } from '@ruqsat/foundation'
import texts from '../texts.yaml'
import notes from './texts.yaml'

/** The act as a document. What is unknown says `unknown`: the checker then asks for a decision instead of believing an invention. */
export function actFile(plan: PackagePlan): NewFile {
  return {
    path: 'act.yaml',
    text: `${schemaLine(plan, 'act')}
${comment(plan, notes.act.head)}

${comment(plan, notes.act.id)}
id: ${plan.id}

act:
  title: ${fillIn(texts.act.fullTitleOfTheAct)}
${comment(plan, notes.act.unknown, '  ')}
  number: unknown
  adoptedOn: unknown ${comment(plan, notes.act.aDay)}
  registeredOn: unknown
  registrationNumber: unknown
  publishedOn: unknown
  entryIntoForce: ${fillIn(texts.act.whenTheActTakesEffect)}
${comment(plan, notes.act.force, '  ')}
  force: { rule: unknown, notBefore: unknown, notAfter: unknown, source: ${source(plan, { part: 'entryIntoForce' })} }
${comment(plan, notes.act.sha, '  ')}
  textSha256: '${'0'.repeat(64)}'
${comment(plan, notes.act.history, '  ')}
  history: []
${comment(plan, notes.act.gaps, '  ')}
  gaps: []
${comment(plan, notes.act.annexes, '  ')}
  annexes: []
${comment(plan, notes.act.more, '  ')}
  source: ${source(plan, { part: 'title' })}

service: ${fillIn(texts.act.officialNameOfTheService)}
summary: ${fillIn(texts.act.oneSentenceWhoNeedsThe)}

authority:
${comment(plan, notes.act.authority, '  ')}
  id: ${plan.id}-provider
  name: ${fillIn(texts.act.fullNameOfTheProvider)}
  address: ${fillIn(texts.act.address)}
  phone: '1414' ${comment(plan, notes.act.phone)}
${comment(plan, notes.act.tables, '  ')}
  zone: kz-almaty
  calendar: kz-2027-1
  officeHours:
    id: ${plan.id}-hours
    title: ${text(texts.act.officeHours)}
    days:
${comment(plan, notes.act.hours, '      ')}
      - weekdays: [1, 2, 3, 4, 5]
        opens: '09:00'
        closes: '18:30'
        breaks: [{ from: '13:00', to: '14:30' }]
    source: ${source(plan, { part: 'workingHours' })}
  source: ${source(plan, { item: '1' })}

${comment(plan, notes.act.items)}
items:
${placesOfNew(plan)
  .map((passage) => `  - { ${placeOf(passage)} }`)
  .join('\n')}

${comment(plan, notes.act.laws)}
laws: []

${comment(plan, notes.act.abbreviations)}
abbreviations: []

${comment(plan, notes.act.applicants)}
applicants:
  - { kind: individual, source: ${source(plan, { item: '2' })} }
  - { kind: legalEntity, source: ${source(plan, { item: '2' })} }

${comment(plan, notes.act.host)}
host: licensing

${comment(plan, notes.act.general)}
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
${comment(plan, notes.units.head)}
units:
${[
  row('applicant', text(texts.act.applicant), 'kind: applicant'),
  row('clerk', text(texts.act.clerk), 'kind: provider, role: clerk'),
  row('head', text(texts.act.head), 'kind: provider, role: head'),
  row('officer', text(texts.act.responsibleOfficer), 'kind: provider, role: officer'),
  row('portal', text(texts.act.portal), 'kind: system, system: IS-PORTAL'),
  row('licensingDatabase', text(texts.act.licensingDatabase), 'kind: system, system: IS-LICENSING'),
].join('\n')}
${comment(plan, notes.units.asked, '  ')}
  # - { id: askedBody, name: {…}, kind: outside, role: interestedBody, source: {…} }
`,
  }
}

/** Channels that no other act has. */
function ownChannels(plan: PackagePlan): string {
  const { own = [] } = plan
  if (own.length === 0) return `\n${comment(plan, notes.act.office)}\n# channels: [{ id: office, kind: office }]\n`
  return `channels:\n${own.map(({ id, kind }) => `  - { id: ${id}, kind: ${kind} }\n`).join('')}`
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
${comment(plan, fillText(notes.variant.head, { id }))}
id: ${id}
name: ${fillIn(fillText(texts.variant.variantName, { id }))}
summary: ${fillIn(texts.variant.forWhomOneShortSentence)}
${comment(plan, notes.variant.offered)}
offered: false

${comment(plan, notes.variant.term)}
term:
  duration: { amount: 10, unit: workingDays }
  source: ${cited('term')}

${comment(plan, notes.variant.fee)}
# fee:
#   mciRate: 10
#   name: ${fillIn(texts.variant.feeName)}
#   returnRule: ${fillIn(texts.variant.feeReturn)}
#   rates:
#     - { onlyFor: individual, mciRate: 5 }
#     - { field: size, answers: [big], mciRate: 40 }
#   free: [{ field: size, answers: [small] }]
#   source: ${cited('term')}

${comment(plan, notes.variant.requirements)}
requirements:
  - { id: requirement1, text: ${fillIn(texts.variant.aRequirement)}, source: ${cited('requirements')} }

${comment(plan, notes.variant.registers)}
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

${comment(plan, notes.variant.documents)}
documents:
  - { id: document1, name: ${fillIn(texts.variant.aDocument)}, required: true, proves: [requirement1], source: ${cited('documents')} }

form:
  id: ${plan.id}-${id}-1
  source: ${cited('form')}
  sections:
${comment(plan, notes.variant.known, '    ')}
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
${comment(plan, notes.variant.types, '    ')}
    - id: subject
      title: ${fillIn(texts.variant.whatIsAskedFor)}
      fields:
        - { id: field1, label: ${fillIn(texts.variant.aField)}, required: true, type: { kind: text, maxLength: 300 }, source: ${cited('form')} }
        # - { id: size, label: ${fillIn(texts.variant.aField)}, required: true, type: { kind: choice, options: [{ id: small, label: ${fillIn(texts.variant.anOption)} }, { id: big, label: ${fillIn(texts.variant.anOption)} }] }, source: ${cited('form')} }
${comment(plan, notes.variant.statements, '  ')}
  statements:
    - { id: trueData, text: ${text(texts.variant.theDataAreTrue)}, source: ${cited('form')} }

${comment(plan, notes.variant.grounds)}
grounds:
  - { id: notMet, text: ${fillIn(texts.variant.aGroundOfRefusal)}, remedy: ${fillIn(texts.variant.whatToDo)}, source: ${cited('grounds')} }

results:
  grant:
    kind: licence ${comment(plan, notes.variant.kind)}
    title: ${text(texts.variant.licence)}
    template: templates/grant.typ
${comment(plan, notes.variant.letters, '    ')}
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
