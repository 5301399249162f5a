// Test files that take long begin first: begun last, one of them would run alone while the other processors idle.
import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first, as measured; `npm test` says at its end what took longest. What is not here follows in vitest's own order. */
export const LONGEST_FIRST: readonly string[] = [
  'tests/crash/crash.test.ts',
  'tests/next-act/next-act.test.ts',
  'tests/cells/portal.test.ts',
  'tests/journey/bad-luck.test.ts',
  'tests/journey/refusals.test.ts',
  'tests/journey/everyone.test.ts',
  'tests/centre/hall.test.ts',
  'tests/journey/whole-way.test.ts',
  'tests/installation/users.test.ts',
  'tests/installation/places.test.ts',
  'tests/next-act/offered-acts.test.ts',
  'tests/cells/counter.test.ts',
  'tests/installation/start.test.ts',
  'tests/installation/production.test.ts',
  'systems/workstation/tests/browser.test.ts',
  'systems/workstation/tests/keyboard.test.ts',
  'systems/portal/application/pages/browser.test.ts',
  'support/signing/tests/panels.test.tsx',
  'cmd/commands/commands.test.ts',
  'cmd/commands/database-commands.test.ts',
  'core/engine/tests/clock-edges.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST_FIRST.indexOf(relative(this.ctx.config.root, moduleId))
      return found === -1 ? LONGEST_FIRST.length : found
    }
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}
