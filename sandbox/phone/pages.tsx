// The application of the twin as a page: whose telephone it is, what is signed, and the two buttons that a real one has.
import { Button, ButtonGroup, Form, languageOf, localHref, localPath, readForm, redirectTo, Select, sendPage, sitePart } from '@ruqsat/web'
import type { Language } from '@ruqsat/foundation'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { KEY_KINDS } from '../people/keys.ts'
import { fullName } from '../people/republic.ts'
import texts from '../pages/texts.yaml'
import { find, PHONE_TWIN_PATH, type PhoneTwin, signInApplication, type TwinExchange, type TwinKey } from './exchange.ts'

const T = texts.eGovMobile
/** The wire's own word for Kazakh. */
const nameIn = (language: Language) => (language === 'kk' ? 'nameKz' : language === 'ru' ? 'nameRu' : 'nameEn')
const KEYS: readonly TwinKey[] = [...KEY_KINDS, 'changed']

type Asked = { Params: { id: string } }

export function servePhonePages(app: FastifyInstance, twin: PhoneTwin): void {
  sitePart(app, { name: T.name, home: '/' })
  app.get<Asked>(localPath(`${PHONE_TWIN_PATH}/:id`), (request, reply) => {
    const exchange = find(twin, request.params.id)
    if (exchange === null || exchange.signature !== null || exchange.isCancelled) return over(request, reply, exchange)
    // The portal learns that the document is on the telephone.
    if (exchange.document !== null) exchange.isOpened = true
    return show(request, reply, twin, exchange)
  })
  app.post<Asked>(localPath(`${PHONE_TWIN_PATH}/:id`), async (request, reply) => {
    const exchange = find(twin, request.params.id)
    if (exchange === null || exchange.signature !== null || exchange.isCancelled) return over(request, reply, exchange)
    const form = readForm(request)
    const person = twin.people.find(({ personId }) => personId === form.text('person'))
    const key = KEYS.find((each) => each === form.text('key'))
    if (form.text('answer') === 'decline' || person === undefined || key === undefined) exchange.isCancelled = true
    else await signInApplication(twin, exchange, person.personId, key)
    return redirectTo(reply, localHref(languageOf(request), `${PHONE_TWIN_PATH}/${exchange.id}`))
  })
}

function show(request: FastifyRequest, reply: FastifyReply, { people }: PhoneTwin, exchange: TwinExchange): Promise<FastifyReply> {
  const language = languageOf(request)
  const { document } = exchange
  if (document === null)
    return sendPage(
      request,
      reply.header('refresh', '2'),
      { title: T.title },
      <>
        <h1>{T.title}</h1>
        <p role="status">{T.noDocument}</p>
      </>,
    )
  const applicants = people.filter(({ group }) => group === 'applicant')
  return sendPage(
    request,
    reply,
    { title: T.title },
    <>
      <h1>{T.title}</h1>
      <p class="lead">{T.lead}</p>
      <h2 id="document">{document[nameIn(language)]}</h2>
      <textarea class="input input--width-full" rows={12} readonly aria-labelledby="document">
        {Buffer.from(document.bytes).toString('utf8')}
      </textarea>
      <Form action={localHref(language, `${PHONE_TWIN_PATH}/${exchange.id}`)}>
        <Select
          name="person"
          label={T.person}
          value={applicants[0]?.personId ?? ''}
          options={applicants.map((each) => ({ value: each.personId, text: fullName(each) }))}
        />
        <Select name="key" label={T.key} value="good" options={KEYS.map((value) => ({ value, text: T.keys[value] }))} />
        <ButtonGroup>
          <Button name="answer" value="sign" text={T.sign} />
          <Button name="answer" value="decline" kind="secondary" text={T.decline} />
        </ButtonGroup>
      </Form>
    </>,
  )
}

function over(request: FastifyRequest, reply: FastifyReply, exchange: TwinExchange | null): Promise<FastifyReply> {
  const title = exchange === null ? T.over : exchange.isCancelled ? T.declined : T.signed
  return sendPage(
    request,
    reply,
    { title, ...(exchange === null && { status: 410 }) },
    <>
      <h1>{title}</h1>
      {exchange !== null && exchange.backUrl !== null && (
        <p>
          <a href={exchange.backUrl}>{T.back}</a>
        </p>
      )}
    </>,
  )
}
