// Where the facts of a section come from, one step away: the section says the answer, and one line or one disclosure after it the places.
import { inAll, isSameSource, type LocalText, type Source } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { Details, say } from '@ruqsat/web'
import { Cited, sourceLabel, type CitedItem } from './cited.tsx'
import texts from './texts.yaml'

/** A place of the act with the facts that it gives. */
type Place = { readonly source: Source; readonly facts: readonly LocalText[] }

/** What a reader takes in at a glance; a longer name of an act waits behind the disclosure. */
const SHORT_LABEL_CHARACTERS = 60

type ProofProps = {
  readonly regulation: Regulation
  /** The facts of the section, each with its place; the same place is shown once. */
  readonly items: readonly CitedItem[]
  /** What the facts are about, for who hears the page. */
  readonly about: LocalText
}

/** One short place for all is a line; else a disclosure that says whether something in it is assumed. */
export function Proof({ regulation, items, about }: ProofProps) {
  const places = placesOf(items)
  const [first] = places
  if (first === undefined) return null
  if (places.length === 1 && say(sourceLabel(regulation, first.source)).length <= SHORT_LABEL_CHARACTERS)
    return (
      <p>
        <Cited regulation={regulation} source={first.source} />
      </p>
    )
  const assumed = places.filter(({ source }) => source.certainty === 'assumed').length
  return (
    <Details summary={assumed === 0 ? T.sources : assumed === places.length ? T.allAssumed : T.someAssumed} hidden={about} isQuiet>
      <ul>
        {places.map(({ source, facts }) => (
          <li>
            {places.length > 1 && <>{inAll((language) => facts.map((fact) => fact[language].replace(/[.;]$/, '')).join('; '))}. </>}
            <Cited regulation={regulation} source={source} />
          </li>
        ))}
      </ul>
      {assumed > 0 && <p class="muted">{T.assumedWhy}</p>}
    </Details>
  )
}

const T = texts.proof

function placesOf(items: readonly CitedItem[]): readonly Place[] {
  const places: { source: Source; facts: LocalText[] }[] = []
  for (const { text, source } of items) {
    const known = places.find((place) => isSameSource(place.source, source))
    if (known === undefined) places.push({ source, facts: [text] })
    else known.facts.push(text)
  }
  return places
}
