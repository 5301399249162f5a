import { expect, test } from 'vitest'
import { countStatements } from './count.ts'

const APPLICATIONS = 2

/**
 * How many statements a request may ask, the time apart (`npm run bench -- statements` prints all). A new one needs a reason here; each is a way
 * to the database and back, and was a third of the processor time of a whole application.
 */
const BUDGETS: readonly (readonly [route: RegExp, most: number, why: string])[] = [
  [/^GET \/kk 200$/, 1, 'whose session it is'],
  [/^POST \/kk\/sign-in 303$/, 6, 'account, the guess counted and forgiven, session, security log, whose browser it is from now on'],
  [/^GET \/kk\/work 200$/, 6, 'session, official, orders of substitution; counts, page, saved searches'],
  [/^GET \/kk\/drafts\/:id\/form\/\w+ 200$/, 3, 'session, person, the draft with its files and trace'],
  [/^POST \/kk\/drafts\/:id\/form\/\w+ 303$/, 4, 'and the draft written'],
  [/^GET \/kk\/work\/tasks\/:id\/:id 200$/, 8, 'session, official, orders; case, writings, names, complaints; the security log'],
  [
    /^POST \/kk\/work\/tasks\/:id\/:id 303$/,
    18,
    'the page of the task, the answer once, the case again, the step, the page after it with the names, the answer kept, the journal, the message on the next page',
  ],
  [/^GET \/kk\/verify\/:id 200$/, 5, 'session; number, history of the number and of what it replaced, its case'],
]

test('requests ask the database no more than they may', async () => {
  const counted = await countStatements(APPLICATIONS)
  for (const [route, most, why] of BUDGETS) {
    const found = [...counted].filter(([name]) => route.test(name))
    expect(found, `Expected a request ${String(route)} on the way of an application`).not.toEqual([])
    for (const [name, texts] of found)
      expect(texts.length, `${name}: at most ${most} statements (${why}) but it asked:\n${texts.join('\n')}`).toBeLessThanOrEqual(most)
  }
})
