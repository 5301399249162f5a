// The cells of the counter that the packages offer, and how one of them goes from paper to the end.
import { counterSeat, isAtCounter, type Regulation, type Variant, type View } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { Office, type Sandbox, type Visitor, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'
import { deskIds, verify } from '../../next-act/support/grant.ts'
import { atCounter, takeAtCounter, type Paper } from './counter.ts'

export type CounterCell = {
  readonly regulation: Regulation
  readonly id: string
  readonly variant: string
  readonly whole: Variant
  readonly view: View
}

const { editions } = await openActs()

export const counterCells: readonly CounterCell[] = editions.flatMap(({ regulation }) =>
  regulation.variants.flatMap((variant) =>
    variant.views
      .filter((view) => variant.offered && view.offered && isAtCounter(view, regulation) && !isAtHall(view, variant, regulation))
      .map((view) => ({ regulation, id: regulation.id, variant: variant.id, whole: variant, view })),
  ),
)

/** Taken at a window of another organisation, not at the provider's own counter. */
export function isAtHall(view: View, variant: Variant, regulation: Regulation): boolean {
  return isAtCounter(view, regulation) && counterSeat(view, variant, regulation)?.of === 'outside'
}

/** What a firm that the register knows writes on paper. */
export function paperOf(sandbox: Sandbox, { id, variant, whole }: CounterCell, earlier?: string): Paper {
  const firm = sandbox.persona('marat')
  const field = whole.results.grant.earlier?.field
  const number = field !== undefined && earlier !== undefined ? { [field]: earlier } : {}
  return { regulation: id, variant, applicant: 'legalEntity', answers: { bin: firm.bin!, phone: firm.phone, email: firm.email, ...number } }
}

export type Ended = {
  readonly number: string
  readonly actions: readonly string[]
  readonly verified: string
  readonly receipt: string
  readonly given: string | null
}

/** From the counter to the result that somebody takes away. */
export async function carryFromCounter(
  house: RunningHouse,
  sandbox: Sandbox,
  cell: CounterCell,
  paper: Paper,
  { browserOf, ...wish }: Wish & { readonly browserOf?: (id: string) => Visitor } = {},
): Promise<Ended> {
  const staff = deskIds(sandbox, cell.regulation)
  const { official, page } = await atCounter(sandbox, staff, paper, browserOf)
  const office = new Office(sandbox, staff, browserOf === undefined ? {} : { browserOf })
  try {
    const receipt = await takeAtCounter(official, page, paper)
    const link = receipt.link(/\/work\/cases\//)
    const number = decodeURIComponent(link.pathname.split('/').at(-1)!)
    const steps = await office.carryThrough(number, wish)
    const done = await official.open(link.pathname)
    const { body } = await official.browser.download(done.link(/\/documents\//))
    const handed = await official.open(done.link(/\/receipt$/).pathname)
    return {
      number,
      actions: steps.map(({ action }) => action),
      verified: await verify(house, body),
      receipt: handed.text,
      given: /KZ\d{2}[A-Z]{3}\d{8}/.exec(done.text.replace(/\s/g, ''))?.[0] ?? null,
    }
  } finally {
    office.close()
    official.close()
  }
}
