// The fee of an entry, where the applicant brings a receipt of a bank: its number is typed, the bank says what it took, the employee sees
// whether it is this applicant's and for this fee, and then it pays the entry, once.
import { feeAt } from '@ruqsat/engine'
import { papersStep } from '@ruqsat/law'
import { inAll, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { FormValues } from '@ruqsat/web'
import { goTo, type CounterDesk } from './desk.ts'
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
async function keep(desk: CounterDesk, open: OpenEntry, payment: EnteredReceipt | undefined, refusal: Refusal | null): Promise<unknown> {
  const { payment: _before, ...content } = open.entry.content
  const isWritten = await write(desk, open, { content: { ...content, ...(payment && { payment }) }, frozen: null })
  if (isWritten && refusal === null) return back(desk, open)
  const now = await entryOf(desk)
  if (now === null) return noEntry(desk)
  if (!isWritten) return sendEntry(desk, now, [refuseCounter('counter.changed')])
  return sendEntry(desk, now, [refusal!], refusal!.code === 'receipt-bank-silent' ? 503 : 422)
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
      returnRule: variant.fee!.returnRule,
      payerName: factOf(open, 'applicant.name'),
      payerBin: holderOf(open).bin,
      language,
    },
    { bank: typed.bank, number: typed.number },
    { id: desk.employee.id, name: desk.employee.name },
  )
  if (isRefusal(order)) return keep(desk, open, typed, order)
  const { orderId, amountTiyn, paidAt, reference } = order
  return keep(desk, open, { ...typed, order: { orderId, amountTiyn, paidAt: paidAt!, reference: reference! } }, null)
}

/** It is another payment: the number is forgotten, and nothing was used. */
export function otherPayment(desk: CounterDesk, open: OpenEntry): Promise<unknown> {
  return receiptsFor(desk, open) === null ? Promise.resolve(back(desk, open)) : keep(desk, open, undefined, null)
}

/** An entry that is given up gives back what had paid it. */
export async function giveBack(desk: CounterDesk, { entry }: OpenEntry): Promise<void> {
  const order = entry.content.payment?.order ?? null
  if (order !== null && entry.status !== 'registered') await desk.receipts?.giveBack(order.orderId)
}
