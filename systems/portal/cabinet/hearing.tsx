// Before a refusal or a measure is signed: its draft with the grounds, and the party's word on it, signed, or their wish to be heard in person.
import type { Party } from '@ruqsat/caseflow/host'
import { expectedSignerOf, type ObjectionDocument } from '@ruqsat/documents'
import { refuseEngine, TEXT_LIMIT } from '@ruqsat/engine'
import { canonicalJson, fillText, isRefusal, parsePrintable, type Refusal } from '@ruqsat/foundation'
import { SigningPanel } from '@ruqsat/signing'
import {
  Button,
  ButtonGroup,
  CSRF_FIELD,
  csrfToken,
  ErrorSummary,
  fieldErrorOf,
  flash,
  Form,
  HiddenField,
  InsetText,
  languageOf,
  LinkButton,
  localHref,
  LONG_FORM,
  rateLimit,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  Textarea,
  WarningText,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type Portal } from '../deps.ts'
import { beginPhoneSigning, PhoneWay } from '../phone/pages.tsx'
import { DraftHeard, isMeasure } from './hearing-part.tsx'
import { keepObjection, readObjection } from './objections-store.ts'
import { backToRequest, REQUEST_PATH, withRequest, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

const T = texts.hearing

/** The hidden field that names the draft which the person has read. */
const HEARING = 'hearing'

export function hearingPages(app: FastifyInstance, portal: Portal): void {
  const page = (path: string) => `${REQUEST_PATH}/objection${path}`
  app.get(
    page(''),
    withRequest(portal, async (request, reply, own) => {
      const { hearing } = own.view
      if (hearing === undefined) return toRequest(request, reply, own)
      const kept = await readObjection(portal.deps.database.sql, hearing.askedId, own.person.accountId)
      return sendObjection(portal, request, reply, own, { text: kept?.text ?? '', refusal: null })
    }),
  )
  app.post(
    page(''),
    { config: LONG_FORM },
    withRequest(portal, (request, reply, own) => postObjection(portal, request, reply, own), 'fill'),
  )
  app.get(
    page('/sign'),
    withRequest(portal, (request, reply, own) => sendSigning(portal, request, reply, own)),
  )
  app.get(
    page('/content'),
    withRequest(portal, async (_request, reply, own) => {
      const kept = await keptOf(portal, own)
      if (kept === null) return reply.status(404).send()
      return reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(kept.frozen))
    }),
  )
  app.post(
    page('/sign'),
    { config: LONG_FORM },
    withRequest(portal, (request, reply, own) => postSigned(portal, request, reply, own), 'fill'),
  )
  app.post(
    page('/phone'),
    { config: rateLimit('registration') },
    withRequest(portal, (request, reply, own) => postPhone(portal, request, reply, own), 'fill'),
  )
  app.get(
    page('/none'),
    withRequest(portal, (request, reply, own) => sendNothing(portal, request, reply, own)),
  )
  app.post(
    page('/none'),
    withRequest(portal, async (request, reply, own) => answer(portal, request, reply, own, null), 'fill'),
  )
  app.get(
    page('/oral'),
    withRequest(portal, (request, reply, own) => sendInPerson(portal, request, reply, own, { text: '', refusal: null })),
  )
  app.post(
    page('/oral'),
    { config: LONG_FORM },
    withRequest(portal, (request, reply, own) => postInPerson(portal, request, reply, own), 'fill'),
  )
}

function toRequest(request: FastifyRequest, reply: FastifyReply, own: OwnRequest): unknown {
  return redirectTo(reply, backToRequest(request, own).href)
}

type Written = { readonly text: string; readonly refusal: Refusal | null }

async function sendObjection(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  own: OwnRequest,
  { text, refusal }: Written,
): Promise<unknown> {
  const { hearing } = own.view
  const now = await portal.legalNow()
  const errors = refusal === null ? [] : [fieldErrorOf(refusal)]
  return sendPage(
    request,
    reply,
    { title: T.write, back: backToRequest(request, own), hasErrors: refusal !== null, ...(refusal && { status: 422 }) },
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.write}</h1>
      <p>{isMeasure(own) ? T.measureWriteLead : T.writeLead}</p>
      {hearing && (
        <InsetText>
          <DraftHeard own={own} hearing={hearing} now={now} />
        </InsetText>
      )}
      <Form action={`${backToRequest(request, own).href}/objection`}>
        <Textarea name="text" label={T.text} value={text} error={errors[0]?.text ?? null} rows={8} maxlength={TEXT_LIMIT} />
        <ButtonGroup>
          <Button text={T.toSign} />
        </ButtonGroup>
      </Form>
    </>,
  )
}

