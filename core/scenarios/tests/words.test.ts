// What a case failed by is said in the reader's language, whatever phrase `run.ts` and `channel.ts` use for it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { caseFailureLine } from '../index.ts'

/** Phrases of more than one word that the two files write after `expected:` or `found:`; the rest is data. */
const phrases = ['run.ts', 'channel.ts']
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
  .flatMap((source) => [...source.matchAll(/(?:expected|found): (['"`])([a-z'][^$]*? [^$]*?)(?:\1|\$)/g)].map(([, , phrase]) => phrase!))
  // The loader refuses these before a case is run.
  .filter((phrase) => !/^(a line of the grammar|none|one line)/.test(phrase))

test('no phrase is left in English for a reader of Kazakh or Russian', () => {
  expect(phrases.length).toBeGreaterThan(3)
  for (const phrase of phrases)
    for (const language of ['kk', 'ru'] as const)
      expect(caseFailureLine({ line: 1, text: '', expected: phrase, found: '7' }, language)).not.toContain(`: ${phrase};`)
})
