import { formatTenge } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import { InstantAt } from '@ruqsat/lawpages'
import {
  Button,
  ButtonGroup,
  errorAt,
  type FieldError,
  Form,
  localHref,
  Notification,
  Radios,
  SummaryList,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import type { CounterDesk } from './desk.ts'
import type { OpenEntry } from './model.ts'
import T from './texts.yaml'

type PartProps = { readonly desk: CounterDesk; readonly open: OpenEntry; readonly errors: readonly FieldError[] }

/** The fee by the number of a receipt: type it, see what the bank says, use it. */
export function PaymentPart({ desk, open, errors }: PartProps) {
  const { payment } = open.entry.content
  const found = payment?.found ?? null
  return (
    <section>
      <h2>{T.payment.title}</h2>
      {payment?.order && <Notification kind="success" text={T.payment.paid} />}
      {found === null ? <NumberForm desk={desk} open={open} errors={errors} /> : <Found desk={desk} open={open} />}
    </section>
  )
}

function NumberForm({ desk, open, errors }: PartProps) {
  const { banks } = desk.receipts!
  const { entry } = open
  const { payment } = entry.content
  const chosen = banks.find(({ id }) => id === payment?.bank)?.id ?? banks[0]!.id
  return (
    <>
      <p>{T.payment.lead}</p>
      <Form action={localHref(useLanguage(), desk.paths.entry(entry.id))} part="payment">
        <input type="hidden" name="do" value="findPayment" />
        {banks.length > 1 && (
          <Radios name="bank" legend={T.payment.bank} value={chosen} options={banks.map(({ id, name }) => ({ value: id, text: name }))} />
        )}
        <TextInput
          name="number"
          label={T.payment.number}
          hint={T.payment.numberHint}
          value={payment?.number ?? ''}
          error={errorAt(errors, 'number') ?? null}
        />
        <Button kind="secondary" text={T.payment.find} />
      </Form>
    </>
  )
}

function Found({ desk, open }: Omit<PartProps, 'errors'>) {
  const { banks } = desk.receipts!
  const { entry, edition } = open
  const payment = entry.content.payment!
  const { amountTiyn, paidAt, payer, purpose } = payment.found!
  const action = localHref(useLanguage(), desk.paths.entry(entry.id))
  return (
    <>
      <SummaryList
        rows={[
          { key: T.payment.bank, value: banks.find(({ id }) => id === payment.bank)?.name ?? payment.bank },
          { key: T.payment.number, value: <span class="number">{payment.number}</span> },
          { key: T.payment.sum, value: `${formatTenge(amountTiyn)} ₸` },
          { key: T.payment.paidAt, value: <InstantAt at={paidAt} zone={zoneOf(edition.regulation, desk.regulations.tables)} /> },
          { key: T.payment.payer, value: payer === '' ? T.payment.unsaid : payer },
          { key: T.payment.purpose, value: purpose === '' ? T.payment.unsaid : purpose },
        ]}
      />
      {payment.order === null && (
        <>
          <p>{T.payment.compare}</p>
          <ButtonGroup>
            <Form action={action} part="payment-use">
              <input type="hidden" name="do" value="usePayment" />
              <Button text={T.payment.use} />
            </Form>
            <Form action={action} part="payment-other">
              <input type="hidden" name="do" value="otherPayment" />
              <Button kind="secondary" text={T.payment.other} />
            </Form>
          </ButtonGroup>
        </>
      )}
    </>
  )
}
