// What a run found, as a page: the score by kind, who reported, and each kind of place that nobody watches, with an example and why.
import { HARMLESS } from './judge.ts'
import { KINDS } from './mutate.ts'
import { scoreOf, type Judged, type MutationRun } from './run.ts'

/** Why nothing reports a change there; the first that fits. What fits none has no rule yet. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/ certainty$/, 'Only a reader of the act knows whether a place says it or we assume it.'],
  [/ source( also\[\])? act$/, 'The other law, or our reading, has a place of that name too; nothing else says which is meant.'],
  [/readings\[\] source/, 'A decision cites the places that its writer weighed; what it decides may lie elsewhere.'],
  [/ (source|termSource)\b/, 'This place is written once: nothing else in the package describes the same fact.'],
  [/(items|laws|lists)\[\]/, 'What the text of the act or law itself has is seen by its reader only.'],
  [/fee mciRate|validity lasts|given duration/, 'A figure that is written once: no other place of the package repeats it.'],
  [
    /^renumber act.yaml (act nature|act force|act unitList|abbreviations)/,
    'This place is written once: nothing else in the package describes the same fact.',
  ],
  [
    /stated\[\] about$/,
    'Which matter a statement is about is seen by its reader only; what is stated once of a matter contradicts nothing.',
  ],
  [/ offered$/, 'Whether a variant or a channel is offered is a decision of whoever puts it into service.'],
  [
    /maxLength|type (min|max|pattern|kind|rule|lines|unit)$|required$|fields\[\]$/,
    'A question or limit of a form is our own reading where no other field is like it.',
  ],
  [/documents\[\]/, 'What is asked and what it proves is our own reading of another law.'],
  [/abbreviations\[\] system|steps\[\] (unit|system)$/, 'Another unit or system may do it too, and no row of the act says which.'],
  [/^(drop|unlink) transcript/, 'A row that says less is compared in less; the provider and one of its people are one unit to the tables.'],
  [/^drop /, 'What is left out here is what many acts do not have.'],
  [/^swap /, 'The order of this list is shown, and no place in the act gives it.'],
]

export function reportOf({ seed, judged }: MutationRun, revision: string): string {
  const missed = judged.filter(({ verdict }) => verdict.kind === 'missed')
  const places = Map.groupBy(missed, ({ kind, place }) => `${kind} ${place}`)
  const rows = [...places].toSorted(([, one], [, other]) => other.length - one.length).map(([place, all]) => missedRow(place, all))
  return [
    '# Mutations of the acts',
    '',
    `Written by \`npm run bench -- mutations\`: ${judged.length} mutations, seed ${seed}, revision ${revision}. Score (reported, of all that are not harmless): ${percent(scoreOf(judged))}.`,
    '',
    '| kind | reported | harmless | missed | score |',
    '| --- | --- | --- | --- | --- |',
    ...KINDS.map((kind) =>
      kindRow(
        kind,
        judged.filter((each) => each.kind === kind),
      ),
    ),
    '',
    'Harmless is only what one of these rules proves:',
    ...Object.values(HARMLESS).map((rule) => `- ${rule}`),
    '',
    '## Who reported',
    '',
    [
      ...Map.groupBy(
        judged.flatMap(({ verdict }) => (verdict.kind === 'reported' ? [verdict.by] : [])),
        (by) => by,
      ),
    ]
      .toSorted(([, one], [, other]) => other.length - one.length)
      .map(([by, all]) => `${by} ${all.length}`)
      .join(', '),
    '',
    '## What was missed',
    '',
    '| times | place | example | why |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function kindRow(kind: string, all: readonly Judged[]): string {
  const of = (verdict: string) => all.filter((each) => each.verdict.kind === verdict).length
  return `| ${kind} | ${of('reported')} | ${of('harmless')} | ${of('missed')} | ${percent(scoreOf(all))} |`
}

function missedRow(place: string, all: readonly Judged[]): string {
  const { act, file, path, before, after } = all[0]!
  const why = WHY.find(([pattern]) => pattern.test(place))?.[1] ?? 'No rule yet.'
  const example = `${act} ${file} ${path}: ${short(before)} → ${short(after)}`.replaceAll('|', '/')
  return `| ${all.length} | ${place} | ${example} | ${why} |`
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
