// The twin's one page: who do you want to be. A real provider asks for a password here.
import { Button, ButtonGroup, Form, languageOf, localHref, localPath, readForm, redirectTo, sendPage, sitePart, Table } from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { fullName, type SandboxPerson } from '../people/republic.ts'
import texts from '../pages/texts.yaml'

/** Whose accounts people sign in to. */
export type TwinRealm = 'applicants' | 'officials'

export type TwinSteps = {
  readonly provider: () => Promise<Provider>
  readonly people: readonly SandboxPerson[]
  readonly realmOf: (clientId: unknown) => TwinRealm | null
  readonly portalOrigin: string
}

const PATH = '/sign-in-twin/:uid'
const GROUPS = { applicants: 'applicant', officials: 'staff' } as const satisfies Record<TwinRealm, SandboxPerson['group']>

export function serveSteps(app: FastifyInstance, twin: TwinSteps): void {
  sitePart(app, { name: texts.signIn.name, home: '/' })
  app.get<{ Params: { uid: string } }>(localPath(PATH), (request, reply) => show(request, reply, twin, request.params.uid))
  app.post<{ Params: { uid: string } }>(localPath(PATH), (request, reply) => answer(request, reply, twin, request.params.uid))
}

async function stepOf({ provider, realmOf, people }: TwinSteps, uid: string) {
  const library = await provider()
  const interaction = await library.Interaction.find(uid)
  const realm = realmOf(interaction?.params['client_id'])
  if (interaction === undefined || realm === null) return null
  return { library, interaction, people: people.filter(({ group }) => group === GROUPS[realm]) }
}

async function show(request: FastifyRequest, reply: FastifyReply, twin: TwinSteps, uid: string): Promise<unknown> {
  const step = await stepOf(twin, uid)
  if (step === null) return over(request, reply, twin)
  return sendPage(
    request,
    reply,
    { title: texts.signIn.title },
    <WhoPage people={step.people} action={localHref(languageOf(request), `/sign-in-twin/${uid}`)} />,
  )
}

async function answer(request: FastifyRequest, reply: FastifyReply, twin: TwinSteps, uid: string): Promise<unknown> {
  const step = await stepOf(twin, uid)
  if (step === null) return over(request, reply, twin)
  const { library, interaction, people } = step
  const chosen = people.find(({ personId }) => personId === readForm(request).text('person'))
  if (chosen === undefined) interaction.result = { error: 'access_denied', error_description: 'The person did not allow it' }
  else {
    const grant = new library.Grant({ accountId: chosen.personId, clientId: String(interaction.params['client_id']) })
    grant.addOIDCScope(String(interaction.params['scope']))
    interaction.result = { login: { accountId: chosen.personId, remember: false }, consent: { grantId: await grant.save() } }
  }
  await interaction.save(600)
  return redirectTo(reply, interaction.returnTo)
}

/** Answered already, or an hour old. */
function over(request: FastifyRequest, reply: FastifyReply, { portalOrigin }: TwinSteps): Promise<unknown> {
  return sendPage(
    request,
    reply,
    { title: texts.signIn.over, status: 410 },
    <>
      <h1>{texts.signIn.over}</h1>
      <p>
        <a href={`${portalOrigin}/${languageOf(request)}`}>{texts.signIn.again}</a>
      </p>
    </>,
  )
}

function WhoPage({ people, action }: { readonly people: readonly SandboxPerson[]; readonly action: string }) {
  return (
    <>
      <h1>{texts.signIn.title}</h1>
      <p class="lead">{texts.signIn.lead}</p>
      <Form action={action}>
        <Table
          caption={texts.signIn.people}
          columns={[{ text: texts.signIn.person }, { text: texts.signIn.who }, { text: texts.signIn.choose }]}
          rows={people.map((person) => [
            fullName(person),
            <>{person.part}</>,
            <Button name="person" value={person.personId} text={texts.signIn.be} hiddenText={fullName(person)} />,
          ])}
        />
        <ButtonGroup>
          <Button name="person" value="nobody" kind="secondary" text={texts.signIn.refuse} />
        </ButtonGroup>
      </Form>
    </>
  )
}