/** It ends a right at once, so that it is asked once more; the draft that was read goes with the answer, in case there is another by then. */
async function sendNothing(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const { hearing } = own.view
  if (hearing === undefined) return toRequest(request, reply, own)
  const here = `${backToRequest(request, own).href}/objection`
  const now = await portal.legalNow()
  return sendPage(
    request,
    reply,
    { title: T.nothing, back: backToRequest(request, own) },
    <>
      <h1>{T.nothing}</h1>
      <InsetText>
        <DraftHeard own={own} hearing={hearing} now={now} />
      </InsetText>
      <WarningText text={isMeasure(own) ? T.measureNothingSure : T.nothingSure} />
      <Form action={`${here}/none`} once>
        <HiddenField name={HEARING} value={hearing.askedId} />
        <ButtonGroup>
          <Button text={T.nothing} kind="warning" />
          <LinkButton href={here} text={T.object} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>,
  )
}

/** In place of an objection; the draft that was read goes with it, in case there is another by then. */
async function sendInPerson(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  own: OwnRequest,
  { text, refusal }: Written,
): Promise<unknown> {
  const { hearing } = own.view
  if (hearing?.mayBeInPerson !== true) return toRequest(request, reply, own)
  const now = await portal.legalNow()
  const errors = refusal === null ? [] : [fieldErrorOf(refusal)]
  const here = `${backToRequest(request, own).href}/objection`
  return sendPage(
    request,
    reply,
    { title: T.oral, back: backToRequest(request, own), hasErrors: refusal !== null, ...(refusal && { status: 422 }) },
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.oral}</h1>
      <p>{T.oralLead}</p>
      <InsetText>
        <DraftHeard own={own} hearing={hearing} now={now} />
      </InsetText>
      <p>{T.oralInstead}</p>
      <Form action={`${here}/oral`} once>
        <HiddenField name={HEARING} value={hearing.askedId} />
        <Textarea name="text" label={T.oralText} value={text} error={errors[0]?.text ?? null} optional rows={4} maxlength={TEXT_LIMIT} />
        <ButtonGroup>
          <Button text={T.oralSend} />
          <LinkButton href={here} text={T.object} kind="secondary" />
        </ButtonGroup>
      </Form>
    </>,
  )
}

async function postInPerson(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const form = readForm(request)
  const [text, askedId] = [form.text('text'), form.text(HEARING)]
  const fault = text.trim() === '' ? null : textFault(text)
  if (fault !== null) return sendInPerson(portal, request, reply, own, { text, refusal: fault })
  const { host, view, person } = own
  const done = await host.askOralHearing(view.summary.caseId, { askedId, text: text.trim() }, portal.actor(person))
  if (isRefusal(done)) return sendRefusal(request, reply, done, { status: 409, back: backToRequest(request, own) })
  flash(request, 'success', T.oralDone)
  return toRequest(request, reply, own)
}

async function postObjection(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const { hearing } = own.view
  const text = readForm(request).text('text')
  const fault = textFault(text)
  if (fault !== null) return sendObjection(portal, request, reply, own, { text, refusal: fault })
  if (hearing === undefined)
    return sendObjection(portal, request, reply, own, { text, refusal: { ...refuseEngine('hearing-not-open'), field: 'text' } })
  const { person, view } = own
  const { kind, iin, bin, name, representative } = partyIn(own)
  const language = languageOf(request)
  const now = await portal.legalNow()
  const document: ObjectionDocument = {
    schema: representative === undefined ? 'ruqsat.objection/1' : 'ruqsat.objection/2',
    title: fillText(isMeasure(own) ? T.measureDocument : T.document, { number: view.summary.requestNumber })[language],
    requestNumber: view.summary.requestNumber,
    hearing: hearing.askedId,
    language,
    text,
    applicant: { kind, iin, bin, name },
    ...(representative && { representative }),
    preparedAt: now,
  }
  const frozen = new TextEncoder().encode(canonicalJson(document))
  await keepObjection(portal.deps.database.sql, hearing.askedId, person.accountId, { text, frozen }, now)
  return redirectTo(reply, `${backToRequest(request, own).href}/objection/sign`)
}

