// Applying for another by a power of attorney: its number and whose it is; the register of notaries says the rest.
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { findVariant } from '@ruqsat/law'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  languageOf,
  localHref,
  localPath,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  TextInput,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PATHS, type OfferedService, type Person, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from '../drafts/model.ts'
import { startByPower, takesRepresentatives, type PowerTyped } from '../drafts/powers.ts'
import { draftHref } from './frame.tsx'
import { draftIdFor } from './draft-id.ts'
import T from './texts.yaml'

type Wanted = { readonly regulation: string; readonly variant: string; readonly view: string }
type Asked = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly portal: Portal; readonly person: Person }

export function forAnotherPages(app: FastifyInstance, portal: Portal, deps: DraftDeps): void {
  const path = localPath(PATHS.forAnother)
  app.get(
    path,
    portal.requirePerson((request, reply, person) => {
      const query = request.query as Readonly<Record<string, unknown>>
      const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
      const wanted = { regulation: text('regulation'), variant: text('variant'), view: text('view') }
      return show({ request, reply, portal, person }, wanted, { number: '', principal: '' }, [])
    }),
  )
  app.post(
    path,
    portal.requirePerson(async (request, reply, person) => {
      const form = readForm(request)
      const wanted = {
        regulation: form.text('regulation'),
        variant: form.text('variant'),
        view: form.text('view') || (deps.channels[0] ?? ''),
      }
      const typed = { number: form.text('power'), principal: form.digits('principal') }
      const language = languageOf(request)
      const wish = { ...wanted, id: draftIdFor(form.onceToken()), language }
      const open = await startByPower(deps, person, wish, typed)
      if (!isRefusal(open)) return redirectTo(reply, draftHref({ open, language }))
      return show({ request, reply, portal, person }, wanted, typed, [open])
    }),
  )
}

async function show(
  { request, reply, portal, person }: Asked,
  wanted: Wanted,
  typed: PowerTyped,
  refusals: readonly Refusal[],
): Promise<unknown> {
  const offered = await portal.offered(wanted.regulation)
  const variant = offered && findVariant(offered.regulation, wanted.variant)
  if (offered === null || variant === null) return sendRefusal(request, reply, refusePortal('service-not-offered'), { status: 404 })
  const no = !takesRepresentatives(offered.regulation) ? 'no-representatives-here' : person.bin !== null ? 'representative-as-self' : null
  if (no !== null) return sendRefusal(request, reply, refusePortal(no), { status: 409 })
  const errors = fieldErrorsOf(refusals.map((refusal) => ({ ...refusal, field: refusal.field ?? 'power' })))
  const back = { href: localHref(languageOf(request), PATHS.service(wanted.regulation, wanted.variant)) }
  return sendPage(
    request,
    reply,
    { title: T.forAnother, back, status: refusals.length > 0 ? 422 : 200, hasErrors: refusals.length > 0 },
    <Page service={offered} name={variant.name} wanted={wanted} typed={typed} errors={errors} />,
  )
}

type PageProps = {
  readonly service: OfferedService
  readonly name: OfferedService['regulation']['service']
  readonly wanted: Wanted
  readonly typed: PowerTyped
  readonly errors: readonly FieldError[]
}

function Page({ service: { regulation }, name, wanted, typed, errors }: PageProps) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{T.forAnother}</h1>
      <p class="lead">
        {regulation.service}: {name}
      </p>
      <p>{T.forAnotherLead}</p>
      <Form action={localHref(language, PATHS.forAnother)} once>
        {Object.entries(wanted).map(([field, value]) => (
          <input type="hidden" name={field} value={value} />
        ))}
        <TextInput name="power" label={T.powerNumber} width={20} value={typed.number} error={errorAt(errors, 'power') ?? null} />
        <TextInput
          name="principal"
          label={T.principal}
          hint={T.principalHint}
          inputmode="numeric"
          width={20}
          value={typed.principal}
          error={errorAt(errors, 'principal') ?? null}
        />
        <Button text={T.askNotary} />
      </Form>
    </>
  )
}
