import { isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  flash,
  Form,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  TextInput,
  useSay,
  type FieldError,
} from '@ruqsat/web'
import { PASSWORD_MIN_LENGTH } from '@ruqsat/accounts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { RESET_LIMIT } from '../../common/http/limits.ts'
import { hrefWithReturn } from '../../common/http/return-path.ts'
import { loginOf } from '../people/identity.ts'
import texts from '../texts.yaml'

// A lost password: a code goes to the confirmed phone of the account, else to its confirmed e-mail. The pages say the same whether there is such an account or not.

const TEXTS = texts.reset

export function resetPages(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.reset), (request, reply) => showStart(request, reply, { iin: '', bin: '' }, []))
  app.post(localPath(PATHS.reset), { config: RESET_LIMIT }, async (request, reply) => {
    const form = readForm(request)
    const typed = { iin: form.digits('iin'), bin: form.digits('bin') }
    const iin = parseIIN(typed.iin)
    const bin = typed.bin === '' ? null : parseBIN(typed.bin)
    if (isRefusal(iin) || isRefusal(bin))
      return showStart(request, reply, typed, [
        ...(isRefusal(iin) ? [{ ...iin, field: 'iin' }] : []),
        ...(isRefusal(bin) ? [{ ...bin, field: 'bin' }] : []),
      ])
    const { resetId } = portal.accounts.startReset(loginOf({ iin, bin }))
    return redirectTo(reply, hrefWithReturn(request, `${PATHS.reset}/${resetId}`))
  })
  app.get<{ Params: { id: string } }>(localPath(`${PATHS.reset}/:id`), (request, reply) =>
    showCode(request, reply, request.params.id, '', []),
  )
  app.post<{ Params: { id: string } }>(localPath(`${PATHS.reset}/:id`), { config: RESET_LIMIT }, async (request, reply) => {
    const form = readForm(request)
    const { id } = request.params
    const code = form.digits('code')
    const done = await portal.accounts.finishReset({ resetId: id, code, newPassword: form.secret('newPassword') })
    if (isRefusal(done)) return showCode(request, reply, id, code, [done])
    flash(request, 'success', TEXTS.done)
    return redirectTo(reply, hrefWithReturn(request, PATHS.signIn))
  })
}

type Typed = { readonly iin: string; readonly bin: string }

function showStart(request: FastifyRequest, reply: FastifyReply, typed: Typed, refusals: readonly Refusal[]): Promise<unknown> {
  const hasErrors = refusals.length > 0
  return sendPage(
    request,
    reply,
    { title: TEXTS.title, hasErrors, status: hasErrors ? 422 : 200 },
    <StartForm typed={typed} errors={fieldErrorsOf(refusals)} action={hrefWithReturn(request, PATHS.reset)} />,
  )
}

function StartForm({ typed, errors, action }: { readonly typed: Typed; readonly errors: readonly FieldError[]; readonly action: string }) {
  const say = useSay()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(TEXTS.lead)}</p>
      <Form action={action}>
        <TextInput
          name="iin"
          label={TEXTS.iin}
          inputmode="numeric"
          autocomplete="username"
          width={20}
          value={typed.iin}
          error={errorAt(errors, 'iin')}
        />
        <TextInput
          name="bin"
          label={TEXTS.bin}
          hint={TEXTS.binHint}
          optional
          inputmode="numeric"
          width={20}
          value={typed.bin}
          error={errorAt(errors, 'bin')}
        />
        <Button text={TEXTS.send} />
      </Form>
    </>
  )
}

function showCode(request: FastifyRequest, reply: FastifyReply, id: string, code: string, refusals: readonly Refusal[]): Promise<unknown> {
  const hasErrors = refusals.length > 0
  return sendPage(
    request,
    reply,
    { title: TEXTS.codeTitle, hasErrors, status: hasErrors ? 422 : 200 },
    <CodeForm
      code={code}
      errors={fieldErrorsOf(refusals)}
      action={hrefWithReturn(request, `${PATHS.reset}/${encodeURIComponent(id)}`)}
      again={hrefWithReturn(request, PATHS.reset)}
    />,
  )
}

type CodeProps = { readonly code: string; readonly errors: readonly FieldError[]; readonly action: string; readonly again: string }

function CodeForm({ code, errors, action, again }: CodeProps) {
  const say = useSay()
  const hint = say(TEXTS.passwordHint).replace('{length}', String(PASSWORD_MIN_LENGTH))
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{say(TEXTS.codeTitle)}</h1>
      <p class="lead">{say(TEXTS.codeLead)}</p>
      <Form action={action}>
        <TextInput
          name="code"
          label={TEXTS.code}
          inputmode="numeric"
          autocomplete="one-time-code"
          width={8}
          maxlength={12}
          value={code}
          error={errorAt(errors, 'code')}
        />
        <TextInput
          name="newPassword"
          type="password"
          autocomplete="new-password"
          label={TEXTS.password}
          hint={hint}
          error={errorAt(errors, 'newPassword')}
        />
        <Button text={TEXTS.set} />
      </Form>
      <p>
        <a href={again}>{say(TEXTS.again)}</a>
      </p>
    </>
  )
}
