// Which page of an entry is shown, the step of the act's table says.
import { ownJson, wordsOf, type Refusal } from '@ruqsat/foundation'
import { papersStep, stepWithAction, zoneOf } from '@ruqsat/law'
import { Cited, RequestView } from '@ruqsat/lawpages'
import { SigningPanel } from '@ruqsat/signing'
import { Button, Caption, CSRF_FIELD, ErrorSummary, fieldErrorsOf, Form, Notification, ONCE_FIELD, viewOf } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { hrefOf, type CounterDesk } from './desk.ts'
import { FormPage } from './form-page.tsx'
import type { OpenEntry } from './model.ts'
import { lifeWarning, textToSign } from './open.ts'
import { Ask, Title, type Shown } from './page-parts.tsx'
import { PapersPage } from './papers-page.tsx'
import { ReceiptPage } from './receipt-page.tsx'
import { NoDataPage, RegistersPage } from './registers-pages.tsx'
import T from './texts.yaml'

export async function sendEntry(desk: CounterDesk, open: OpenEntry, refusals: readonly Refusal[], status?: number): Promise<unknown> {
  const { entry, variant } = open
  const errors = fieldErrorsOf(refusals.filter(({ field }) => field !== undefined))
  const shown = { desk, open, refusals: refusals.filter(({ field }) => field === undefined), errors }
  const body = await bodyOf(desk, shown)
  const warning = entry.status === 'open' && open.step.action !== 'fill' ? await lifeWarning(desk, open) : null
  const isWrong = refusals.length > 0 && entry.status === 'open'
  return desk.send(
    {
      title: variant.name,
      hasErrors: errors.length > 0,
      status: status ?? (isWrong ? 422 : 200),
      back: { href: hrefOf(desk, desk.paths.list), text: desk.words.list },
    },
    <>
      <ErrorSummary errors={errors} />
      {[...shown.refusals, ...(warning === null ? [] : [warning])].map((refusal) => (
        <RefusalNotice refusal={refusal} open={open} />
      ))}
      <Caption texts={[open.edition.regulation.service, variant.name]} />
      {body}
    </>,
  )
}

async function bodyOf(desk: CounterDesk, shown: Shown): Promise<Child> {
  const { open } = shown
  if (open.entry.status === 'registered') return <ReceiptPage desk={desk} open={open} />
  if (open.entry.status === 'noData') return <NoDataPage desk={desk} open={open} />
  if (open.step === papersStep(open.view)) return <PapersPage {...shown} />
  if (open.step.action === 'fill') return <FormPage {...shown} />
  return open.step.action === 'askRegisters' ? <RegistersPage desk={desk} open={open} /> : signPage(desk, open)
}

/** What was refused, why, and what to do; with the paragraph where there is one. */
function RefusalNotice({ refusal, open }: { readonly refusal: Refusal; readonly open: OpenEntry }) {
  const { text, remedy } = wordsOf(refusal)
  const { source } = refusal
  return (
    <Notification kind="important" heading={text}>
      <p>{remedy}</p>
      {source !== undefined && (
        <p>
          <Cited regulation={open.edition.regulation} source={source} />
        </p>
      )}
    </Notification>
  )
}

async function signPage(desk: CounterDesk, open: OpenEntry): Promise<Child> {
  const text = await textToSign(desk, open)
  if (text === null) return <Ask desk={desk} open={open} what="change" text={T.change} />
  const panel = await desk.panel()
  const { employee } = desk
  const signing = stepWithAction(open.view.steps, 'sendPackage') ?? open.step
  const id = open.entry.id
  return (
    <>
      <Title open={{ ...open, step: signing }} text={T.signTitle} />
      <p class="lead">{T.signLead}</p>
      <RequestView request={ownJson(text)} headings="h2" zone={zoneOf(open.edition.regulation, desk.regulations.tables)} />
      <SigningPanel
        {...panel}
        csrf={{ name: CSRF_FIELD, value: viewOf(desk.request, desk.reply).csrfToken() }}
        hiddenFields={{ [ONCE_FIELD]: crypto.randomUUID() }}
        purpose="sign"
        bytesUrl={hrefOf(desk, desk.paths.content(id))}
        submitUrl={hrefOf(desk, desk.paths.sign(id))}
        keyImportUrl={hrefOf(desk, desk.paths.keys)}
        expectedHolder={{ iin: employee.iin, ...(employee.bin && { bin: employee.bin }), name: employee.name }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <Ask desk={desk} open={open} what="change" text={T.change} kind="secondary" />
    </>
  )
}

/** The signature goes along in the form, so that the employee need not sign again. */
export function sendWaiting(desk: CounterDesk, open: OpenEntry, signature: string): Promise<unknown> {
  return desk.send(
    { title: T.waiting, status: 503, back: { href: hrefOf(desk, desk.paths.entry(open.entry.id)), text: desk.words.list } },
    <>
      <h1>{T.waiting}</h1>
      <Notification kind="important" text={T.waitingText} />
      <Form action={hrefOf(desk, desk.paths.sign(open.entry.id))} once>
        <input type="hidden" name="signature" value={signature} />
        <Button text={T.again} />
      </Form>
    </>,
  )
}
