import { local, localPath, sendPage, useSay } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { PATHS } from '../deps.ts'

const TEXTS = {
  title: local('Қолжетімділік', 'Доступность', 'Accessibility'),
  aim: local(
    'Порталды кез келген адам пайдалана алуы керек. Біз WCAG 2.2 AA деңгейіне сай болуға тырысамыз.',
    'Порталом должен уметь пользоваться каждый. Мы стремимся к уровню WCAG 2.2 AA.',
    'Everyone should be able to use this portal. We aim at WCAG 2.2 level AA.',
  ),
  can: local('Сіз мыналарды істей аласыз', 'Что можно', 'What you can do'),
  keyboard: local('бәрін пернетақтамен орындау', 'сделать всё с клавиатуры', 'do everything with the keyboard'),
  reader: local(
    'беттерді экраннан оқитын бағдарламамен тыңдау',
    'слушать страницы программой экранного чтения',
    'listen to the pages with a screen reader',
  ),
  zoom: local('мәтінді 400 %-ға дейін үлкейту', 'увеличить текст до 400 %', 'enlarge the text to 400 %'),
  narrow: local(
    'ескі телефонның тар экранында жұмыс істеу',
    'работать на узком экране старого телефона',
    'use an old phone with a narrow screen',
  ),
  script: local(
    'кілт енгізу мен қол қоюдан басқасын скриптсіз орындау',
    'сделать без скриптов всё, кроме подключения ключа и подписи',
    'do without scripts all but bringing a key and signing',
  ),
  limits: local('Шектеулер', 'Ограничения', 'Limits'),
  limitsText: local(
    'Электрондық кілтпен қол қою үшін скрипт қосылған заманауи браузер керек. Тіркелген файлдардың мазмұнын біз өзгерте алмаймыз.',
    'Для подписи электронным ключом нужен современный браузер со скриптами. Содержание приложенных файлов мы изменить не можем.',
    'Signing with an electronic key needs a modern browser with scripts. We cannot change what attached files contain.',
  ),
  tell: local(
    'Кедергі кездессе, көмек бетіндегі байланыс арқылы хабарлаңыз.',
    'Если что-то мешает, сообщите по контактам на странице помощи.',
    'If anything stands in your way, tell us through the contacts on the help page.',
  ),
}

export function accessibilityPage(app: FastifyInstance): void {
  app.get(localPath(PATHS.accessibility), (request, reply) => sendPage(request, reply, { title: TEXTS.title }, <Accessibility />))
}

function Accessibility() {
  const say = useSay()
  return (
    <>
      <h1>{say(TEXTS.title)}</h1>
      <p class="lead">{say(TEXTS.aim)}</p>
      <h2>{say(TEXTS.can)}</h2>
      <ul>
        {[TEXTS.keyboard, TEXTS.reader, TEXTS.zoom, TEXTS.narrow, TEXTS.script].map((text) => (
          <li>{say(text)}</li>
        ))}
      </ul>
      <h2>{say(TEXTS.limits)}</h2>
      <p>{say(TEXTS.limitsText)}</p>
      <p>{say(TEXTS.tell)}</p>
    </>
  )
}
