// npm run pages: every page that people come to, in each language and as people with low vision see it, judged by three programs of others.
//   npm run pages                  the pages, by vnu, accessibility-checker-engine and axe; what they find is printed, and the exit code is 1
//   npm run pages -- scores        Lighthouse and the weights of the main pages; writes the table of docs/pages.md
//   npm run pages -- pictures DIR  each page at 360 and 1280 px, light, dark and for low vision, for eyes
// Names after these words (of a page; after DIR) leave out all other pages.
// It starts a house of its own and ends it. Java 17 and Chromium of the system; the rest is fetched once into .runtime/judges.
import { launchBrowser } from '@ruqsat/web/testing'
import { FRUGAL_FLAGS } from '../boot.mjs'
import { startHouse } from '../../tests/house.ts'
import { fetchJudges, judgedByMarkup, judgedInBrowser } from './judges.ts'
import { takePictures } from './pictures.ts'
import { scoresOf, writeScores } from './scores.ts'
import { walk } from './walk.ts'

const [what = 'judge', ...words] = process.argv.slice(2)
if (!['judge', 'scores', 'pictures'].includes(what)) {
  console.error(`Expected judge, scores or pictures but found '${what}'.`)
  process.exit(2)
}
const judges = what === 'pictures' ? '' : fetchJudges()
const house = await startHouse({ env: { RUQSAT_RATE_LIMITS: 'off', NODE_OPTIONS: FRUGAL_FLAGS.join(' ') } })
try {
  const all = await walk(house.origin)
  const names = what === 'pictures' ? words.slice(1) : words
  const visits = names.length > 0 ? all.filter(({ name }) => names.includes(name)) : all
  if (what === 'pictures') await takePictures(house.origin, visits, words[0] ?? 'pictures')
  else if (what === 'scores') writeScores(await scoresOf(judges, house.origin, visits))
  else {
    const browser = await launchBrowser()
    try {
      const findings = [...(await judgedInBrowser(judges, browser, house.origin, visits)), ...(await judgedByMarkup(house.origin, visits))]
      for (const finding of findings) console.log(finding)
      console.log(`${visits.length} pages, each in three languages and for low vision: ${findings.length} findings`)
      process.exitCode = findings.length === 0 ? 0 : 1
    } finally {
      await browser.close()
    }
  }
} finally {
  await house.stop()
}
