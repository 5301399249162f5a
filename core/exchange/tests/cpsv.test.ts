// The catalogue against the vocabulary: every class and property that is used belongs to CPSV-AP 3.2 (context of the release), every reference is found.
import { LANGUAGES } from '@ruqsat/foundation'
import { expect, test } from 'vitest'
import { everyEdition, openActs } from '@ruqsat/regulations/testing'
import { cpsvCatalogue } from '../index.ts'

const { packages } = await openActs()

/** Class: its properties. `!` marks those that the release's shapes demand. LegalResource borrows from ELI, as the release says it may. */
const VOCABULARY: Readonly<Record<string, string>> = {
  'cpsv:PublicService':
    'dct:identifier! dct:title! dct:description! dct:language dct:spatial cv:hasLegalResource cv:hasCompetentAuthority! cv:contactPoint cv:hasChannel cv:hasCost cpsv:hasInput cpsv:produces cpsv:follows cv:holdsRequirement cv:processingTime',
  'cv:PublicOrganisation': 'dct:identifier dct:title dct:spatial! skos:prefLabel! locn:address',
  'cv:ContactPoint': 'cv:telephone cv:openingHours cv:email cv:contactPage',
  'cv:Channel': 'dct:identifier! dct:description dct:type cv:ownedBy cpsv:hasInput cv:processingTime cv:openingHours',
  'cv:Cost': 'dct:identifier! dct:description cv:hasValue cv:currency cv:ifAccessedThrough cv:isDefinedBy',
  'cv:Evidence': 'dct:identifier! dct:title! dct:description dct:type dct:language cv:supportsRequirement dct:conformsTo',
  'cv:Output': 'dct:identifier! dct:title! dct:description dct:type dct:language',
  'cv:Requirement': 'dct:identifier! dct:title! dct:type cv:hasSupportingEvidence cv:fulfils',
  'cpsv:Rule': 'dct:identifier! dct:title! dct:description! dct:language dct:type cpsv:implements',
  'eli:LegalResource': 'dct:identifier dct:title dct:description dct:relation eli:date_document eli:date_publication',
  'time:TemporalEntity': 'dct:description cv:frequency',
}

type Node = Readonly<Record<string, unknown>> & { readonly '@id': string; readonly '@type': string }
const written = cpsvCatalogue(packages)
const graph = (JSON.parse(written) as { readonly '@graph': readonly Node[] })['@graph']

test('every class and property is one of the vocabulary; what its shapes demand is there', () => {
  for (const node of graph) {
    const known = (VOCABULARY[node['@type']] ?? '').split(' ')
    expect(known, node['@type']).not.toEqual([''])
    const names = known.map((name) => name.replace('!', ''))
    expect(Object.keys(node).filter((key) => !key.startsWith('@') && !names.includes(key))).toEqual([])
    for (const demanded of known.filter((name) => name.endsWith('!')))
      expect(node[demanded.slice(0, -1)], `${node['@id']} ${demanded}`).toBeTruthy()
  }
})

test('every node stands once and every reference within the catalogue is found', () => {
  const ids = graph.map((node) => node['@id'])
  expect(new Set(ids).size).toBe(ids.length)
  const referred = [...written.matchAll(/"@id": "(urn:[^"]+)"/g)].map((match) => match[1]!)
  expect(referred.filter((id) => !ids.includes(id))).toEqual([])
})

test('texts stand in three languages; durations are those of XML Schema; the same editions give the same bytes', () => {
  for (const node of graph) {
    for (const key of ['dct:title', 'dct:description', 'skos:prefLabel']) {
      const said = node[key] as readonly { readonly '@language': string; readonly '@value': string }[] | undefined
      if (said === undefined) continue
      expect(said.map((text) => text['@language'])).toEqual(LANGUAGES)
      for (const text of said) expect(text['@value']).toMatch(/\S/)
    }
    const time = node['cv:processingTime'] as { readonly '@value': string } | undefined
    if (time !== undefined) expect(time['@value']).toMatch(/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/)
  }
  expect(cpsvCatalogue(packages)).toBe(written)
  expect(graph.filter((node) => node['@type'] === 'cpsv:PublicService')).toHaveLength(
    packages.flatMap(({ edition }) => edition.regulation.variants).length,
  )
})

test('the fee in words, a free service as nothing to pay, the term as the act gives it', () => {
  const node = (id: string) => JSON.stringify(graph.find((each) => each['@id'] === id))
  expect(node('urn:ruqsat:grain:issue:cost')).toContain('10 MCI')
  expect(node('urn:ruqsat:grain:issue')).toContain('"P10DT60M"')
  expect(node('urn:ruqsat:grain:issue:term')).toContain('9 working days + 1 day + 60 minutes')
})

test('registers are evidence, each rate and exemption a cost, silence and the rest of the procedure rules', async () => {
  const made = (await everyEdition()).filter(({ regulation }) => ['fair', 'wells', 'hives', 'drones'].includes(regulation.id))
  const editions = [...new Map(made.map((edition) => [edition.regulation.id, { edition }])).values()]
  const all = (JSON.parse(cpsvCatalogue(editions)) as { readonly '@graph': readonly Node[] })['@graph']
  const said = (id: string) => JSON.stringify(all.find((each) => each['@id'] === `urn:ruqsat:${id}`))
  for (const node of all) {
    const names = (VOCABULARY[node['@type']] ?? '').replaceAll('!', '').split(' ')
    expect(
      Object.keys(node).filter((key) => !key.startsWith('@') && !names.includes(key)),
      node['@id'],
    ).toEqual([])
  }
  expect(said('hives:issue:register:IS-MEADOWS')).toContain('hives:issue:requirement:')
  expect(said('hives:issue')).toContain('hives:issue:register:IS-MEADOWS')
  expect(said('fair:park:cost:individual')).toMatch(/MCI; for an individual/)
  expect(
    all.filter((each) => each['@id'].startsWith('urn:ruqsat:fair:park:cost:free')).map((each) => JSON.stringify(each['cv:hasValue'])),
  ).toEqual([expect.stringContaining('"0"')])
  expect(said('fair:yard:rule:silence')).toContain('counts as refused')
  expect(said('wells:drill:rule:withdrawal')).toContain('May be taken back')
  expect(said('wells:drill:rule:hearing')).toContain('working days')
  expect(said('hives:rectify:output:grant')).toContain('Corrects an error')
})
