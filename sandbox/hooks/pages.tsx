// The page of the twin: what it was given, what it answers, what came.
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import {
  Button,
  Details,
  errorAt,
  ErrorSummary,
  type FieldError,
  Form,
  languageOf,
  localHref,
  localPath,
  readForm,
  redirectTo,
  Select,
  sendPage,
  sitePart,
  StatusTag,
  SummaryList,
  Table,
  TextInput,
  useLanguage,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import texts from '../pages/texts.yaml'
import { HOOK_TWIN_PATH, RECEIVER_NAME, type HookTwinDeps } from './place.ts'
import { readSecret, type HookVerdict } from './signature.ts'
import { newestReceived, putReceiver, receivers, type ReceivedHook, type Receiver } from './store/rows.ts'

const words = texts.hooks
const MOST_SHOWN = 50
/** What a program may answer: taken, busy, gone for ever (which ends the web hook). */
const STATUSES = ['204', '503', '410'] as const
const TAGS = {
  good: 'success',
  wrongSignature: 'danger',
  secretUnknown: 'warning',
  tooOld: 'danger',
  unsigned: 'danger',
} as const satisfies Record<HookVerdict, string>

type Typed = { readonly name: string; readonly secret: string; readonly status: string }
const NOTHING: Typed = { name: 'program', secret: '', status: '204' }

export function serveReceiverPages(app: FastifyInstance, deps: HookTwinDeps): void {
  sitePart(app, { name: words.title, home: HOOK_TWIN_PATH })
  app.get(localPath(HOOK_TWIN_PATH), (request, reply) => show(request, reply, deps, NOTHING, []))
  app.post(localPath(HOOK_TWIN_PATH), async (request, reply) => {
    const form = readForm(request)
    const typed = { name: form.text('name').trim(), secret: form.text('secret').trim(), status: form.text('status') }
    const secret = typed.secret === '' ? null : readSecret(typed.secret)
    const errors: FieldError[] = [
      ...(RECEIVER_NAME.test(typed.name) ? [] : [{ field: 'name', text: words.badName }]),
      ...(typed.secret !== '' && secret === null ? [{ field: 'secret', text: words.badSecret }] : []),
    ]
    if (errors.length > 0) return show(request, reply, deps, typed, errors)
    const status = Number(STATUSES.find((each) => each === typed.status) ?? STATUSES[0])
    await putReceiver(deps.database.sql, { name: typed.name, secret, status })
    return redirectTo(reply, localHref(languageOf(request), HOOK_TWIN_PATH))
  })
}

async function show(
  request: FastifyRequest,
  reply: FastifyReply,
  { database, site, portalOrigin, zone }: HookTwinDeps,
  typed: Typed,
  errors: readonly FieldError[],
): Promise<FastifyReply> {
  const [known, received] = await Promise.all([receivers(database.sql), newestReceived(database.sql, MOST_SHOWN)])
  const language = languageOf(request)
  return sendPage(
    request,
    reply,
    {
      title: words.title,
      back: { href: `${portalOrigin}/${language}/sandbox`, text: texts.back },
      hasErrors: errors.length > 0,
      ...(errors.length > 0 && { status: 422 }),
    },
    <TwinPage origin={site.site.origin} known={known} received={received} typed={typed} errors={errors} zone={zone} />,
  )
}

type PageProps = {
  readonly origin: string
  readonly known: readonly Receiver[]
  readonly received: readonly ReceivedHook[]
  readonly typed: Typed
  readonly errors: readonly FieldError[]
  readonly zone: ZoneRules
}

function TwinPage({ origin, known, received, typed, errors, zone }: PageProps) {
  const language = useLanguage()
  const addressOf = (name: string) => `${origin}${HOOK_TWIN_PATH}/${name}`
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <p>
        <code>npx ruqsat hooks add --client ID --name NAME --url {addressOf(NOTHING.name)}</code>
      </p>
      <Form action={localHref(language, HOOK_TWIN_PATH)}>
        <TextInput
          name="name"
          label={words.name}
          hint={words.nameHint}
          value={typed.name}
          error={errorAt(errors, 'name') ?? null}
          width={20}
          spellcheck={false}
        />
        <TextInput
          name="secret"
          label={words.secret}
          hint={words.secretHint}
          value={typed.secret}
          error={errorAt(errors, 'secret') ?? null}
          spellcheck={false}
          autocomplete="off"
        />
        <Select
          name="status"
          label={words.answer}
          value={typed.status}
          empty={null}
          options={STATUSES.map((status) => ({ value: status, text: words.answers[status] }))}
        />
        <Button text={words.keep} />
      </Form>
      {known.length > 0 && (
        <Table
          caption={words.receivers}
          columns={[{ text: words.address }, { text: words.secret }, { text: words.answer }]}
          rows={known.map(({ name, secret, status }) => [
            <code>{addressOf(name)}</code>,
            secret === null ? words.secretMissing : words.secretThere,
            String(status),
          ])}
        />
      )}
      <h2>{words.received}</h2>
      {received.length === 0 && <p>{words.nothing}</p>}
      {received.map((each) => (
        <Message message={each} zone={zone} />
      ))}
    </>
  )
}

type MessageProps = { readonly message: ReceivedHook; readonly zone: ZoneRules }

function Message({ message: { receiver, messageId, verdict, body, at, isRepeated }, zone }: MessageProps) {
  const language = useLanguage()
  const type = typeOf(body)
  return (
    <article>
      <h3>{type ?? words.unreadable}</h3>
      <SummaryList
        compact
        rows={[
          { key: words.name, value: receiver },
          { key: words.signature, value: <StatusTag kind={TAGS[verdict]} text={words.verdicts[verdict]} /> },
          { key: texts.when, value: formatInstant(at, zone, language) },
          {
            key: 'webhook-id',
            value: (
              <>
                <code>{messageId === '' ? '–' : messageId}</code> {isRepeated && words.repeated}
              </>
            ),
          },
        ]}
      />
      <Details summary={words.body}>
        <pre tabindex={0}>{pretty(body)}</pre>
      </Details>
    </article>
  )
}

function read(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The type of the event as Standard Webhooks has it; null for anything else. */
function typeOf(body: string): string | null {
  const found = read(body)
  const type = typeof found === 'object' && found !== null && 'type' in found ? found.type : null
  return typeof type === 'string' ? type.slice(0, 100) : null
}

function pretty(body: string): string {
  const found = read(body)
  return found === null ? body : JSON.stringify(found, null, 2)
}
