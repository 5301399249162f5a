import { fillText, inAll, type Instant } from '@ruqsat/foundation'
import { complaintIdOf, offerAt, termText, type Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { SummaryList, type SummaryRow } from '@ruqsat/web'
import type { PortalDeps } from '../../deps.ts'
import texts from '../texts.yaml'

const T = texts.whereToComplain

/** The package by which complaints about requests of this act are considered now; null where none is offered. */
export function complaintActOf(
  { offers, regulations }: Pick<PortalDeps, 'offers' | 'regulations'>,
  act: string,
  now: Instant,
): Regulation | null {
  const offer = offerAt(offers, complaintIdOf(act), now)
  return (offer && regulations.edition(offer.edition)?.regulation) ?? null
}

type Props = {
  readonly regulation: Regulation
  /** By which complaints are considered: its term is the one on the receipt. */
  readonly by: Regulation | null
}

/** To whom a complaint goes and until when, as the act or the general law says; how long it is considered, as the package of complaints does. */
export function WhereToComplain({ regulation, by }: Props) {
  const { place, term, source, termSource = source } = regulation.complaint
  return (
    <SummaryList
      compact
      rows={[
        {
          key: T.place,
          value: (
            <>
              {place} <Cited regulation={regulation} source={source} />
            </>
          ),
        },
        {
          key: T.term,
          value: (
            <>
              {term} <Cited regulation={regulation} source={termSource} />
            </>
          ),
        },
        ...(by === null ? [] : consideration(by)),
      ]}
    />
  )
}

function consideration(by: Regulation): readonly SummaryRow[] {
  const variant = by.variants[0]!
  const extended = variant.procedure.steps.flatMap(({ extension }) => extension ?? [])
  return [
    ...(variant.term === null
      ? []
      : [
          {
            key: T.considered,
            value: (
              <>
                {fillText(T.consideredIn, { term: termText(variant.term.duration) })} <Cited regulation={by} source={variant.term.source} />
              </>
            ),
          },
        ]),
    ...extended.map(({ most, grounds, source }) => ({
      key: T.extended,
      value: (
        <>
          {fillText(T.extendedBy, {
            most: termText(most),
            grounds: inAll((language) => grounds.map(({ text }) => text[language]).join('; ')),
          })}{' '}
          <Cited regulation={by} source={source} />
        </>
      ),
    })),
  ]
}
