import { Button, Form, localHref, Money, Table, useLanguage, useSay } from '@ruqsat/web'
import { type HeldPayment, TEST_CARDS } from '../bank/index.ts'
import { TEXTS } from './texts.ts'

export function BankSection({ held }: { readonly held: readonly HeldPayment[] }) {
  const say = useSay()
  return (
    <>
      <h2 id="cards">{say(TEXTS.cards)}</h2>
      <p>{say(TEXTS.cardsLead)}</p>
      <Table
        caption={TEXTS.cards}
        captionHidden
        columns={[{ text: TEXTS.cardNumber }, { text: TEXTS.cardWhat }]}
        rows={TEST_CARDS.map((card) => [
          <code id={`card-${card.scenario}`}>{card.number.replace(/(.{4})(?=.)/g, '$1\u00a0')}</code>,
          card.what,
        ])}
      />
      {held.length > 0 && <Held held={held} />}
    </>
  )
}

function Held({ held }: { readonly held: readonly HeldPayment[] }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h3 id="held">{say(TEXTS.held)}</h3>
      <Table
        caption={TEXTS.held}
        captionHidden
        columns={[{ text: TEXTS.card }, { text: TEXTS.sum, numeric: true }, { text: TEXTS.confirmPayment }]}
        rows={held.map((payment) => [
          payment.cardMask,
          <Money amountTiyn={payment.amountTiyn} />,
          <Form action={localHref(language, '/sandbox/bank-confirmations')}>
            <input type="hidden" name="sessionId" value={payment.sessionId} />
            <Button kind="secondary" text={TEXTS.confirmPayment} />
          </Form>,
        ])}
      />
    </>
  )
}
