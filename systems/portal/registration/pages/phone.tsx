import { ONE_TIME_VALID_MINUTES } from '@ruqsat/accounts'
import { CodeField } from '@ruqsat/accounts/pages'
import {
  fillText,
  type IIN,
  isRefusal,
  type Json,
  type Language,
  type MobileNumber,
  parseIIN,
  parseMobileNumber,
  type Refusal,
} from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  languageOf,
  localHref,
  localPath,
  rateLimit,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn, returnPathOf } from '../../common/http/return-path.ts'
import { refusalsAt, refusePortal } from '../../refusals.ts'
import { identityByPhone, loginOf } from '../people/identity.ts'
import { keepPending, registrationPurpose } from '../people/registration.ts'
import { knowsSubscribers, ownerOf } from '../people/subscriber.ts'
import { personOfIdentity } from '../people/store.ts'
import { goOn } from './certificate.tsx'
import texts from '../texts.yaml'

// Registration with IIN and password: the person is who the register of subscribers has under the telephone, and the telephone answers. Every
// answer here is the same whether the number is theirs or not, and whether they are registered: nobody learns about others.

const PATH = PATHS.registerByPhone
const CODE = `${PATH}/code`
const KEY = 'phone-proof'

type Typed = { readonly iin: string; readonly phone: string }
type Asked = { readonly codeId: string; readonly iin: IIN; readonly phone: MobileNumber }

export function registrationByPhone(app: FastifyInstance, portal: Portal): void {
  const limited = { config: rateLimit('registration') }
  app.get(localPath(PATH), async (request, reply) =>
    knowsSubscribers(portal.deps.registers)
      ? showNumbers(request, reply, { iin: '', phone: '' }, [])
      : redirectTo(reply, hrefWithReturn(request, PATHS.register)),
  )
  app.post(localPath(PATH), limited, (request, reply) => postNumbers(portal, request, reply))
  app.get(localPath(CODE), async (request, reply) => {
    const asked = askedOf(request)
    return asked === null ? sendRefusal(request, reply, refusePortal('registration-out-of-date')) : showCode(request, reply, asked, '', [])
  })
  app.post(localPath(CODE), limited, (request, reply) => postCode(portal, request, reply))
}

async function postNumbers(portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const form = readForm(request)
  const typed: Typed = { iin: form.digits('iin'), phone: form.text('phone') }
  const iin = parseIIN(typed.iin)
  const phone = typed.phone === '' ? refusePortal('field-empty') : parseMobileNumber(typed.phone)
  if (isRefusal(iin) || isRefusal(phone)) return showNumbers(request, reply, typed, refusalsAt({ iin, phone }))
  const purpose = await registrationPurpose(portal, { returnPath: returnPathOf(request) })
  const owner = await ownerOf(portal.deps.registers, iin, phone, purpose)
  if (owner === 'unbound') return redirectTo(reply, hrefWithReturn(request, PATHS.register))
  if (owner === 'outage') return showNumbers(request, reply, typed, [refusePortal('subscribers-out-of-reach')], 503)
  if (owner === 'refused') return showNumbers(request, reply, typed, [refusePortal('subscribers-refuse')], 403)
  const language = languageOf(request)
  const proof = { subject: loginOf({ iin, bin: null }), phone, language }
  const { resetId: codeId } = portal.accounts.oneTime.startProof(proof, async () => {
    if (owner !== 'theirs') return false
    if ((await personOfIdentity(portal.deps.database.sql, iin, null)) === null) return true
    await tellRegistered(portal, proof, codeId)
    return false
  })
  request.session.set(KEY, { codeId, iin, phone } satisfies Asked as unknown as Json)
  return redirectTo(reply, hrefWithReturn(request, CODE))
}

/** The telephone is theirs, so they may know. */
async function tellRegistered(
  { deps }: Portal,
  { phone, language }: { readonly phone: MobileNumber; readonly language: Language },
  codeId: string,
): Promise<void> {
  await deps.messaging.send({
    channel: 'sms',
    to: phone,
    language,
    subject: texts.registration.welcomeSubject,
    text: texts.phone.alreadyRegistered,
    at: await deps.legalClock.now(),
    idempotencyKey: `registered already ${codeId}`,
  })
}

async function postCode(portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const asked = askedOf(request)
  if (asked === null) return sendRefusal(request, reply, refusePortal('registration-out-of-date'))
  const { codeId, iin, phone } = asked
  const code = readForm(request).digits('code')
  const refusal = await portal.accounts.oneTime.finishProof({ codeId, code, subject: loginOf({ iin, bin: null }), phone })
  if (refusal !== null) return showCode(request, reply, asked, code, [refusal])
  request.session.remove(KEY)
  const pending = {
    identity: identityByPhone(iin),
    provenPhone: phone,
    found: null,
    returnPath: returnPathOf(request),
    startedMs: portal.technicalClock.ms(),
  }
  keepPending(request, pending)
  return goOn(portal, request, reply, pending)
}

function askedOf(request: FastifyRequest): Asked | null {
  return (request.session.get(KEY) as unknown as Asked | undefined) ?? null
}

function showNumbers(
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Typed,
  refusals: readonly Refusal[],
  status = 422,
): Promise<unknown> {
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    request,
    reply,
    { title: texts.phone.title, hasErrors: errors.length > 0, ...(errors.length > 0 && { status }) },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.phone.title}</h1>
      <p class="lead">{texts.phone.lead}</p>
      <Form action={hrefWithReturn(request, PATH)}>
        <TextInput
          name="iin"
          label={texts.signIn.iin}
          hint={texts.signIn.iinHint}
          inputmode="numeric"
          autocomplete="username"
          width={20}
          value={typed.iin}
          error={errorAt(errors, 'iin')}
        />
        <TextInput
          name="phone"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width={20}
          label={texts.contactFields.phone}
          hint={texts.phone.hint}
          value={typed.phone}
          error={errorAt(errors, 'phone')}
        />
        <Button text={texts.phone.send} />
      </Form>
      <p class="muted">{texts.phone.signs}</p>
      <p>
        <a href={hrefWithReturn(request, PATHS.register)}>{texts.phone.byKey}</a>
      </p>
    </>,
  )
}

function showCode(
  request: FastifyRequest,
  reply: FastifyReply,
  { phone }: Asked,
  typed: string,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    request,
    reply,
    { title: texts.phone.codeTitle, hasErrors: errors.length > 0 },
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.phone.codeTitle}</h1>
      <p class="lead">{fillText(texts.phone.codeLead, { phone, minutes: ONE_TIME_VALID_MINUTES })}</p>
      <Form action={hrefWithReturn(request, CODE)}>
        <CodeField typed={typed} errors={errors} />
        <Button text={texts.phone.goOn} />
      </Form>
      <NotArrived />
    </>,
  )
}

function NotArrived() {
  const language = useLanguage()
  return (
    <>
      <p>{texts.phone.notArrived}</p>
      <ul>
        <li>
          <a href={localHref(language, PATH)}>{texts.phone.again}</a>
        </li>
        <li>
          <a href={localHref(language, PATHS.signIn)}>{texts.phone.maybeRegistered}</a>
        </li>
      </ul>
    </>
  )
}
