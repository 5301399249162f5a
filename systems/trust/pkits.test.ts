import { describe, expect, test } from 'vitest'
import { openPkits, pkitsFolder } from './pkits.ts'

const folder = pkitsFolder()
if (folder === null) process.stdout.write("SKIPPED: NIST's suite of certificate paths (pkits) is not on this machine\n")

describe.skipIf(folder === null)("NIST's suite of certificate paths", () => {
  test('ends as NIST states, all 249 cases, with the policies under which each holds', async () => {
    const suite = openPkits(folder!)
    const wrong: string[] = []
    for (const one of suite.cases) {
      const found = await suite.judge(one)
      if (!suite.isRight(one, found)) wrong.push(`${one.name}: ${JSON.stringify(found)}`)
    }
    expect(wrong).toEqual([])
    expect(suite.cases).toHaveLength(249)
  })
})
