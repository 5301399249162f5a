// Each system's README says what names it, what it promises, what it refuses and what it keeps for an audit.
import { readdirSync, readFileSync } from 'node:fs'
import { checkoutFolder } from '@ruqsat/installation'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SAYS = {
  'what names it': /para|paragraph|article|steps? `|No act names it/i,
  'what it promises': /promises/i,
  'what it refuses': /it refuses|\*\*Refuses\*\*|refusals?(:| are)/i,
  'audit events': /audit events/i,
}

const folder = join(checkoutFolder(), 'systems')
test.each(readdirSync(folder))('systems/%s', (room) => {
  const text = readFileSync(join(folder, room, 'README.md'), 'utf8')
  expect(Object.entries(SAYS).flatMap(([what, words]) => (words.test(text) ? [] : [what]))).toEqual([])
})
