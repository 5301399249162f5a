import { isRefusal } from '@ruqsat/foundation'
import { findVariant, findView } from '@ruqsat/law'
import { Form, Button, LinkButton, languageOf, local, localHref, localPath, sendPage, useLanguage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type Portal, type ServiceView } from '../deps.ts'
import { ActOfService } from './service/act.tsx'
import { DocumentsOfService } from './service/documents.tsx'
import { factsOf, type ServiceFacts } from './service/facts.ts'
import { FeeOfService } from './service/fee.tsx'
import { GroundsOfService, RequirementsOfService } from './service/conditions.tsx'
import { StepsOfService } from './service/steps.tsx'
import { TermOfService } from './service/term.tsx'
import { WhoMayApply } from './service/who.tsx'

// The page of one service: everything a person must know before they spend time and money on it, each fact with its source.

const TEXTS = {
  home: local('Қызметтер', 'Услуги', 'Services'),
  start: local('Бастау', 'Начать', 'Start'),
  signIn: local('Кіріп, бастау', 'Войти и начать', 'Sign in and start'),
  register: local('Тіркелу', 'Зарегистрироваться', 'Register'),
  needed: local(
    'Кіру үшін ЖСН мен құпиясөз, ал қол қою үшін электрондық кілт керек.',
    'Для входа нужны ИИН и пароль, для подписи — электронный ключ.',
    'You need your IIN and password to sign in, and an electronic key to sign.',
  ),
}

export function servicePage(app: FastifyInstance, portal: Portal): void {
  app.get<{ Params: { regulation: string; variant: string } }>(localPath('/services/:regulation/:variant'), async (request, reply) => {
    const service = await serviceView(portal, request.params.regulation, request.params.variant)
    if (service === null) return reply.callNotFound()
    const facts = await factsOf(portal, service)
    const language = languageOf(request)
    return sendPage(
      request,
      reply,
      { title: service.regulation.service, breadcrumbs: [{ href: localHref(language, PATHS.home), text: TEXTS.home }] },
      <ServicePage service={service} facts={facts} isSignedIn={(await portal.person(request)) !== null} />,
    )
  })
}

/** A variant that is offered, with its portal channel; null where this installation does not offer it. */
export async function serviceView(portal: Portal, regulationId: string, variantId: string): Promise<ServiceView | null> {
  const service = await portal.offered(regulationId)
  const variant = service && findVariant(service.regulation, variantId)
  const view = variant && findView(variant, 'portal')
  return service && variant?.offered && view?.offered ? { ...service, variant, view } : null
}

function ServicePage({
  service,
  facts,
  isSignedIn,
}: {
  readonly service: ServiceView
  readonly facts: ServiceFacts
  readonly isSignedIn: boolean
}) {
  const say = useSay()
  const { regulation, variant } = service
  return (
    <>
      <h1>{say(regulation.service)}</h1>
      <p class="lead">
        {say(variant.name)}. {say(variant.summary)}
      </p>
      <FeeAndTermInShort facts={facts} service={service} />
      <Start service={service} isSignedIn={isSignedIn} />
      <WhoMayApply regulation={regulation} />
      <RequirementsOfService service={service} />
      <DocumentsOfService service={service} />
      <FeeOfService service={service} facts={facts} />
      <TermOfService service={service} facts={facts} />
      <StepsOfService service={service} />
      <GroundsOfService service={service} />
      <ActOfService service={service} offeredFrom={facts.offeredFrom} />
      <Start service={service} isSignedIn={isSignedIn} />
    </>
  )
}

const SHORT = {
  cost: local('Құны', 'Стоимость', 'Cost'),
  free: local('Тегін', 'Бесплатно', 'Free'),
  ready: local('Бүгін берсеңіз, дайын болатын уақыты', 'Если подать сегодня, будет готово', 'If you apply today, ready by'),
  unknown: local('Қазір есептеу мүмкін емес', 'Сейчас посчитать нельзя', 'Cannot be counted now'),
}

function FeeAndTermInShort({ facts, service }: { readonly facts: ServiceFacts; readonly service: ServiceView }) {
  const say = useSay()
  const fee = facts.fee === null ? SHORT.free : isRefusal(facts.fee) ? SHORT.unknown : facts.feeText
  const ready = isRefusal(facts.total) ? SHORT.unknown : facts.readyText
  return (
    <dl class="summary-list">
      {service.variant.fee !== null && (
        <div class="summary-list__row">
          <dt class="summary-list__key">{say(SHORT.cost)}</dt>
          <dd class="summary-list__value">{say(fee)}</dd>
        </div>
      )}
      <div class="summary-list__row">
        <dt class="summary-list__key">{say(SHORT.ready)}</dt>
        <dd class="summary-list__value">{say(ready)}</dd>
      </div>
    </dl>
  )
}

function Start({ service, isSignedIn }: { readonly service: ServiceView; readonly isSignedIn: boolean }) {
  const say = useSay()
  const language = useLanguage()
  const { regulation, variant } = service
  const here = encodeURIComponent(localHref(language, PATHS.service(regulation.id, variant.id)))
  if (isSignedIn) {
    return (
      <Form action={localHref(language, PATHS.drafts)} once>
        <input type="hidden" name="regulation" value={regulation.id} />
        <input type="hidden" name="variant" value={variant.id} />
        <Button text={TEXTS.start} />
      </Form>
    )
  }
  return (
    <>
      <div class="button-group">
        <LinkButton kind="start" href={`${localHref(language, PATHS.signIn)}?return=${here}`} text={TEXTS.signIn} />
        <LinkButton kind="secondary" href={`${localHref(language, PATHS.register)}?return=${here}`} text={TEXTS.register} />
      </div>
      <p class="muted">{say(TEXTS.needed)}</p>
    </>
  )
}
