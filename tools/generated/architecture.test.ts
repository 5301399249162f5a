import { expect, test } from 'vitest'
import type { Project, Room } from '../tidy/project.ts'
import { architecturePage } from './architecture.ts'

const room = (folder: string, needs: readonly string[], tests: readonly string[] = []): Room => ({
  name: `@ruqsat/${folder.split('/').at(-1)}`,
  folder,
  tier: folder.split('/')[0] as Room['tier'],
  needs: new Set(needs.map((name) => `@ruqsat/${name}`)),
  uses: new Set([...needs, ...tests].map((name) => `@ruqsat/${name}`)),
  doors: new Set(['.']),
  layers: [],
})

test('the picture shows each need once: what another path implies and what only tests use is left out', () => {
  const rooms = [
    room('core/foundation', []),
    room('core/clock', ['foundation']),
    room('core/engine', ['clock', 'foundation'], ['caseflow']),
    room('support/caseflow', ['engine', 'foundation']),
  ]
  const project: Project = { root: '/nowhere', files: [], rooms, rootUses: new Set() }
  const picture = /```mermaid\n([^]*?)```/.exec(architecturePage(project))![1]
  expect(picture).toBe('graph LR\n  clock --> foundation\n  engine --> clock\n  caseflow --> engine\n')
})
