import { SigningPanel } from '@ruqsat/signing'
import { CSRF_FIELD, csrfToken, languageOf, LinkButton, local, localHref, localPath, sendPage, useLanguage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Child } from 'hono/jsx'
import { PATHS, type Portal } from '../../deps.ts'
import { hrefWithReturn, returnPathOf, withReturn } from '../../common/http/return-path.ts'
import { offeredStep, StepNote } from '../../common/parts/step-note.tsx'
import { challengeBytes } from './challenge.ts'

const TEXTS = {
  title: local('Порталға тіркелу', 'Регистрация на портале', 'Register on the portal'),
  lead: local(
    'Бір рет тіркелесіз. Кім екеніңізді электрондық кілтіңіз дәлелдейді.',
    'Регистрация нужна один раз. Кто вы, подтверждает ваш электронный ключ.',
    'You register once. Your electronic key proves who you are.',
  ),
  needed: local('Не керек', 'Что понадобится', 'What you need'),
  key: local(
    'Тіркеу куәлігі бар кілт файлы (.p12) және оның құпиясөзі. Ұйым атынан тіркелсеңіз, куәлікте ұйымның БСН-і болуы керек.',
    'Файл ключа с регистрационным свидетельством (.p12) и пароль к нему. Чтобы действовать от организации, в свидетельстве должен быть её БИН.',
    'A key file with your certificate (.p12) and its password. To act for an organisation, the certificate must state its BIN.',
  ),
  phone: local('Телефон нөмірі мен электрондық пошта.', 'Номер телефона и электронная почта.', 'A phone number and an e-mail address.'),
  password: local('Порталға кіретін жаңа құпиясөз.', 'Новый пароль для входа на портал.', 'A new password for the portal.'),
  employee: local(
    'Қол қою құқығы жоқ қызметкер де тіркеліп, сұрау салуды дайындай алады; оған басшының немесе қол қою құқығы бар адамның кілтімен қол қойылады.',
    'Сотрудник без права подписи тоже может зарегистрироваться и подготовить запрос; подписывает его руководитель или тот, кто имеет право подписи.',
    'An employee without the right to sign may register and prepare a request too; the head or someone with the right to sign signs it.',
  ),
  sign: local('Кілтіңізбен растаңыз', 'Подтвердите своим ключом', 'Confirm with your key'),
  bring: local('Кілтті браузерге қосу', 'Добавить ключ в браузер', 'Bring a key into the browser'),
  have: local('Тіркелгенсіз бе?', 'Уже зарегистрированы?', 'Registered already?'),
  signIn: local('Кіру', 'Войти', 'Sign in'),
}

export function registrationStart(app: FastifyInstance, portal: Portal): void {
  app.get(localPath(PATHS.register), async (request, reply) => {
    const language = languageOf(request)
    const step = offeredStep(await portal.offers(), 'registerAccount')
    const panel = (
      <SigningPanel
        {...await portal.panel(language)}
        bytesUrl={localHref(language, `${PATHS.register}/challenge`)}
        submitUrl={hrefWithReturn(request, `${PATHS.register}/certificate`)}
        csrf={{ name: CSRF_FIELD, value: csrfToken(request, reply) }}
        keyImportUrl={localHref(language, PATHS.keys)}
        unsuitableKeys={request.server.site.sandbox ? 'warned' : 'disabled'}
        purpose="authenticate"
      />
    )
    return sendPage(
      request,
      reply,
      { title: TEXTS.title },
      <Start panel={panel} note={step && <StepNote {...step} />} returnPath={returnPathOf(request)} />,
    )
  })
  app.get(localPath(`${PATHS.register}/challenge`), async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('application/octet-stream')
      .send(await challengeBytes(portal, request)),
  )
}

function Start({ panel, note, returnPath }: { readonly panel: Child; readonly note: Child; readonly returnPath: string }) {
  const say = useSay()
  const language = useLanguage()
  const importHref = withReturn(localHref(language, PATHS.keys), withReturn(localHref(language, PATHS.register), returnPath))
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(TEXTS.lead)}</p>
      {note}
      <p>
        {say(TEXTS.have)} <a href={withReturn(localHref(language, PATHS.signIn), returnPath)}>{say(TEXTS.signIn)}</a>
      </p>
      <h2>{say(TEXTS.needed)}</h2>
      <ul>
        <li>{say(TEXTS.key)}</li>
        <li>{say(TEXTS.phone)}</li>
        <li>{say(TEXTS.password)}</li>
      </ul>
      <p class="muted">{say(TEXTS.employee)}</p>
      <h2>{say(TEXTS.sign)}</h2>
      <p>
        <LinkButton kind="secondary" href={importHref} text={TEXTS.bring} />
      </p>
      {panel}
    </>
  )
}
