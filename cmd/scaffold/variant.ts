import { fillIn, type NewFile, type Plan, schemaLine, source, text } from './words.ts'

/** One variant: what it costs, demands and gives. It is not offered until somebody writes `offered: true`. */
export function variantFile(plan: Plan, id: string): NewFile {
  const cited = (item: string) => source(plan, item)
  return {
    path: `variants/${id}.yaml`,
    text: `${schemaLine(plan, 'variant', 1)}
# One variant of the service: what it costs, what it demands, what the applicant fills in and gets.
# The file is named as its id. Its staff procedure is procedure/${id}.yaml.
id: ${id}
name: ${fillIn(`«${id}» нұсқасының атауы`, `название варианта «${id}»`, `name of the variant “${id}”`)}
summary: ${fillIn('кімге: бір қысқа сөйлем', 'кому: одно короткое предложение', 'for whom: one short sentence')}
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
  - { id: requirement1, text: ${fillIn('талап', 'требование', 'a requirement')}, source: ${cited('requirements')} }

# What the applicant attaches. onlyFor: individual or legalEntity; hint: what people ask about.
documents:
  - { id: document1, name: ${fillIn('құжат', 'документ', 'a document')}, required: true, proves: [requirement1], source: ${cited('documents')} }

form:
  id: ${plan.id}-${id}-1
  source: ${cited('form')}
  sections:
    # Known values come from the account and the registers; nobody types them.
    - id: applicant
      title: ${text('Өтініш беруші', 'Заявитель', 'Applicant')}
      fields:
${[
  [
    'applicantName',
    text('Аты-жөні немесе атауы', 'ФИО или наименование', 'Name'),
    'required: true, type: { kind: text, maxLength: 300 }, known: applicant.name',
  ],
  ['iin', text('ЖСН', 'ИИН', 'IIN'), 'required: true, onlyFor: individual, type: { kind: iin }, known: applicant.identifier'],
  ['bin', text('БСН', 'БИН', 'BIN'), 'required: true, onlyFor: legalEntity, type: { kind: bin }, known: applicant.identifier'],
  ['address', text('Мекенжайы', 'Адрес', 'Address'), 'required: true, type: { kind: text, maxLength: 300 }, known: applicant.address'],
  [
    'phone',
    text('Телефоны', 'Телефон', 'Phone'),
    'required: true, type: { kind: text, maxLength: 30, pattern: phone }, known: applicant.phone',
  ],
]
  .map(([field, label, rest]) => `        - { id: ${field}, label: ${label}, ${rest}, source: ${cited('form')} }`)
  .join('\n')}
    # Types of a field: text (maxLength; lines, pattern), number (min, max, decimals; unit), date (rule), choice (options), yesNo, iin, bin.
    - id: subject
      title: ${fillIn('не сұралады', 'что запрашивается', 'what is asked for')}
      fields:
        - { id: field1, label: ${fillIn('өріс', 'поле', 'a field')}, required: true, type: { kind: text, maxLength: 300 }, source: ${cited('form')} }
  # What the applicant declares; each is ticked by hand before the signature.
  statements:
    - { id: trueData, text: ${text('Мәліметтер дұрыс', 'Сведения верны', 'The data are true')}, source: ${cited('form')} }

# The closed list of grounds of refusal. The officer refuses by these and no others; \`remedy\` is what the person can do about it.
grounds:
  - { id: notMet, text: ${fillIn('бас тарту негізі', 'основание отказа', 'a ground of refusal')}, remedy: ${fillIn('не істеу керек', 'что делать', 'what to do')}, source: ${cited('grounds')} }

results:
  grant:
    kind: licence # or permit
    title: ${text('ЛИЦЕНЗИЯ', 'ЛИЦЕНЗИЯ', 'LICENCE')}
    template: templates/grant.typ
    # Three Latin capitals in the number of what is granted; no other act of the installation should have the same.
    registerLetters: ${lettersOf(plan.id)}
    licensedActivity: ${fillIn('не істеуге рұқсат', 'на что даётся разрешение', 'what is allowed')}
    source: ${cited('result')}
  refuse:
    kind: reasonedRefusal
    title: ${text('ДӘЛЕЛДІ БАС ТАРТУ', 'МОТИВИРОВАННЫЙ ОТКАЗ', 'REASONED REFUSAL')}
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
