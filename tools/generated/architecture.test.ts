import { expect, test } from 'vitest'
import type { Project, Room } from '../tidy/project.ts'
import { architecturePage } from './architecture.ts'

const room = (folder: string, uses: readonly string[]): Room => ({
  name: `@ruqsat/${folder.split('/').at(-1)}`,
  folder,
  tier: folder.split('/')[0] as Room['tier'],
  uses: new Set(uses.map((use) => `@ruqsat/${use}`)),
  doors: new Set(['.']),
  layers: [],
})

test('the picture shows each use once: what another path implies is left out', () => {
  const rooms = [
    room('core/foundation', []),
    room('core/clock', ['foundation']),
    room('core/engine', ['clock', 'foundation']),
    room('support/caseflow', ['engine', 'foundation']),
  ]
  const project: Project = { root: '/nowhere', files: [], rooms, rootUses: new Set() }
  const picture = /```mermaid\n([^]*?)```/.exec(architecturePage(project))![1]
  expect(picture).toBe('graph LR\n  clock --> foundation\n  engine --> clock\n  caseflow --> engine\n')
})
