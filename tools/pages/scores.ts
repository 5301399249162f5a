// Lighthouse (mobile profile) on the main pages, the median of five runs, and what each weighs on the wire: the table of docs/pages.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkoutFolder } from '@ruqsat/installation'
import { launchBrowser } from '@ruqsat/web/testing'
import { freePorts } from '../../tests/house.ts'
import { addressOf } from './judges.ts'
import type { SeenPage } from './walk.ts'

const RUNS = 5
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
/** What a page must reach, by category in their order; null where nobody searches for the page. */
const GOALS: Readonly<Record<string, readonly (number | null)[]>> = {
  home: [100, 100, 100, 100],
  service: [100, 100, 100, 100],
  act: [98, 100, 100, 90],
  register: [98, 100, 100, 90],
  verify: [98, 100, 100, 90],
  form: [99, 100, 100, null],
  check: [99, 100, 100, null],
  sign: [98, 100, 100, null],
  request: [98, 100, 100, null],
  'work list': [99, 100, 100, null],
  task: [99, 100, 100, null],
}

export type Score = {
  readonly name: string
  /** Of a hundred, in the order of the categories. */
  readonly scores: readonly number[]
  /** Of the document as it was sent, compressed. */
  readonly documentBytes: number
  /** With style, letters and scripts, on the first visit. */
  readonly allBytes: number
  /** What Lighthouse calls a failure in one of the runs. */
  readonly failures: readonly string[]
}

type Report = {
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>
  >
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly details?: { readonly items?: readonly Requested[] } }>
  >
}
type Requested = { readonly resourceType?: string; readonly transferSize?: number }
type Lighthouse = (url: string, flags: object) => Promise<{ readonly lhr: Report }>

export async function scoresOf(judges: string, origin: string, visits: readonly SeenPage[]): Promise<readonly Score[]> {
  const address = pathToFileURL(join(judges, 'node_modules/lighthouse/core/index.js')).href
  const { default: lighthouse } = (await import(address)) as { readonly default: Lighthouse }
  const [port] = await freePorts(1)
  const browser = await launchBrowser([`--remote-debugging-port=${port}`])
  try {
    const scores: Score[] = []
    for (const { name, path, cookie } of visits.filter((visit) => visit.name in GOALS)) {
      // A sandbox asks search engines to stay away, rightly: that alone is not judged.
      const flags = {
        port,
        logLevel: 'error',
        onlyCategories: CATEGORIES,
        skipAudits: ['is-crawlable'],
        ...(cookie !== '' && { extraHeaders: { Cookie: cookie } }),
      }
      const reports: Report[] = []
      for (let run = 0; run < RUNS; run += 1) reports.push((await lighthouse(addressOf(origin, 'kk', path), flags)).lhr)
      scores.push(scoreOf(name, reports))
      console.log(rowOf(scores.at(-1)!))
    }
    return scores
  } finally {
    await browser.close()
  }
}

function scoreOf(name: string, reports: readonly Report[]): Score {
  const of = (category: string) => median(reports.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100)))
  const failures = reports.flatMap(({ categories, audits }) =>
    CATEGORIES.slice(1).flatMap((category) =>
      categories[category]!.auditRefs.flatMap(({ id, weight }) =>
        weight > 0 && audits[id]?.score === 0 ? [`${id}: ${audits[id].title}`] : [],
      ),
    ),
  )
  const requests = reports[0]!.audits['network-requests']?.details?.items ?? []
  const sum = (some: readonly Requested[]) => some.reduce((all, { transferSize = 0 }) => all + transferSize, 0)
  return {
    name,
    scores: CATEGORIES.map(of),
    documentBytes: sum(requests.filter(({ resourceType }) => resourceType === 'Document')),
    allBytes: sum(requests),
    failures: [...new Set(failures)],
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!
}

/** Writes the table between its marks in docs/pages.md; what misses its goal sets the exit code. */
export function writeScores(scores: readonly Score[]): void {
  const file = join(checkoutFolder(), 'docs', 'pages.md')
  const table = [
    '| page | performance | accessibility | best practices | search | document, kB | all of the first visit, kB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...scores.map(rowOf),
  ]
  const text = readFileSync(file, 'utf8').replace(/(<!-- scores -->\n)[^]*(<!-- end of scores -->)/, `$1\n${table.join('\n')}\n\n$2`)
  writeFileSync(file, text)
  const short = scores.flatMap(({ name, scores: reached, failures }) =>
    (GOALS[name] ?? []).flatMap((goal, place) =>
      goal !== null && reached[place]! < goal
        ? [`${name}: ${CATEGORIES[place]} is ${reached[place]}, ${goal} is the goal. ${failures.join('; ')}`]
        : [],
    ),
  )
  for (const each of short) console.log(each)
  process.exitCode = short.length === 0 ? 0 : 1
}

function rowOf({ name, scores, documentBytes, allBytes }: Score): string {
  const searched = GOALS[name]![3] === null ? '–' : String(scores[3])
  return `| ${[name, ...scores.slice(0, 3), searched, kilobytes(documentBytes), kilobytes(allBytes)].join(' | ')} |`
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}