function textFault(text: string): Refusal | null {
  if (text.trim() === '') return refuseEngine('objection-empty', { field: 'text' })
  if (text.length > TEXT_LIMIT) return refuseEngine('text-too-long', { field: 'text', facts: { most: TEXT_LIMIT } })
  const read = parsePrintable(text)
  return isRefusal(read) ? { ...read, field: 'text' } : null
}

async function keptOf(portal: Portal, { view, person }: OwnRequest) {
  return view.hearing === undefined ? null : readObjection(portal.deps.database.sql, view.hearing.askedId, person.accountId)
}

async function sendSigning(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const kept = await keptOf(portal, own)
  if (kept === null) return toRequest(request, reply, own)
  const { person, regulation } = own
  const expected = expectedSignerOf(partyIn(own).representative && person, person)
  const here = `${backToRequest(request, own).href}/objection`
  const language = languageOf(request)
  const panel = await portal.panel(language, regulation)
  return sendPage(
    request,
    reply,
    { title: T.sign, back: { href: here, text: T.change } },
    <>
      <h1>{T.sign}</h1>
      <SigningPanel
        {...panel}
        csrf={{ name: CSRF_FIELD, value: csrfToken(request, reply) }}
        purpose="sign"
        bytesUrl={`${here}/content`}
        submitUrl={`${here}/sign`}
        keyImportUrl={localHref(language, PATHS.keys)}
        expectedHolder={{ iin: person.iin, bin: expected.bin ?? null, name: person.name, roles: expected.roles }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
      <PhoneWay portal={portal} action={`${here}/phone`} />
    </>,
  )
}

/** The same bytes, to be signed in eGov Mobile. */
async function postPhone(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const kept = await keptOf(portal, own)
  if (kept === null) return toRequest(request, reply, own)
  const at = (place: string) => `${PATHS.request(own.view.summary.requestNumber)}/objection/${place}`
  const paths = { submitPath: at('sign'), beginPath: at('phone'), backPath: at('sign') }
  return beginPhoneSigning(request, reply, portal, { title: T.sign, bytes: kept.frozen, ...paths })
}

async function postSigned(portal: Portal, request: FastifyRequest, reply: FastifyReply, own: OwnRequest): Promise<unknown> {
  const kept = await keptOf(portal, own)
  const cmsBase64 = readForm(request).text('signature').replace(/\s/g, '')
  if (kept === null)
    return sendRefusal(request, reply, refuseEngine('hearing-not-open'), { status: 409, back: backToRequest(request, own) })
  return answer(portal, request, reply, own, { party: partyIn(own), contentBase64: Buffer.from(kept.frozen).toString('base64'), cmsBase64 })
}

/** As whom the person answers: who filed for another by a power of attorney, in the name of the applicant; else themselves. */
function partyIn({ view: { party }, person }: OwnRequest): Party {
  if (party.representative !== undefined && party.accountId === person.accountId) return party
  const { accountId, kind, iin, bin, name, organisation, address, phone, email, language } = person
  return { accountId, kind, iin, bin, name: organisation ?? name, address, phone, email, language }
}

type Objection = Parameters<OwnRequest['host']['answerHearing']>[1]['objection']

/** A refusal brings the person back to what they wrote: it is kept until it is signed. */
async function answer(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  own: OwnRequest,
  objection: Objection,
): Promise<unknown> {
  const { host, view, person } = own
  const askedId = objection === null ? readForm(request).text(HEARING) : (view.hearing?.askedId ?? 'none')
  const back = { href: `${backToRequest(request, own).href}${objection === null ? '' : '/objection'}`, text: texts.receipt.back }
  const done = await host.answerHearing(view.summary.caseId, { askedId, objection }, portal.actor(person))
  if (isRefusal(done)) return sendRefusal(request, reply, done, { status: 409, back })
  if (done.kind === 'waiting') {
    flash(request, 'information', T.waiting)
    return toRequest(request, reply, own)
  }
  flash(request, 'success', objection === null ? T.doneNothing : T.done)
  return toRequest(request, reply, own)
}
