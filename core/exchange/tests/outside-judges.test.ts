// What other programs say of the exports: bpmnlint's recommended rules, the standard's XML Schemas, the shapes of the CPSV-AP release.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BpmnModdle } from 'bpmn-moddle'
import { Linter, type LintReport } from 'bpmnlint'
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js'
import jsonld from 'jsonld'
import { Parser, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { describe, expect, test } from 'vitest'
import { flowGraph } from '../flow-graph.ts'
import { bpmnOf, cpsvCatalogue } from '../index.ts'
import { everyEdition, openActs } from '@ruqsat/regulations/testing'

const { packages } = await openActs()
const editions = await everyEdition()
/** The latest edition of each act that is made up: they say what the four do not. */
const madeUp = [...new Map(editions.map((edition) => [edition.regulation.id, { edition }])).values()].filter(
  ({ edition }) => !packages.some((each) => each.edition.regulation.id === edition.regulation.id),
)
const all = editions.flatMap((edition) =>
  edition.regulation.variants.flatMap((variant) =>
    variant.views.map((view) => ({ edition, variant, view, name: `${edition.regulation.id}.${variant.id}.${view.id}` })),
  ),
)

/** Schemas and shapes lie outside the repository: their licences are not ours. */
const SUITES = new URL('../../../../shared/reference/suites/', import.meta.url)
const hasSuites = existsSync(SUITES)
if (!hasSuites) console.warn('SKIPPED: schemas and shapes of outside judges are not at ../shared/reference/suites')
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0
if (!hasXmllint) console.warn('SKIPPED: xmllint is not on PATH (Debian: libxml2-utils)')

describe('bpmnlint finds nothing to recommend', () => {
  test.each(all)('$name', async ({ edition, variant, view }) => {
    // A linter of its own for each file: its rules remember the flows that they have seen.
    const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new NodeResolver() })
    const { rootElement } = await new BpmnModdle().fromXML(bpmnOf(edition, variant.id, view.id, 'kk'))
    const found: Readonly<Record<string, readonly LintReport[]>> = await linter.lint(rootElement)
    expect(Object.entries(found).flatMap(([rule, reports]) => reports.map(({ id, message }) => `${rule} ${id}: ${message}`))).toEqual([])
  })
})

describe('names', () => {
  test.each(all)(
    '$name: a gateway carries its question, an end its outcome, a start its ground; no two lines of one gateway to one place',
    ({ edition, variant, view }) => {
      const { nodes, sequence } = flowGraph(edition.regulation, variant, view, 'ru')
      for (const { id, name, kind } of nodes) {
        if (kind === 'startEvent' || kind === 'endEvent') expect(name, id).toMatch(/\p{L}{3}/u)
        if (id.startsWith('choice_')) expect(name, id).toMatch(/\p{L}\?$/u)
      }
      const ways = sequence.map(({ from, to }) => `${from} ${to}`)
      expect(ways.filter((way, at) => ways.indexOf(way) !== at)).toEqual([])
    },
  )
})

test.skipIf(!hasSuites || !hasXmllint)('every file is valid by the schemas of BPMN 2.0', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-bpmn-'))
  const files = all.map(({ edition, variant, view, name }) => {
    const path = join(folder, `${name}.bpmn`)
    writeFileSync(path, bpmnOf(edition, variant.id, view.id, 'kk'))
    return path
  })
  const schema = fileURLToPath(new URL('bpmn/BPMN20.xsd', SUITES))
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, ...files], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([])
  expect(status).toBe(0)
})

test.skipIf(!hasSuites)('the catalogue conforms to the shapes of CPSV-AP 3.2.0', async () => {
  const shapes = new Store(new Parser().parse(readFileSync(new URL('cpsv-ap/cpsv-ap-SHACL.ttl', SUITES), 'utf8')))
  const quads = await jsonld.toRDF(JSON.parse(cpsvCatalogue([...packages, ...madeUp])), { format: 'application/n-quads' })
  const data = new Store(new Parser({ format: 'N-Quads' }).parse(String(quads)))
  const report = await new SHACLValidator(shapes).validate(data)
  const told = report.results.map(
    ({ focusNode, path, message }) => `${focusNode?.value} ${path?.value}: ${message.map(({ value }) => value)}`,
  )
  expect([...new Set(told)].slice(0, 20)).toEqual([])
  expect(report.conforms).toBe(true)
  expect(data.size).toBeGreaterThan(1_000)
})
