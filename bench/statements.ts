// How many statements each kind of request asks the database, on the way of whole applications.
//   npm run bench -- statements [applications] [texts]
import { countStatements } from '../tests/statements/count.ts'

const USUAL_APPLICATIONS = 4
const MOST_CHARACTERS = 150

export async function run(words: readonly string[]): Promise<boolean> {
  for (const [route, texts] of await countStatements(Number(words[0] ?? USUAL_APPLICATIONS))) {
    console.log(`${String(texts.length).padStart(4)}  ${route}`)
    if (words[1] === 'texts') for (const text of texts) console.log(`        ${text.replaceAll(/\s+/g, ' ').slice(0, MOST_CHARACTERS)}`)
  }
  return true
}
