import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// What no page, paper or notice may say: that a fee never comes back.

const ROOT = new URL('../../../', import.meta.url)

/** Words of pages are in quotes; comments and imports are for engineers. */
async function* wordsOfTheHouse(): AsyncGenerator<{ readonly file: string; readonly text: string }> {
  const files = glob(['{systems,support,cmd,sandbox,regulations}/**/*.{ts,tsx,typ,yaml}'], {
    cwd: fileURLToPath(ROOT),
    exclude: (name) => name === 'node_modules',
  })
  for await (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue
    for (const line of (await readFile(new URL(file, ROOT), 'utf8')).split('\n'))
      for (const [, text] of line.matchAll(/['"`]([^'"`]*\s[^'"`]*)['"`]/g)) yield { file, text: text! }
  }
}

async function found(isWrong: (text: string) => boolean): Promise<readonly string[]> {
  const wrong: string[] = []
  for await (const { file, text } of wordsOfTheHouse()) if (isWrong(text)) wrong.push(`${file}: ${text}`)
  return wrong
}

/** A fee given up in time comes back: whoever says that it does not says from when on. */
const NOT_RETURNED = /алым қайтарылмайды|сбор не возвращается|fee is not returned/iu
const FROM_WHEN = /тіркел|дейін|регистрац|до подачи|registered|before/iu

test('whoever says that the fee is not returned says from when on', async () => {
  const examples = /components\/[^/]+\/examples\.tsx/
  const wrong = await found((text) => NOT_RETURNED.test(text) && !FROM_WHEN.test(text))
  expect(wrong.filter((each) => !examples.test(each))).toEqual([])
})
