import { local, localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS, type OfferedService, type Portal } from '../deps.ts'
import { Cited } from '../common/parts/cited.tsx'

const TEXTS = {
  title: local('Көмек және шағым', 'Помощь и жалобы', 'Help and complaints'),
  trouble: local('Бірдеңе жұмыс істемесе', 'Если что-то не работает', 'If something does not work'),
  troubleText: local(
    'Толтырғаныңыз жоғалмайды: сұрау салу жеке кабинетте сақталады. Бетті қайта ашып көріңіз. Ақау қайталанса, беттегі оқиға нөмірін жазып алып, қызмет берушіге қоңырау шалыңыз.',
    'Введённое не пропадает: запрос хранится в кабинете. Откройте страницу заново. Если сбой повторяется, запишите номер происшествия и позвоните услугодателю.',
    'What you typed is not lost: your draft is kept in the cabinet. Open the page again. If the trouble returns, note the incident number and call the provider.',
  ),
  provider: local('Қызмет беруші', 'Услугодатель', 'Provider'),
  complaint: local('Шағымдану', 'Жалоба', 'Complaints'),
  phone: local('Телефон', 'Телефон', 'Phone'),
}

export function helpPage(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.help), async (request, reply) =>
    sendPage(request, reply, { title: TEXTS.title }, <Help services={await portal.offers()} />),
  )
}

function Help({ services }: { readonly services: readonly OfferedService[] }) {
  const say = useSay()
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <h2>{say(TEXTS.trouble)}</h2>
      <p>{say(TEXTS.troubleText)}</p>
      {services.map(({ regulation }) => (
        <section>
          <h2>{say(regulation.service)}</h2>
          <h3>{say(TEXTS.provider)}</h3>
          <p>
            {say(regulation.authority.name)}
            <br />
            {say(regulation.authority.address)}
            <br />
            {say(TEXTS.phone)}: {regulation.authority.phone}
          </p>
          <h3>{say(TEXTS.complaint)}</h3>
          <p>
            {say(regulation.complaint.place)} {say(regulation.complaint.term)}{' '}
            <Cited regulation={regulation} source={regulation.complaint.source} />
          </p>
        </section>
      ))}
    </>
  )
}
