// What a run found, as a page: the score by kind, who reported, and each kind of place that nobody watches, with an example and why.
import { HARMLESS } from './judge.ts'
import { KINDS } from './mutate.ts'
import { scoreOf, type Judged, type MutationRun } from './run.ts'

/** Why nothing reports a change there; the first that fits. What fits none has no rule yet. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/ certainty$/, 'Only a reader of the act knows whether a place says it or we assume it.'],
  [/ source( also\[\])? act$/, 'The other law is in the list too; where its places are not declared, any place fits it.'],
  [
    / (source|termSource)\b.*| (item|column|annex|table|number)$/,
    'The place exists in the act; no rule compares it with the row that describes the same step.',
  ],
  [
    /^(swap) .*(fields|sections|options|documents|requirements|grounds|statements)\[\]/,
    'The order in which people read a form or a list is free.',
  ],
  [/^swap .*(steps|rows)\[\]/, 'Tables and drawings follow the order of the file; no rule compares it with the numbers of the act.'],
  [/^swap /, 'The order of this list is free.'],
  [/^misdate .*laws\[\] on$/, 'The day of another law is not in the act: only its text could contradict it.'],
  [/^misdate |force days$/, 'One day against the others: rules compare their order only, not the day itself.'],
  [/maxLength|type (min|max|pattern|kind|rule)|required$/, 'A limit of a form that is our own reading.'],
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
