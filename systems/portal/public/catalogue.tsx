import { LinkButton, local, localHref, localPath, sendPage, useLanguage, useSay } from '@ruqsat/web'
import { fillString, type LocalDate, formatDate } from '@ruqsat/foundation'
import type { FastifyInstance } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { beginningOf } from './service/facts.ts'
import { hasOpenPortal } from './service/shown.ts'

// The start page: what can be had here, and the few other things people come for.

const TEXTS = {
  title: local('Лицензиялар мен рұқсаттар', 'Лицензии и разрешения', 'Licences and permits'),
  lead: local(
    'Қызметті таңдаңыз. Әр бетте не керек екені, қанша тұратыны және қашан дайын болатыны жазылған.',
    'Выберите услугу. На её странице сказано, что нужно, сколько это стоит и когда будет готово.',
    'Choose a service. Its page says what you need, what it costs and when it will be ready.',
  ),
  services: local('Көрсетілетін қызметтер', 'Услуги', 'Services'),
  nothing: local('Әзірге ұсынылатын қызмет жоқ.', 'Пока услуг нет.', 'No service is offered yet.'),
  provider: local('Қызмет беруші', 'Услугодатель', 'Provider'),
  repealed: local('Бұл актінің күші жойылған.', 'Этот акт утратил силу.', 'This act has been repealed.'),
  stillOffered: local(
    'Осы орнату оның редакциясын өз шешімімен ұсынады.',
    'Установка предлагает его редакцию по своему решению.',
    'This installation offers an edition of it by its own decision.',
  ),
  offeredSince: local(
    'Осы орнату оның редакциясын {day:ablative} бастап ұсынады.',
    'Установка предлагает его редакцию с {day}.',
    'This installation has offered an edition of it since {day}.',
  ),
  more: local('Басқа', 'Другое', 'More'),
  verify: local('Лицензияны тексеру', 'Проверить лицензию', 'Check a licence'),
  verifyHint: local(
    'Нөмірі немесе QR бойынша, тіркелмей-ақ.',
    'По номеру или QR, без регистрации.',
    'By number or QR code, without an account.',
  ),
  acts: local('Актілер', 'Акты', 'The acts'),
  actsHint: local(
    'Кез келген күнгі редакциясы, қадамдар кестелері; мұнда ұсынылмайтын қызметтер де.',
    'Редакция на любой день, таблицы шагов; также услуги, которые здесь не предлагаются.',
    'As of any day, the step tables; also the services that are not offered here.',
  ),
  cabinet: local('Менің сұрау салуларым', 'Мои запросы', 'My requests'),
  cabinetHint: local(
    'Қаралу барысы және дайын құжаттар.',
    'Ход рассмотрения и готовые документы.',
    'Where they stand, and finished documents.',
  ),
}

export function catalogue(app: FastifyInstance, portal: Portal): void {
  app.get(localPath('/'), async (request, reply) => {
    const services = await portal.offers()
    const days = await Promise.all(services.map((service) => beginningOf(portal, service)))
    return sendPage(request, reply, { title: TEXTS.title }, <Catalogue services={services} days={days} />)
  })
}

function Catalogue({ services, days }: { readonly services: readonly OfferedService[]; readonly days: readonly (LocalDate | null)[] }) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(TEXTS.lead)}</p>
      <h2>{say(TEXTS.services)}</h2>
      {services.length === 0 && <p>{say(TEXTS.nothing)}</p>}
      {services.map((service, place) => (
        <Service service={service} offeredFrom={days[place] ?? null} />
      ))}
      <h2>{say(TEXTS.more)}</h2>
      <ul>
        <li>
          <a href={localHref(language, PATHS.verify)}>{say(TEXTS.verify)}</a>. {say(TEXTS.verifyHint)}
        </li>
        <li>
          <a href={localHref(language, PATHS.acts)}>{say(TEXTS.acts)}</a>. {say(TEXTS.actsHint)}
        </li>
        <li>
          <a href={localHref(language, PATHS.cabinet)}>{say(TEXTS.cabinet)}</a>. {say(TEXTS.cabinetHint)}
        </li>
      </ul>
    </>
  )
}

function Service({ service, offeredFrom }: { readonly service: OfferedService; readonly offeredFrom: LocalDate | null }) {
  const say = useSay()
  const language = useLanguage()
  const { regulation } = service
  const isRepealed = regulation.act.history.some((note) => note.kind === 'repeal')
  const offered = regulation.variants.filter(hasOpenPortal)
  return (
    <section>
      <h3>{say(regulation.service)}</h3>
      <p>{say(regulation.summary)}</p>
      <p class="muted">
        {say(TEXTS.provider)}: {say(regulation.authority.name)}
      </p>
      {isRepealed && (
        <p class="muted">
          {say(TEXTS.repealed)}{' '}
          {offeredFrom === null ? say(TEXTS.stillOffered) : fillString(say(TEXTS.offeredSince), { day: formatDate(offeredFrom, language) })}
        </p>
      )}
      {offered.map((variant) => (
        <p>
          <LinkButton
            href={localHref(language, PATHS.service(regulation.id, variant.id))}
            text={variant.name}
            hiddenText={regulation.service}
          />{' '}
          <span>{say(variant.summary)}</span>
        </p>
      ))}
    </section>
  )
}
