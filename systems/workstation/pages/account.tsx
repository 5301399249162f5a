import { PasswordForm, postNewPassword, SecurityLink } from '@ruqsat/accounts/pages'
import { ErrorSummary, fieldErrorsOf, localHref, SummaryList, useLanguage, type FieldError } from '@ruqsat/web'
import { authorityName } from '../cases/authority.ts'
import { hrefOf, type Visit } from '../http/visit.ts'
import { PATHS } from '../http/paths.ts'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'

export function showAccount(visit: Visit, errors: readonly FieldError[] = []): Promise<unknown> {
  const options = { title: texts.pages.account, hasErrors: errors.length > 0 }
  return sendWork(visit, options, <AccountPage {...visit} errors={errors} />)
}

export function postPassword(visit: Visit): Promise<unknown> {
  const { work, request, reply, staff } = visit
  return postNewPassword(request, reply, work.accounts, {
    accountId: staff.id,
    done: texts.account.done,
    next: hrefOf(visit, PATHS.account),
    show: (refusals) => showAccount(visit, fieldErrorsOf(refusals)),
  })
}

function AccountPage({ work, staff, errors }: Pick<Visit, 'work' | 'staff'> & { readonly errors: readonly FieldError[] }) {
  const language = useLanguage()
  const here = localHref(language, PATHS.account)
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.pages.account}</h1>
      <SummaryList
        rows={[
          { key: texts.account.name, value: staff.name },
          { key: texts.account.position, value: staff.position },
          { key: texts.account.role, value: texts.staffWork[staff.role] },
          { key: texts.account.authority, value: authorityName(work.deps, staff.authority) },
          { key: texts.pages.iin, value: <span class="number">{staff.iin}</span> },
        ]}
      />
      <h2>{texts.pages.keys}</h2>
      <p>
        <a href={`${localHref(language, PATHS.keys)}?return=${encodeURIComponent(here)}`}>{texts.account.keysHint}</a>
      </p>
      <h2>{texts.account.change}</h2>
      <PasswordForm action={here} button={texts.account.button} errors={errors} />
      <SecurityLink path={PATHS.security} />
    </>
  )
}
