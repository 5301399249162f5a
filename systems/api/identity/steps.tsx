// Where a person decides whether a program of others may know who they are. It asks each time: nothing is given behind their back.
import { sessionPlugin } from '@ruqsat/accounts'
import { fillText } from '@ruqsat/foundation'
import {
  Button,
  ButtonGroup,
  Form,
  languageOf,
  localHref,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  sitePart,
  SummaryList,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiScope } from '../clients/scopes.ts'
import type { ApiParts } from '../deps.ts'
import { refuseApi } from '../refusals.ts'
import { clientById, type ApiClient } from '../store/clients.ts'
import { keepSignIn } from '../store/people.ts'
import texts from '../texts.yaml'
import { PEOPLE_REALMS, type KnownPerson, type People, type PeopleRealm } from './people.ts'

/** Of the step that this browser is at, in its session. */
const STEP_KEY = 'identityStep'

/** The authorization server's own step, whose cookie this path has: without the language, so that a switch of it loses nothing. */
export const stepEntry = (realm: PeopleRealm, uid: string) => `/sign-in-to/${realm}/${uid}`
/** Where people are led whose program asked for something that cannot be given. */
export const WRONGLY_ASKED = '/sign-in-to'

const pageOf = (realm: PeopleRealm) => `/sign-in-to/${realm}`

export async function mountSteps(parts: ApiParts, site: FastifyInstance): Promise<void> {
  site.get(WRONGLY_ASKED, (request, reply) => {
    const { error } = request.query as { readonly error?: unknown }
    const code = typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? error : ''
    return sendRefusal(request, reply, refuseApi('program-asks-wrongly', { facts: { error: code } }), { status: 400 })
  })
  for (const realm of PEOPLE_REALMS) await site.register(async (app) => mountRealm(parts, realm, app))
}

function mountRealm(parts: ApiParts, realm: PeopleRealm, app: FastifyInstance): void {
  const people = parts.deps.people[realm]
  sitePart(app, { name: people.name, home: people.home })
  sessionPlugin(app, people)
  app.get(stepEntry(realm, ':uid'), async (request, reply) => {
    const provider = await parts.identity.provider()
    const step = await provider.interactionDetails(request.raw, reply.raw).catch(() => null)
    if (step === null) return sendGone(request, reply)
    request.session.set(STEP_KEY, step.uid)
    return redirectTo(reply, localHref(languageOf(request), pageOf(realm)))
  })
  app.get(localPath(pageOf(realm)), (request, reply) => showStep(parts, realm, request, reply))
  app.post(localPath(pageOf(realm)), (request, reply) => endStep(parts, realm, request, reply))
}

async function showStep(parts: ApiParts, realm: PeopleRealm, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const people = parts.deps.people[realm]
  const step = await stepOf(parts, realm, request)
  if (step === null) return sendGone(request, reply)
  const person = request.account === null ? null : await people.person(request.account.id)
  if (person === null) return redirectTo(reply, people.signInHref(request, request.url))
  letFormEndAt(reply, step.returnsTo)
  return sendPage(request, reply, { title: texts.consent.title }, <Consent step={step} person={person} here={request.url} />)
}

async function endStep(parts: ApiParts, realm: PeopleRealm, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { deps, identity } = parts
  const people = deps.people[realm]
  const step = await stepOf(parts, realm, request)
  const person = request.account === null ? null : await people.person(request.account.id)
  if (step === null || person === null) return sendGone(request, reply)
  const isAllowed = readForm(request).text('answer') === 'yes'
  const { client, scopes } = step
  const provider = await identity.provider()
  const interaction = await provider.Interaction.find(step.uid)
  if (interaction === undefined) return sendGone(request, reply)
  if (isAllowed) {
    const accountId = subjectOf(realm, person)
    const grant = new provider.Grant({ accountId, clientId: client.id })
    grant.addOIDCScope(scopes.join(' '))
    interaction.result = { login: { accountId, remember: false }, consent: { grantId: await grant.save() } }
  } else interaction.result = { error: 'access_denied', error_description: 'The person did not allow it' }
  await interaction.save(interaction.exp! - Math.floor(deps.technicalClock.ms() / 1000))
  request.session.remove(STEP_KEY)
  const { accountId } = person
  const outcome = isAllowed ? ('done' as const) : ('refused' as const)
  const detail = isAllowed ? scopes.join(' ') : 'not-allowed'
  await keepSignIn(deps.database.sql, {
    at: deps.technicalClock.now(),
    direction: 'to',
    partner: client.id,
    realm,
    accountId,
    outcome,
    detail,
  })
  letFormEndAt(reply, step.returnsTo)
  return redirectTo(reply, interaction.returnTo)
}

/** Who is who across the border: an account of one realm is nobody in the other. */
export function subjectOf(realm: PeopleRealm, { accountId }: Pick<KnownPerson, 'accountId'>): string {
  return `${realm}.${accountId}`
}

/** The person behind a subject, as they are now. */
export async function personOfSubject(people: Readonly<Record<PeopleRealm, People>>, subject: string): Promise<KnownPerson | null> {
  const [realm, accountId] = subject.split('.', 2)
  const known = PEOPLE_REALMS.find((each) => each === realm)
  return known === undefined || accountId === undefined ? null : people[known].person(accountId)
}

type Step = { readonly uid: string; readonly client: ApiClient; readonly scopes: readonly ApiScope[]; readonly returnsTo: string }

/** The step that this browser began; null where it is over, or of other people. */
async function stepOf({ deps, identity }: ApiParts, realm: PeopleRealm, request: FastifyRequest): Promise<Step | null> {
  const uid = request.session.get(STEP_KEY)
  if (typeof uid !== 'string') return null
  const interaction = await (await identity.provider()).Interaction.find(uid)
  const { client_id: clientId, scope, redirect_uri: returnsTo } = (interaction?.params ?? {}) as Record<string, string | undefined>
  const client = clientId === undefined ? null : await clientById(deps.database.sql, clientId)
  if (client === null || client.endedAt !== null || client.people !== realm || returnsTo === undefined) return null
  const asked = (scope ?? '').split(' ')
  return { uid, client, scopes: client.scopes.filter((each) => asked.includes(each)), returnsTo }
}

/** The answer goes back to the program through a redirect after our form: browsers ask whether the form may end there. */
function letFormEndAt(reply: FastifyReply, returnsTo: string): void {
  const policy = String(reply.getHeader('content-security-policy') ?? '')
  reply.header('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${new URL(returnsTo).origin}`))
}

function sendGone(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return sendRefusal(request, reply, refuseApi('step-over'), { status: 410 })
}

function Consent({ step, person, here }: { readonly step: Step; readonly person: KnownPerson; readonly here: string }) {
  const { client, scopes, returnsTo } = step
  return (
    <>
      <h1>{texts.consent.title}</h1>
      <p class="lead">{fillText(texts.consent.lead, { program: client.name })}</p>
      <SummaryList
        rows={[
          { key: texts.consent.program, value: client.name },
          { key: texts.consent.address, value: new URL(returnsTo).host },
          { key: texts.consent.you, value: person.name },
        ]}
      />
      <h2>{texts.consent.learns}</h2>
      <ul>
        {scopes.map((scope) => (
          <li>{texts.scopes[scope]}</li>
        ))}
      </ul>
      <Form action={here}>
        <ButtonGroup>
          <Button name="answer" value="yes" text={texts.consent.allow} />
          <Button name="answer" value="no" kind="secondary" text={texts.consent.refuse} />
        </ButtonGroup>
      </Form>
    </>
  )
}
