import { fillString, formatTenge, LANGUAGES, type Language, type LocalText, languageData } from '@ruqsat/foundation'
import { CSRF_FIELD, inOtherLanguage } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { CardFault, TwinBank } from '../core/cards.ts'
import type { CardSessionRow } from '../store/rows.ts'
import texts from './texts.yaml'

export type CardPage = {
  readonly bank: TwinBank
  readonly language: Language
  readonly url: string
  readonly stylesheet: string
  readonly csrf: string
}

/** The bank's own frame. */
export function BankPage({ sheet, title, children }: { readonly sheet: CardPage; readonly title: LocalText; readonly children?: Child }) {
  const { bank, language, url, stylesheet } = sheet
  const bankName = texts.banks[bank][language]
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title[language]} – ${bankName}`}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body class={bank}>
        <header>
          <div class="inner">
            <span class="bank">{bankName}</span>
            <nav aria-label={texts.languages[language]}>
              <ul>
                {LANGUAGES.map((other) => (
                  <li>
                    <a
                      href={inOtherLanguage(url, other)}
                      lang={other}
                      hreflang={other}
                      {...(other === language && { 'aria-current': 'true' })}
                    >
                      {languageData(other).name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </div>
          <div class="notice">
            <div class="inner">{texts.sandbox[language]}</div>
          </div>
        </header>
        <main>{children}</main>
      </body>
    </html>
  )
}

export function PaymentFacts({ sheet, session }: { readonly sheet: CardPage; readonly session: CardSessionRow }) {
  const { language } = sheet
  return (
    <dl>
      <dt>{texts.payee[language]}</dt>
      <dd>{session.payee}</dd>
      <dt>{texts.purpose[language]}</dt>
      <dd>{session.purpose}</dd>
      <dt>{texts.sum[language]}</dt>
      <dd class="sum">{formatTenge(session.amountTiyn)} ₸</dd>
    </dl>
  )
}

type Typed = { readonly number: string; readonly expiry: string }

export function CardForm({
  sheet,
  session,
  faults = [],
  typed = { number: '', expiry: '' },
}: {
  readonly sheet: CardPage
  readonly session: CardSessionRow
  readonly faults?: readonly CardFault[]
  readonly typed?: Typed
}) {
  const { language } = sheet
  const base = `/${language}/pay/${session.sessionId}`
  const field = (name: CardFault['field'], width: string, value: string, autocomplete: string, hint?: LocalText) => (
    <Field
      sheet={sheet}
      name={name}
      label={texts[name]}
      hint={hint}
      fault={faults.find((fault) => fault.field === name)?.text}
      width={width}
      value={value}
      autocomplete={autocomplete}
    />
  )
  return (
    <>
      <h1>{texts.title[language]}</h1>
      <Faults sheet={sheet} faults={faults} />
      <PaymentFacts sheet={sheet} session={session} />
      <form method="post" action={`${base}/cards`} novalidate autocomplete="on">
        <input type="hidden" name={CSRF_FIELD} value={sheet.csrf} />
        {field('number', 'number', typed.number, 'cc-number')}
        <div class="pair">
          {field('expiry', 'short', typed.expiry, 'cc-exp', texts.expiryHint)}
          {field('cvv', 'short', '', 'cc-csc')}
        </div>
        <button type="submit">{texts.pay[language]}</button>
      </form>
      <CancelForm sheet={sheet} base={base} />
    </>
  )
}

function Faults({ sheet, faults }: { readonly sheet: CardPage; readonly faults: readonly CardFault[] }) {
  if (faults.length === 0) return null
  return (
    <div class="errors" role="alert">
      <p>{texts.fix[sheet.language]}</p>
      <ul>
        {faults.map((fault) => (
          <li>
            <a href={`#${fault.field}`}>{fault.text[sheet.language]}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Field(props: {
  readonly sheet: CardPage
  readonly name: string
  readonly label: LocalText
  readonly hint?: LocalText | undefined
  readonly fault?: LocalText | undefined
  readonly width: string
  readonly value: string
  readonly autocomplete: string
}) {
  const { sheet, name, label, hint, fault, width, value, autocomplete } = props
  const described = [hint && `${name}-hint`, fault && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={name}>{label[sheet.language]}</label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint[sheet.language]}
        </p>
      )}
      {fault && (
        <p class="error" id={`${name}-error`}>
          {fault[sheet.language]}
        </p>
      )}
      <input
        class={width}
        id={name}
        name={name}
        type="text"
        inputmode="numeric"
        autocomplete={autocomplete}
        value={value}
        {...(described && { 'aria-describedby': described })}
        {...(fault && { 'aria-invalid': 'true' })}
      />
    </div>
  )
}

function CancelForm({ sheet, base }: { readonly sheet: CardPage; readonly base: string }) {
  return (
    <form method="post" action={`${base}/cancellations`} class="actions">
      <input type="hidden" name={CSRF_FIELD} value={sheet.csrf} />
      <button class="plain" type="submit">
        {texts.cancel[sheet.language]}
      </button>
    </form>
  )
}

export function CodeForm({
  sheet,
  session,
  phone,
  fault,
}: {
  readonly sheet: CardPage
  readonly session: CardSessionRow
  readonly phone: string
  readonly fault?: LocalText
}) {
  const { language } = sheet
  const base = `/${language}/pay/${session.sessionId}`
  return (
    <>
      <h1>{texts.codeTitle[language]}</h1>
      <PaymentFacts sheet={sheet} session={session} />
      <p>{fillString(texts.codeSent[language], { phone })}</p>
      <form method="post" action={`${base}/codes`} novalidate>
        <input type="hidden" name={CSRF_FIELD} value={sheet.csrf} />
        <Field sheet={sheet} name="code" label={texts.code} fault={fault} width="short" value="" autocomplete="one-time-code" />
        <button type="submit">{texts.confirm[language]}</button>
      </form>
      <p class="actions">
        <a href={`${base}?card=other`}>{texts.otherCard[language]}</a>
      </p>
      <CancelForm sheet={sheet} base={base} />
    </>
  )
}

const DECLINES: Readonly<Record<string, LocalText>> = texts.declines

/** How it ended, for whoever is still here; a payer who paid is sent back at once. */
export function EndPage({
  sheet,
  session,
  title,
}: {
  readonly sheet: CardPage
  readonly session: CardSessionRow
  readonly title: LocalText
}) {
  const { language } = sheet
  const reason = session.declineCode === null ? null : DECLINES[session.declineCode]
  return (
    <>
      <h1>{title[language]}</h1>
      {session.state === 'declined' && reason && <p>{reason[language]}</p>}
      <PaymentFacts sheet={sheet} session={session} />
      <p class="actions">
        <a class="button" href={session.returnUrl}>
          {texts.back[language]}
        </a>
      </p>
    </>
  )
}
