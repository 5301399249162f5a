// The cells of the hall that the packages offer, and how one of them goes from the ticket to the paper that somebody takes away.
import type { Regulation, Variant, View } from '@ruqsat/law'
import { openActs } from '@ruqsat/regulations/testing'
import { HallOperatorAtWork, takeTicket } from '../../centre/support/operator.ts'
import { Office, type Page, type Persona, type Sandbox, type Visitor, type Wish } from '../../driver/index.ts'
import type { RunningHouse } from '../../house.ts'
import { deskIds, verify } from '../../next-act/support/grant.ts'
import { isAtHall } from './cells.ts'
import { grownUp } from './portal.ts'

export type HallCell = {
  readonly regulation: Regulation
  readonly id: string
  readonly variant: string
  readonly whole: Variant
  readonly view: View
}

const { editions } = await openActs()

export const hallCells: readonly HallCell[] = editions.flatMap(({ regulation }) =>
  regulation.variants.flatMap((variant) =>
    variant.views
      .filter((view) => variant.offered && view.offered && isAtHall(view, variant, regulation))
      .map((view) => ({ regulation, id: regulation.id, variant: variant.id, whole: variant, view })),
  ),
)

/** An operator at this window, with the next ticket called. */
export async function calledTo(sandbox: Sandbox, window: number, service: string, browser?: Visitor): Promise<HallOperatorAtWork> {
  await takeTicket(sandbox, service)
  const operator = new HallOperatorAtWork(sandbox, 'aliya', browser)
  browser?.forgetCookies()
  await operator.signIn()
  const page = await operator.open('/kk/centre')
  if (page.forms.some((form) => form.value('do') === 'open')) await operator.opensWindow(window)
  await operator.presses('next')
  return operator
}

/** What a person who is old enough writes; `earlier` is the number that they act on. */
export function onPaper({ whole }: HallCell, person: Persona, earlier?: string): Readonly<Record<string, string>> {
  const field = whole.results.grant.earlier?.field
  const { iin, name, phone, email } = person
  return {
    ...grownUp(whole),
    iin,
    applicantName: name,
    phone,
    email,
    ...(field !== undefined && earlier !== undefined && { [field]: earlier }),
  }
}

/** From the ticket to the number of the request; the ticket is ended. */
export async function applyAtHall(operator: HallOperatorAtWork, cell: HallCell, person: Persona, earlier?: string): Promise<string> {
  const asked = await operator.enters(onPaper(cell, person, earlier))
  const papers = await operator.form(asked, 'ask').submit()
  const receipt = await operator.signs(await operator.attaches(papers))
  await operator.presses('done')
  return receipt.root.querySelector('.panel .number')!.text
}

/** What the operator sees of what was presented. */
export async function present(operator: HallOperatorAtWork, number: string, { iin }: Pick<Persona, 'iin'>): Promise<Page> {
  const page = await operator.open('/kk/centre/results')
  return page.form('/centre/results').set('number', number).set('identifier', iin).submit()
}

export type EndedAtHall = {
  readonly number: string
  readonly actions: readonly string[]
  readonly verified: string
  readonly receipt: Page
  readonly given: string | null
}

export async function carryFromHall(
  house: RunningHouse,
  sandbox: Sandbox,
  cell: HallCell,
  { browserOf, earlier, ...wish }: Wish & { readonly browserOf?: (id: string) => Visitor; readonly earlier?: string } = {},
): Promise<EndedAtHall> {
  const person = sandbox.persona('daulet')
  const browser = browserOf?.('aliya')
  const operator = await calledTo(sandbox, 1, `${cell.id}/${cell.variant}/`, browser)
  const office = new Office(sandbox, deskIds(sandbox, cell.regulation), browserOf === undefined ? {} : { browserOf })
  try {
    const number = await applyAtHall(operator, cell, person, earlier)
    const steps = await office.carryThrough(number, wish)
    await takeTicket(sandbox, 'results')
    await operator.presses('next')
    const result = await present(operator, number, person)
    const paper = await operator.browser.download(result.link(/\/paper$/))
    const receipt = await result.form(result.url.pathname).set('shownDocument', '045678901').submit()
    await operator.presses('done')
    return {
      number,
      actions: steps.map(({ action }) => action),
      verified: await verify(house, paper.body),
      receipt,
      given: /KZ\d{2}[A-Z]{3}\d{8}/.exec(result.text.replace(/\s/g, ''))?.[0] ?? null,
    }
  } finally {
    office.close()
    operator.browser.close()
  }
}
