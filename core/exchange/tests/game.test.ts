// The exported files are played: whatever happens in whatever order, each play ends, nothing waits for what cannot come, no token is left, and
// what was done is what the act's table allows, up to an end that it has.
import { expect, test } from 'vitest'
import { bpmnOf } from '../index.ts'
import { play, readBpmn } from './bpmn-game.ts'
import { dice, editions, fair, faults, playMadeUpTables, returnsOf, SEED } from './made-up-tables.ts'
import { wholeTable } from './table-game.ts'

const collaborations = editions.flatMap((edition) =>
  edition.regulation.variants.flatMap((variant) =>
    variant.views.map((view) => ({ edition, variant, view, name: `${edition.regulation.id} ${variant.id} ${view.id}` })),
  ),
)

test('the acts and the made-up ones are here', () => expect(collaborations.length).toBeGreaterThan(30))

test.each(collaborations)('$name', async ({ edition, variant, view }) => {
  const bpmn = await readBpmn(bpmnOf(edition, variant.id, view.id, 'en'))
  const steps = wholeTable(variant, view)
  for (let seed = 0; seed < 30; seed += 1) {
    const played = play(bpmn, dice(SEED + seed), returnsOf(steps))
    if (played === 'unsettled') throw new Error(`seed ${seed} does not settle`)
    expect(faults(played, steps, edition), `seed ${seed}`).toEqual([])
    const isEnded = variant.silence !== undefined || variant.withdrawal !== undefined
    if (!isEnded && !variant.procedure.steps.some(({ waitsFor, returnTo }) => waitsFor ?? returnTo)) expect(played.unheard).toBe(0)
  }
})

test.each([
  ['street', 3],
  ['yard', 1],
  ['square', 3],
])('three bodies are asked at once (%s): one event waits for each that is outside, the join has a flow for each of %d', (id, awaited) => {
  const written = bpmnOf(fair, id, 'portal', 'en')
  expect(written.match(/<bpmn:intermediateThrowEvent /g)).toHaveLength(2)
  expect(written.match(/<bpmn:intermediateCatchEvent /g)).toHaveLength(2)
  const join = /<bpmn:parallelGateway id="join_\w+">(.*?)<\/bpmn:parallelGateway>/s.exec(written)
  expect(join?.[1]!.match(/<bpmn:incoming>/g)?.length ?? 1).toBe(awaited)
  expect(written.includes('<bpmn:terminateEventDefinition')).toBe(awaited < 3)
})

test('silence that decides nothing is said, and the procedure goes on', async () => {
  const street = fair.regulation.variants.find(({ id }) => id === 'street')!
  const variant = { ...street, silence: { means: 'nothing' as const, source: street.silence!.source } }
  const edition = { ...fair, regulation: { ...fair.regulation, variants: [variant] } }
  const bpmn = await readBpmn(bpmnOf(edition, 'street', 'portal', 'en'))
  const steps = wholeTable(variant, variant.views[0]!)
  const plays = Array.from({ length: 40 }, (_, seed) => play(bpmn, dice(SEED + seed), returnsOf(steps)))
  for (const played of plays) if (played !== 'unsettled') expect(faults(played, steps, edition)).toEqual([])
  expect(plays.some((played) => played !== 'unsettled' && played.ends.includes('The case is marked as late'))).toBe(true)
})

test.each(['street', 'yard'])('each play of %s in which silence decides ends by its paper', async (id) => {
  const variant = fair.regulation.variants.find((each) => each.id === id)!
  const bpmn = await readBpmn(bpmnOf(fair, id, 'portal', 'en'))
  const steps = wholeTable(variant, variant.views[0]!)
  const decided = Array.from({ length: 80 }, (_, seed) => play(bpmn, dice(SEED + seed), returnsOf(steps))).flatMap((played) =>
    played !== 'unsettled' && played.done.some((step) => step.startsWith('silence_')) ? [played] : [],
  )
  expect(decided.length).toBeGreaterThan(10)
  for (const played of decided) {
    expect(faults(played, steps, fair)).toEqual([])
    const after = played.done.slice(played.done.findIndex((step) => step.startsWith('silence_')))
    expect(after.some((step) => step.endsWith('.after-silence'))).toBe(true)
  }
})

test('made-up tables, a hundred of them (more: game.long.test.ts)', () => playMadeUpTables(100))
