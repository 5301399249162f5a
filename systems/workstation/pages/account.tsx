import { PasswordForm, postNewPassword } from '@ruqsat/accounts/pages'
import { ErrorSummary, fieldErrorsOf, languageOf, localHref, SummaryList, useLanguage, type FieldError } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authorityName } from '../cases/authority.ts'
import { roleName } from '../cases/staff-work.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'

export function showAccount(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const options = { title: WORDS.account, hasErrors: errors.length > 0 }
  return sendWork(work, request, reply, options, <AccountPage work={work} staff={staff} errors={errors} />)
}

export function postPassword(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  return postNewPassword(request, reply, work.accounts, {
    accountId: staff.id,
    done: texts.account.done,
    next: localHref(languageOf(request), PATHS.account),
    show: (refusals) => showAccount(work, request, reply, staff, fieldErrorsOf(refusals)),
  })
}

function AccountPage({
  work,
  staff,
  errors,
}: {
  readonly work: WorkstationParts
  readonly staff: Staff
  readonly errors: readonly FieldError[]
}) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{WORDS.account}</h1>
      <SummaryList
        rows={[
          { key: texts.account.name, value: staff.name },
          { key: texts.account.position, value: staff.position },
          { key: texts.account.role, value: roleName(staff.role) },
          { key: texts.account.authority, value: authorityName(work.deps, staff.authority) },
          { key: WORDS.iin, value: <span class="number">{staff.iin}</span> },
        ]}
      />
      <h2>{WORDS.keys}</h2>
      <p>
        <a href={`${localHref(language, PATHS.keys)}?return=${encodeURIComponent(localHref(language, PATHS.account))}`}>
          {texts.account.keysHint}
        </a>
      </p>
      <h2>{texts.account.change}</h2>
      <PasswordForm action={localHref(language, PATHS.account)} button={texts.account.button} errors={errors} />
    </>
  )
}
