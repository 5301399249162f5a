import { Button, errorAt, type FieldError, Form, localHref, Money, Radios, Table, TextInput, useLanguage } from '@ruqsat/web'
import { type HeldPayment, TEST_CARDS, TWIN_BANKS, type TwinBank } from '../bank/index.ts'
import texts from './texts.yaml'

/** A payment over a bank's counter, as it was typed. */
export type TypedCounter = { readonly bank: TwinBank; readonly sum: string; readonly payer: string; readonly purpose: string }
export const NO_COUNTER: TypedCounter = { bank: 'dala', sum: '', payer: '', purpose: '' }

type BankProps = { readonly held: readonly HeldPayment[]; readonly counter: TypedCounter; readonly errors: readonly FieldError[] }

export function BankSection({ held, counter, errors }: BankProps) {
  return (
    <>
      <h2 id="cards">{texts.cards}</h2>
      <p>{texts.cardsLead}</p>
      <Table
        caption={texts.cards}
        captionHidden
        columns={[{ text: texts.cardNumber }, { text: texts.cardWhat }]}
        rows={TEST_CARDS.map((card) => [
          <code class="number" id={`card-${card.scenario}`}>
            {card.number.replace(/(.{4})(?=.)/g, '$1\u00a0')}
          </code>,
          card.what,
        ])}
      />
      {held.length > 0 && <Held held={held} />}
      <CounterForm counter={counter} errors={errors} />
      <h3 id="statements">{texts.statements}</h3>
      <p>{texts.statementsLead}</p>
      <Form action={localHref(useLanguage(), '/sandbox/bank-statements')}>
        <Button kind="secondary" text={texts.leaveStatements} />
      </Form>
    </>
  )
}

/** Somebody pays without a page of ours: the number on the receipt is for the desk, and the statement shows the money. */
function CounterForm({ counter, errors }: Omit<BankProps, 'held'>) {
  const { bank, sum, payer, purpose } = counter
  const text = (name: 'sum' | 'payer' | 'purpose', value: string, label: typeof texts.counterSum) => (
    <TextInput name={`counter-${name}`} label={label} value={value} error={errorAt(errors, `counter-${name}`) ?? null} />
  )
  return (
    <>
      <h3 id="counter">{texts.counter}</h3>
      <p>{texts.counterLead}</p>
      <Form action={localHref(useLanguage(), '/sandbox/counter-payments')} part="counter">
        <Radios
          name="counter-bank"
          legend={texts.counterBank}
          value={bank}
          options={TWIN_BANKS.map((id) => ({ value: id, text: id === 'dala' ? texts.neighbours.bank : texts.neighbours.bankTau }))}
        />
        {text('sum', sum, texts.counterSum)}
        {text('payer', payer, texts.counterPayer)}
        {text('purpose', purpose, texts.counterPurpose)}
        <Button kind="secondary" text={texts.counterPay} />
      </Form>
    </>
  )
}

function Held({ held }: { readonly held: readonly HeldPayment[] }) {
  return (
    <>
      <h3 id="held">{texts.held}</h3>
      <Table
        caption={texts.held}
        captionHidden
        columns={[{ text: texts.card }, { text: texts.sum, numeric: true }, { text: texts.confirmPayment }]}
        rows={held.map((payment) => [
          payment.cardMask,
          <Money amountTiyn={payment.amountTiyn} />,
          <Form action={localHref(useLanguage(), '/sandbox/bank-confirmations')}>
            <input type="hidden" name="sessionId" value={payment.sessionId} />
            <Button kind="secondary" text={texts.confirmPayment} />
          </Form>,
        ])}
      />
    </>
  )
}
