import { readPackage } from '@ruqsat/regulations'
import { expect, test } from 'vitest'
import { complaintProblems } from '../checker/complaint-problems.ts'
import { complaintsOf, isComplaintAct, requestProofs, type DatedEdition, type Loaded, type Variant } from '../index.ts'

const ROOT = new URL('../../../', import.meta.url)
const load = async (folder: string): Promise<Loaded> => {
  const loaded = await readPackage(new URL(folder, ROOT))
  if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
  return loaded
}
const model = await load('regulations/general/complaint/')
const grain = await load('regulations/2014-aktobe-120-grain/')
const vessel = await load('regulations/2015-west-kazakhstan-250-vessel/')
const of = (act: DatedEdition) => complaintsOf(act, [model])
const portalOf = ({ edition }: DatedEdition) => edition.regulation.variants[0]!.views.find(({ id }) => id === 'portal')!

test('an act has the complaint of its general law with its own authority, hours, calendar and applicants', () => {
  const [{ edition }] = of(grain) as [DatedEdition]
  const { regulation } = edition
  expect(regulation.id).toBe('grain-complaint')
  expect([regulation.authority, regulation.applicants, regulation.host]).toEqual([
    grain.edition.regulation.authority,
    grain.edition.regulation.applicants,
    grain.edition.regulation.host,
  ])
  expect([isComplaintAct(regulation), isComplaintAct(grain.edition.regulation)]).toEqual([true, false])
  const { procedure } = regulation.variants[0]!
  expect(procedure.steps.filter(({ unit }) => unit === 'aktobe-agriculture-appeal').map(({ id }) => id)).toEqual(['K5', 'K6', 'K7'])
  expect(regulation.units.find(({ id }) => id === 'aktobe-agriculture-appeal')).toMatchObject({ kind: 'outside', role: 'head' })
  // What its authority cites is a law of it.
  expect(regulation.laws.map(({ id }) => id)).toEqual(expect.arrayContaining(['complaint', 'grain', 'administrative-code']))
})

test('where requests are confirmed by a one-time password, so is the complaint, and nobody is heard', () => {
  const steps = ({ edition }: DatedEdition) =>
    edition.regulation.variants[0]!.procedure.steps.filter(({ hearing }) => hearing !== undefined)
  const [heard, unheard] = [of(grain)[0]!, of(vessel)[0]!]
  expect([steps(heard).length, steps(unheard).length]).toEqual([1, 0])
  expect(requestProofs(portalOf(heard))).toEqual(['signature'])
  expect(requestProofs(portalOf(unheard))).toEqual(['signature', 'oneTimePassword'])
})

test('holds where both do, and not for an act of another general law', () => {
  const dated = (from: string | null, to: string | null) => ({ edition: grain.edition, from, to }) as DatedEdition
  expect(complaintsOf(dated('2026-01-01', '2026-12-31'), [{ ...model, from: '2026-07-01', to: null } as DatedEdition])).toMatchObject([
    { from: '2026-07-01', to: '2026-12-31' },
  ])
  expect(complaintsOf(dated(null, '2025-12-31'), [{ ...model, from: '2026-07-01', to: null } as DatedEdition])).toEqual([])
  const { regulation, hash } = grain.edition
  const other = {
    edition: { hash, regulation: { ...regulation, general: { id: 'other', title: regulation.service } } },
    from: null,
    to: null,
  }
  expect(of(other)).toEqual([])
})

test('an act that names its higher body has it by that name; the staff of it are the same', () => {
  const { regulation, hash } = grain.edition
  const higherBody = { kk: 'Ауыл шаруашылығы министрлігі', ru: 'Министерство сельского хозяйства', en: 'Ministry of Agriculture' }
  const named = {
    ...grain,
    edition: { hash, regulation: { ...regulation, complaint: { ...regulation.complaint, higherBody } } },
  } as DatedEdition
  const unit = ({ edition }: DatedEdition) => edition.regulation.units.find(({ id }) => id === 'aktobe-agriculture-appeal')
  expect(unit(of(named)[0]!)).toMatchObject({ name: higherBody, role: 'head' })
  expect(unit(of(grain)[0]!)?.name.en).toContain(regulation.authority.name.en)
})

test('what no case shows is chosen by an answer, and what a case shows is not', () => {
  const { complains } = model.edition.regulation.variants[0]!
  expect(complains!.of.flatMap(({ what, chosen }) => (chosen === undefined ? [] : [what]))).toEqual(['conduct'])
  const problems = complaintProblems(withMatter({ what: 'conduct' }))
  expect(problems).toHaveLength(1)
  expect(complaintProblems(withMatter({ what: 'conduct', chosen: { field: 'nowhere', answer: 'x' } }))).not.toHaveLength(0)
  expect(complaintProblems(withMatter({ what: 'refusal', does: 'reopens', chosen: { field: 'about', answer: 'conduct' } }))).toHaveLength(1)
})

test('an act that is served elsewhere too has a second complaint, considered there first; others have not', () => {
  const [{ edition }] = of(vessel) as [DatedEdition]
  const [first, second] = edition.regulation.variants
  const unit = `${edition.regulation.authority.id}-corporation`
  expect(edition.regulation.variants).toHaveLength(2)
  expect(second!.complains!.of).toMatchObject([{ what: 'counter', does: 'orders' }])
  const unitsOf = ({ procedure }: Variant) => procedure.steps.map((step) => step.unit)
  expect(unitsOf(second!)).toEqual(unitsOf(first!).map((each) => (each === 'bodyHead' ? unit : each)))
  expect(edition.regulation.units.find(({ id }) => id === unit)).toMatchObject({
    kind: 'outside',
    role: 'head',
    name: { en: 'State Corporation' },
  })
  const asked = ({ form }: Variant) => form.sections.flatMap(({ fields }) => fields.map(({ id }) => id))
  expect(asked(second!)).toEqual(asked(first!).filter((id) => id !== 'about' && id !== 'officialPost'))
  // Taken at its windows, by the unit of the act itself; an act that has no windows has no such table.
  for (const { views } of [first!, second!])
    expect(views.map(({ id, offered }) => [id, offered])).toEqual([
      ['centre', true],
      ['portal', true],
    ])
  const seats = edition.regulation.units.filter(({ role }) => role === 'operator').map(({ id }) => id)
  expect(seats).toEqual(vessel.edition.regulation.units.filter(({ role }) => role === 'operator').map(({ id }) => id))
  const other = of(grain)[0]!.edition.regulation
  expect([other.variants[0]!.views.map(({ id }) => id), other.units.some(({ role }) => role === 'operator')]).toEqual([['portal'], false])
  expect([other.variants.length, other.units.some(({ id }) => id.endsWith('corporation'))]).toEqual([1, false])
  // It is said by the package once, and by nothing else.
  expect(complaintProblems(withMatter({ what: 'counter' }))).toHaveLength(1)
  const { complains } = first!
  const wrong = {
    ...complains!,
    elsewhere: { ...model.edition.regulation.variants[0]!.complains!.elsewhere!, inPlaceOf: 'nobody', without: ['wish'] },
  }
  expect(complaintProblems({ ...first!, complains: wrong })).toHaveLength(2)
})

/** The variant of the package with one thing to complain of. */
function withMatter(matter: object): Variant {
  const variant = model.edition.regulation.variants[0]!
  const [first] = variant.complains!.of
  return { ...variant, complains: { ...variant.complains!, of: [{ ...first!, does: 'orders', ...matter } as never] } }
}
