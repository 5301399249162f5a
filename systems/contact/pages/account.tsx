import { PasswordForm, postNewPassword, SecurityLink } from '@ruqsat/accounts/pages'
import { ErrorSummary, fieldErrorsOf, sendPage, SummaryList, type FieldError } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import texts from '../texts.yaml'
import { hrefOf, type ContactVisit } from './guard.ts'

export function showAccount(visit: ContactVisit, errors: readonly FieldError[] = []): Promise<unknown> {
  const { request, reply, operator } = visit
  return sendPage(
    request,
    reply,
    { title: texts.account.title, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.account.title}</h1>
      <SummaryList rows={[{ key: texts.account.name, value: operator.name }]} />
      <h2>{texts.account.change}</h2>
      <PasswordForm action={hrefOf(visit, PATHS.account)} button={texts.account.button} errors={errors} />
      <SecurityLink path={PATHS.security} />
    </>,
  )
}

export function postPassword(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  return postNewPassword(request, reply, contact.accounts, {
    accountId: operator.id,
    done: texts.account.done,
    next: hrefOf(visit, PATHS.account),
    show: (refusals) => showAccount(visit, fieldErrorsOf(refusals)),
  })
}
