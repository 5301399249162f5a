import { PASSWORD_MIN_LENGTH, startSession } from '@ruqsat/accounts'
import { fillText, isRefusal } from '@ruqsat/foundation'
import {
  Button,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  flash,
  Form,
  languageOf,
  localHref,
  readForm,
  redirectTo,
  SummaryList,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authorityName } from '../cases/authority.ts'
import { roleName } from '../cases/staff-work.ts'
import type { Staff } from '../contract.ts'
import type { Work } from '../deps.ts'
import { PATHS } from '../http/paths.ts'
import { sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'

const T = texts.account

export function showAccount(
  work: Work,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const options = { title: WORDS.account, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200 }
  return sendWork(work, request, reply, options, <AccountPage work={work} staff={staff} errors={errors} />)
}

export async function postPassword(work: Work, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const form = readForm(request)
  const change = { accountId: staff.id, oldPassword: form.secret('oldPassword'), newPassword: form.secret('newPassword') }
  const answer = await work.accounts.changePassword({ ...change, keepSession: request.session.boundTo })
  if (isRefusal(answer)) return showAccount(work, request, reply, staff, fieldErrorsOf([answer]))
  await startSession(request, answer)
  flash(request, 'success', T.done)
  return redirectTo(reply, localHref(languageOf(request), PATHS.account))
}

function AccountPage({ work, staff, errors }: { readonly work: Work; readonly staff: Staff; readonly errors: readonly FieldError[] }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(WORDS.account)}</h1>
      <SummaryList
        rows={[
          { key: T.name, value: staff.name },
          { key: T.position, value: staff.position },
          { key: T.role, value: roleName(staff.role) },
          { key: T.authority, value: authorityName(work.deps, staff.authority) },
          { key: WORDS.iin, value: <span class="number">{staff.iin}</span> },
        ]}
      />
      <h2>{say(WORDS.keys)}</h2>
      <p>
        <a href={`${localHref(language, PATHS.keys)}?return=${encodeURIComponent(localHref(language, PATHS.account))}`}>
          {say(T.keysHint)}
        </a>
      </p>
      <h2>{say(T.change)}</h2>
      <Form action={localHref(language, PATHS.account)}>
        <TextInput
          name="oldPassword"
          type="password"
          label={T.old}
          width={20}
          autocomplete="current-password"
          error={errorAt(errors, 'oldPassword') ?? null}
        />
        <TextInput
          name="newPassword"
          type="password"
          label={T.new}
          hint={fillText(T.hint, { length: PASSWORD_MIN_LENGTH })}
          width={20}
          autocomplete="new-password"
          error={errorAt(errors, 'newPassword') ?? null}
        />
        <Button text={T.button} />
      </Form>
    </>
  )
}
