import { Button, Form, localHref, Money, Table, useLanguage } from '@ruqsat/web'
import { type HeldPayment, TEST_CARDS } from '../bank/index.ts'
import texts from './texts.yaml'

export function BankSection({ held }: { readonly held: readonly HeldPayment[] }) {
  return (
    <>
      <h2 id="cards">{texts.cards}</h2>
      <p>{texts.cardsLead}</p>
      <Table
        caption={texts.cards}
        captionHidden
        columns={[{ text: texts.cardNumber }, { text: texts.cardWhat }]}
        rows={TEST_CARDS.map((card) => [
          <code id={`card-${card.scenario}`}>{card.number.replace(/(.{4})(?=.)/g, '$1\u00a0')}</code>,
          card.what,
        ])}
      />
      {held.length > 0 && <Held held={held} />}
      <h3 id="statements">{texts.statements}</h3>
      <p>{texts.statementsLead}</p>
      <Form action={localHref(useLanguage(), '/sandbox/bank-statements')}>
        <Button kind="secondary" text={texts.leaveStatements} />
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
