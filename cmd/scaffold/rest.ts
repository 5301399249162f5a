import { fillText } from '@ruqsat/foundation'
import notes from './texts.yaml'
import { comment, type NewFile, type PackagePlan, schemaLine } from './words.ts'

/** Nothing is decided in a new package. */
export function findingsFile(plan: PackagePlan): NewFile {
  return {
    path: 'findings.yaml',
    text: `${schemaLine(plan, 'findings')}
${comment(plan, notes.findings.head)}
#   - code: date-unknown
#     subject: publishedOn
#     reading: { kk: '…', ru: '…', en: '…' } ${comment(plan, notes.findings.reading)}
#     reason: { kk: '…', ru: '…', en: '…' } ${comment(plan, notes.findings.reason)}
#     source: { act: reading, part: title, certainty: assumed }
${comment(plan, notes.findings.better)}
readings: []
`,
  }
}

/** A first scenario: what the department would sign as "so it must go". */
export function scenarioFile(plan: PackagePlan): NewFile {
  const [variant] = plan.variants as [string]
  const [view] = plan.channels as [string]
  return {
    path: `scenarios/${variant}-granted.txt`,
    text: `${comment(plan, notes.scenario.head)}
scenario: ${notes.scenario.title[plan.language ?? 'en']}
given: variant ${variant}, view ${view}, applicant individual, registered 2026-11-23 10:00
then: P-${variant}-1 due 2026-11-23 10:30
when: clerk accepts at 2026-11-23 10:10
when: head assigns officer-1 at 2026-11-23 11:00
when: officer examines grant at 2026-11-24 12:00
when: head signs at 2026-11-24 15:00
when: clerk hands over at 2026-11-24 15:20
then: case granted
${comment(plan, notes.scenario.cites)}
cites: procedure, ${variant}, 1); procedure, ${variant}, 2); procedure, ${variant}, 3); procedure, ${variant}, 4); procedure, ${variant}, 5)
`,
  }
}

export function readmeFile({ language = 'en' }: PackagePlan, folder: string): NewFile {
  return { path: 'README.md', text: `# ${folder}\n\n${fillText(notes.readme.text, { folder })[language]}\n` }
}

/** Plain looks of both results; the house's own blocks (\`/house.typ\`) set title, QR and signature. */
export const TEMPLATE_FILES: readonly NewFile[] = [
  {
    path: 'templates/grant.typ',
    text: `// How the granted document looks. \`data\` is what is granted to whom; \`labels\` are this package's words and the house's own.
#import "/house.typ": *
#show: official.with(data.title)
#let labels = data.labels

#if "statement" in labels [#twin(labels.statement) #v(6pt)]

#grid(columns: (1fr, 1fr), column-gutter: 18pt,
  fact(labels.number, text(weight: "bold", size: 15pt, fill: ink, data.number)),
  fact(labels.issuedOn, [#data.issuedOn.kk \\ #text(lang: "ru", size: 10pt, data.issuedOn.ru)]),
)
#fact(labels.holder, text(weight: "bold", size: 13pt, data.holder.name))
#grid(columns: (1fr, 1fr), column-gutter: 18pt,
  fact(labels.at(data.holder.identifierName), data.holder.identifier),
  fact(labels.address, data.holder.address),
)

#heading(level: 2)[#labels.activity.kk · #text(lang: "ru", weight: "regular", labels.activity.ru)]
#twin(data.activity, size: 11.5pt, weight: "bold")
#if "validity" in labels [#v(4pt) #twin(labels.validity, size: 9.5pt)]

#heading(level: 2)[#labels.act.kk · #text(lang: "ru", weight: "regular", labels.act.ru)]
#twin(data.act, size: 9pt)
#v(3pt)
#text(size: 9pt)[#labels.request.kk · #text(lang: "ru", labels.request.ru): #data.request.number, #data.request.date.kk]

#signature()
`,
  },
  {
    path: 'templates/refusal.typ',
    text: `// How the reasoned refusal looks: each ground with its paragraph and what to do about it.
#import "/house.typ": *
#show: official.with(data.title)
#let labels = data.labels

#if "statement" in labels [#twin(labels.statement) #v(6pt)]

#grid(columns: (1fr, 1fr), column-gutter: 18pt,
  fact(labels.request, [#text(weight: "bold", data.request.number) \\ #text(size: 9pt)[#data.request.date.kk] \\ #beside(data.request.date, size: 9pt)]),
  fact(labels.refusedOn, [#data.issuedOn.kk \\ #beside(data.issuedOn, size: 10pt)]),
)
#grid(columns: (1fr, 1fr), column-gutter: 18pt,
  fact(labels.applicant, text(weight: "bold", data.holder.name)),
  fact(labels.at(data.holder.identifierName), data.holder.identifier),
)

#section(labels.grounds)
#for ground in data.grounds {
  block(above: 16pt, below: 0pt, breakable: false, {
    twin(ground.text, size: 10.5pt, weight: "bold")
    block(above: 8pt, twin(ground.source, size: 8pt))
    block(above: 13pt, inset: (left: 10pt), stroke: (left: 1.5pt + gold), {
      label(labels.remedy)
      block(above: 8pt, twin(ground.remedy))
    })
  })
}

#section(labels.explanation)
#written(data.explanations)

#if data.opinions.len() > 0 {
  section(labels.opinion)
  for opinion in data.opinions {
    twin(opinion.body, weight: "bold")
    block(above: 8pt, twin((
      kk: opinion.day.kk + ", " + opinion.opinion.kk,
      ru: opinion.day.ru + ", " + opinion.opinion.ru,
      en: opinion.day.en + ", " + opinion.opinion.en,
    ), size: 9pt))
    if opinion.reasons.len() > 0 { block(above: 8pt, written(opinion.reasons)) }
  }
}

// A page never holds the signature alone.
#block(above: 24pt, breakable: false, {
  section(labels.complaint)
  twin(data.complaint.place)
  block(above: 8pt, twin(data.authority.address, size: 9pt))
  if data.authority.phone != "" { block(above: 4pt, text(size: 9pt, data.authority.phone)) }
  block(above: 4pt, twin(data.complaint.source, size: 8pt))
  block(above: 11pt, twin(data.complaint.term))
  if data.complaint.termSource != none { block(above: 4pt, twin(data.complaint.termSource, size: 8pt)) }
  signature()
})
`,
  },
]
