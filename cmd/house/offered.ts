import { Fault } from '@ruqsat/foundation'
import type { Log } from '@ruqsat/installation'
import type { Edition, Finding, Offer, Regulation } from '@ruqsat/law'
import type { Installation } from './installation.ts'
import { keptOut, offersOf } from './offers.ts'

/** What is on offer in this house. */
export type Offered = {
  readonly offers: readonly Offer[]
  /** The editions behind the offers. */
  readonly editions: readonly Edition[]
  /** Those of them that have an offered variant, in the order of the offers. */
  readonly regulations: readonly Regulation[]
  /** The act whose authorities, people and clock are the sandbox's own. */
  readonly first: Regulation
}

/** Sorts out what may be offered here, and logs what is kept out and why. Throws a Fault where nothing is left. */
export function offeredHere({ regulations, settings, log }: Installation): Offered {
  const undecided = keptOut(regulations.packages)
  for (const { regulation, findings } of undecided) log.warn({ event: 'regulations', regulation, undecided: codesOf(findings) }, KEPT_OUT)
  const hosted = regulations.packages.filter(
    ({ edition: { regulation } }) => isHostedHere(regulation, log) && undecided.every((each) => each.regulation !== regulation.id),
  )
  const offers = offersOf(hosted, settings.offers, regulations.tables)
  const editions = hosted.flatMap(({ edition }) => (offers.some((offer) => offer.edition === edition.hash) ? [edition] : []))
  const offered = editions.flatMap(({ regulation }) => (regulation.variants.some((each) => each.offered) ? [regulation] : []))
  // The sandbox's people, authorities and clock are those of one act that is offered, not of one that is only transcribed: of the first
  // that needs an interested body too, because the sandbox has people of both.
  const first = offered.find((regulation) => interestedBodyOf(regulation) !== undefined) ?? offered[0]
  if (first === undefined)
    throw new Fault(
      `Expected at least one regulation to offer but ${regulations.broken.length > 0 ? 'every package is broken (see above)' : 'there is no package'}; ` +
        'npx ruqsat regulation check names what is wrong in each',
    )
  return { offers, editions, regulations: offered, first }
}

export function interestedBodyOf(regulation: Regulation): Regulation['units'][number] | undefined {
  return regulation.units.find((unit) => unit.kind === 'outside' && unit.role === 'interestedBody')
}

const KEPT_OUT = 'a regulation is not offered: it has findings that nobody has decided; npx ruqsat regulation check names them'

function codesOf(findings: readonly Finding[]): string {
  return findings.map(({ code, subject }) => `${code} ${subject}`).join('; ')
}

/** Whether the system that keeps the cases runs here: nobody may pay for what cannot be registered. */
function isHostedHere({ id, host, variants }: Regulation, log: Log): boolean {
  if (host === 'licensing' || !variants.some((variant) => variant.offered)) return true
  log.warn(
    { event: 'regulations', regulation: id, host },
    'a regulation is not offered: the system that its `host` names does not run here',
  )
  return false
}
