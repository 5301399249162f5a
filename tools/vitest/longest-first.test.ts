import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { expect, test } from 'vitest'
import { LONGEST_FIRST } from './longest-first.ts'

test('every file that is to begin early is there', () => {
  expect(LONGEST_FIRST.filter((file) => !existsSync(join(checkoutFolder(), file)))).toEqual([])
})
