import { PasswordForm, postNewPassword, SecurityLink } from '@ruqsat/accounts/pages'
import { ErrorSummary, fieldErrorsOf, SummaryList, type FieldError } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import texts from '../texts.yaml'
import { send } from './frame.tsx'
import { hrefOf, type AdministrationVisit } from './guard.ts'

export function showAccount(visit: AdministrationVisit, errors: readonly FieldError[] = []): Promise<unknown> {
  return send(
    visit,
    { title: texts.account.title, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.account.title}</h1>
      <SummaryList rows={[{ key: texts.people.name, value: visit.administrator.name }]} />
      <h2>{texts.account.change}</h2>
      <PasswordForm action={hrefOf(visit, PATHS.account)} button={texts.account.button} errors={errors} />
      <SecurityLink path={PATHS.security} />
    </>,
  )
}

export function postPassword(visit: AdministrationVisit): Promise<unknown> {
  const { administration, request, reply, administrator } = visit
  return postNewPassword(request, reply, administration.accounts, {
    accountId: administrator.id,
    done: texts.account.done,
    next: hrefOf(visit, PATHS.account),
    show: (refusals) => showAccount(visit, fieldErrorsOf(refusals)),
  })
}
