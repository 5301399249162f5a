// The fee of an entry, where the applicant brings a receipt of a bank: its number is typed, the bank says what it took, the employee sees
// whether it is this applicant's and for this fee, and then it pays the entry, once.
import { feeAt } from '@ruqsat/engine'
import { papersStep } from '@ruqsat/law'
import { inAll, isRefusal, type Refusal } from '@ruqsat/foundation'
import { feeReturnText } from '@ruqsat/lawpages'
import type { FormValues } from '@ruqsat/web'
import { goTo, type CounterDesk } from './desk.ts'
import { emptied, giveBackOf, returnFee } from './fees.ts'
import type { EnteredReceipt, OpenEntry } from './model.ts'
import { entryOf, noEntry, write } from './open.ts'
import { sendEntry } from './pages.tsx'
import { refuseCounter } from './refusals.ts'
import { factOf, holderOf, payerIn, takesReceipt } from './rules.ts'

/** Where the page of papers is open and nothing has paid yet; null where it is too late or too early. */
function receiptsFor(desk: CounterDesk, open: OpenEntry) {
  const isOpen = open.entry.status === 'open' && open.step === papersStep(open.view) && (open.entry.content.payment?.order ?? null) === null
  return isOpen && takesReceipt(desk, open) ? (desk.receipts ?? null) : null
}

const back = (desk: CounterDesk, open: OpenEntry) => goTo(desk, desk.paths.entry(open.entry.id))

/** What was typed is kept, whatever the bank says. */
async function keep(desk: CounterDesk, open: OpenEntry, payment: EnteredReceipt, refusal: Refusal | null): Promise<unknown> {
  const isWritten = await write(desk, open, { content: { ...open.entry.content, payment }, frozen: null })
  if (isWritten && refusal === null) return back(desk, open)
  if (!isWritten) return sendChanged(desk)
  const now = await entryOf(desk)
  return now === null ? noEntry(desk) : sendEntry(desk, now, [refusal!], refusal!.code === 'receipt-bank-silent' ? 503 : 422)
}

export async function findPayment(desk: CounterDesk, open: OpenEntry, form: FormValues): Promise<unknown> {
  const receipts = receiptsFor(desk, open)
  if (receipts === null) return back(desk, open)
  const typed = { bank: form.text('bank') || receipts.banks[0]!.id, number: form.text('number').replaceAll(/\s/g, '').toUpperCase() }
  const found = await receipts.find(typed)
  if (isRefusal(found)) return keep(desk, open, { ...typed, found: null, order: null }, found)
  const { amountTiyn, paidAt, payer, purpose } = found
  return keep(desk, open, { ...typed, found: { amountTiyn, paidAt, payer, purpose }, order: null }, null)
}

/** The employee says that it is this payment: from here on its number is this entry's. */
export async function usePayment(desk: CounterDesk, open: OpenEntry): Promise<unknown> {
  const [receipts, typed] = [receiptsFor(desk, open), open.entry.content.payment]
  if (receipts === null || typed === undefined || typed.found === null) return back(desk, open)
  const { entry, edition, variant } = open
  const { language } = entry.content
  const { authority } = edition.regulation
  const fee = feeAt(typed.found.paidAt, variant.id, payerIn(open), { edition, tables: desk.regulations.tables })
  if (fee === null) return back(desk, open)
  if (isRefusal(fee)) return keep(desk, open, typed, fee)
  const order = await receipts.pay(
    {
      authority: authority.id,
      draftId: entry.id,
      payee: authority.name,
      purpose: inAll((each) => `${variant.fee!.name[each]}: ${variant.name[each]}`),
      amountTiyn: fee.feeTiyn,
      derivation: fee.text,
      returnRule: feeReturnText(variant),
      payerName: factOf(open, 'applicant.name'),
      payerBin: holderOf(open).bin,
      language,
    },
    { bank: typed.bank, number: typed.number },
    { id: desk.employee.id, name: desk.employee.name },
  )
  if (isRefusal(order)) return keep(desk, open, typed, order)
  const { orderId, amountTiyn, paidAt, reference } = order
  return keepPaid(desk, open, { ...typed, order: { orderId, amountTiyn, paidAt: paidAt!, reference: reference! } })
}

const MOST_TRIES = 5

/** The receipt is used: the entry learns it whatever else was written to it meanwhile; where it has ended or asks for another, the money goes back. */
async function keepPaid(desk: CounterDesk, open: OpenEntry, payment: EnteredReceipt): Promise<unknown> {
  let now: OpenEntry | null = open
  for (let tries = 0; tries < MOST_TRIES && now !== null && takesIt(now, payment); tries += 1) {
    if (await write(desk, now, { content: { ...now.entry.content, payment }, frozen: null })) return back(desk, open)
    now = await entryOf(desk)
  }
  if (now?.entry.content.payment?.order?.orderId === payment.order!.orderId && now.entry.status !== 'givenUp') return back(desk, now)
  await giveBackOf(desk, open.entry)
  return now === null ? noEntry(desk) : sendEntry(desk, now, [refuseCounter('counter.changed')])
}

function takesIt({ entry: { status, content } }: OpenEntry, { bank, number }: EnteredReceipt): boolean {
  const { payment, sent } = content
  return status === 'open' && sent === undefined && payment?.order === null && payment.bank === bank && payment.number === number
}

/** It is another payment: the number is forgotten. What it paid, where a process ended before it could say so, goes back. */
export async function otherPayment(desk: CounterDesk, open: OpenEntry): Promise<unknown> {
  if (receiptsFor(desk, open) === null) return back(desk, open)
  const { payment: _before, ...content } = open.entry.content
  if (!(await write(desk, open, { content, frozen: null }))) return sendChanged(desk)
  await giveBackOf(desk, open.entry)
  return back(desk, open)
}

async function sendChanged(desk: CounterDesk): Promise<unknown> {
  const now = await entryOf(desk)
  return now === null ? noEntry(desk) : sendEntry(desk, now, [refuseCounter('counter.changed')])
}

/**
 * An entry that is given up keeps its number, who entered it, when and why, and gives back what had paid it; what the person said and showed
 * is needed no more. One that somebody signed meanwhile is not given up.
 */
export async function giveUp(desk: CounterDesk, open: OpenEntry): Promise<unknown> {
  if (!(await write(desk, open, { status: 'givenUp', ...emptied(open.entry) }))) return sendChanged(desk)
  const now = await entryOf(desk)
  if (now !== null) await returnFee(desk, now.entry)
  return goTo(desk, desk.paths.list)
}
