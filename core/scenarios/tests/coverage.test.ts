// A paragraph counts as exercised where a scenario goes there and says so; neither alone is enough.
import { sourceText } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { KITE_CONTEXT } from '@ruqsat/engine/testing'
import { lawCoverage, parseScenario } from '../index.ts'

const WALK = `scenario: A kite is wanted
given: variant issue, view portal, applicant individual, not yet registered
when: A3 done
when: A4 done
then: view at A8
`
const coverage = (cites: string, path = 'walk', text = WALK) => {
  const scenario = parseScenario({ path, text: `${text}cites: ${cites}\n` })
  if ('errors' in scenario) throw new Error(JSON.stringify(scenario.errors))
  return lawCoverage(KITE_CONTEXT, [scenario])
}
const scenariosFor = (found: ReturnType<typeof coverage>, item: string) => found.items.find((each) => each.item === item)?.scenarios

describe('coverage of the law', () => {
  test('lists each paragraph that steps cite once, and those that none exercises', () => {
    const found = coverage('5 1); 5 2)')
    expect(new Set(found.items.map(({ item }) => item)).size).toBe(found.items.length)
    expect([scenariosFor(found, '5 1)'), scenariosFor(found, '5 2)'), scenariosFor(found, '5 8)')]).toEqual([['walk'], ['walk'], []])
    // Where the scenario came to, and did not say so.
    expect(scenariosFor(found, '5 3)')).toEqual([])
    expect([found.vain, found.failed]).toEqual([[], []])
  })

  test('a scenario that cites what it never comes to promises too much', () => {
    expect(coverage('5 1); 5 13); 99').vain).toEqual([
      { path: 'walk', item: '5 13)' },
      { path: 'walk', item: '99' },
    ])
  })

  test('a scenario that does not go as it says exercises nothing', () => {
    const found = coverage('5 1)', 'wrong', WALK.replace('view at A8', 'view at A9'))
    expect([found.failed, scenariosFor(found, '5 1)'), found.vain]).toEqual([['wrong'], [], []])
  })

  test('what follows registration, the ground of a refusal and the term count too', () => {
    const { variants } = KITE_CONTEXT.edition.regulation
    const { grounds, procedure } = variants.find(({ id }) => id === 'issue')!
    const text = `scenario: A kite is refused
given: variant issue, view portal, applicant individual, registered 2025-03-03 10:00
when: clerk accepts at 2025-03-03 10:20
when: head assigns oscar at 2025-03-03 11:00
when: officer examines refuse ${grounds[0]!.id} "No wind." at 2025-03-03 12:00
`
    const [step] = procedure.steps
    const found = coverage(`${sourceText(step!.source)}; ${sourceText(grounds[0]!.source)}`, 'refused', text)
    expect([found.vain, found.failed]).toEqual([[], []])
    expect(scenariosFor(found, sourceText(grounds[0]!.source))).toEqual(['refused'])
  })
})
