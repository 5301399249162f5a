import { isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { Button, flash, Form, readForm, redirectTo, type FieldError } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { startSession } from '../session-plugin.ts'
import type { Accounts } from '../types.ts'
import { NewPassword, PresentPassword } from './fields.tsx'

type PasswordFormProps = {
  readonly action: string
  /** For the browser's keeper of passwords. */
  readonly login?: string
  readonly button: LocalText
  readonly errors: readonly FieldError[]
}

export function PasswordForm({ action, login, button, errors }: PasswordFormProps) {
  return (
    <Form action={action}>
      {login !== undefined && <input type="text" name="login" value={login} autocomplete="username" hidden />}
      <PresentPassword name="oldPassword" errors={errors} />
      <NewPassword name="newPassword" errors={errors} />
      <Button text={button} />
    </Form>
  )
}

/** What `PasswordForm` posts: this session goes on under a new cookie, all others end. */
export async function postNewPassword(
  request: FastifyRequest,
  reply: FastifyReply,
  accounts: Accounts,
  {
    accountId,
    done,
    next,
    show,
  }: {
    readonly accountId: string
    readonly done: LocalText
    readonly next: string
    show(refusals: readonly Refusal[]): Promise<unknown>
  },
): Promise<unknown> {
  const form = readForm(request)
  const change = { accountId, oldPassword: form.secret('oldPassword'), newPassword: form.secret('newPassword') }
  const changed = await accounts.changePassword({ ...change, keepSession: request.session.boundTo })
  if (isRefusal(changed)) return show([changed])
  await startSession(request, changed)
  flash(request, 'success', done)
  return redirectTo(reply, next)
}
