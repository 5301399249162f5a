import type { RefusalRow } from '@ruqsat/foundation'
import { local } from '../language/view.ts'

/** What the site itself may say no to, before any page is asked. */
export const SITE_REFUSALS = {
  'page-not-found': {
    text: local('Мұндай бет жоқ', 'Такой страницы нет', 'There is no such page'),
    remedy: local(
      'Мекенжайдың дұрыс жазылғанын тексеріңіз немесе бастапқы беттен бастаңыз.',
      'Проверьте, верно ли набран адрес, или начните с главной страницы.',
      'Check the address, or begin from the start page.',
    ),
  },
  'internal-fault': {
    text: local('Бізде ақау шықты', 'У нас произошёл сбой', 'Something broke on our side'),
    remedy: local(
      'Деректеріңіз сақталған күйінде қалды. Біраздан кейін қайталап көріңіз; қайталанса, оқиға нөмірін қолдау қызметіне айтыңыз.',
      'Уже сохранённые данные не потеряны. Повторите чуть позже; если не поможет, назовите службе поддержки номер происшествия.',
      'What was saved is not lost. Try again a little later; if it happens again, tell the support service the incident number.',
    ),
  },
  'no-answer-now': {
    text: local('Қазір жауап бере алмай тұрмыз', 'Сейчас мы не можем ответить', 'We cannot answer right now'),
    remedy: local(
      'Сақталған деректер жоғалған жоқ. Бір минуттан кейін қайталаңыз. Пішін жіберген болсаңыз, оның қабылданғанын алдымен тексеріңіз: қайта жіберу ештеңені екі рет істемейді.',
      'Всё, что сохранено, цело. Повторите через минуту. Если вы отправляли форму, сначала посмотрите, принята ли она: повторная отправка ничего не сделает дважды.',
      'What was saved is not lost. Try again in a minute. If you were sending a form, first see whether it arrived: sending it again does nothing twice.',
    ),
  },
  'form-not-ours': {
    text: local('Пішіннің мерзімі өтіп кеткен', 'Форма устарела', 'This form is out of date'),
    remedy: local(
      'Пішін осы терезеде ашылмаған немесе содан бері сеанс ауысқан. Ештеңе өзгерген жоқ. Бетті қайта ашып, қайталаңыз.',
      'Форма открыта не в этом окне, или с тех пор сеанс сменился. Ничего не изменилось. Откройте страницу заново и повторите.',
      'It was not opened in this window, or the session has changed since. Nothing was done. Open the page again and repeat.',
    ),
  },
  'form-too-large': {
    text: local('Жіберілген пішін тым үлкен', 'Отправленная форма слишком велика', 'The form is too large'),
    remedy: local('Мәтінді қысқартып, қайта жіберіңіз.', 'Сократите текст и отправьте снова.', 'Shorten the text and send it again.'),
  },
  'file-too-large': {
    text: local('Файл тым үлкен: {name}', 'Файл слишком велик: {name}', 'The file is too large: {name}'),
    remedy: local(
      'Бір файл {limit} МБ-тан аспауы керек. Файлды кішірейтіп немесе бөліп, қайта тіркеңіз.',
      'Один файл — не больше {limit} МБ. Уменьшите или разделите файл и приложите снова.',
      'One file may have at most {limit} MB. Make it smaller or split it, and attach it again.',
    ),
  },
  'files-too-large': {
    text: local('Файлдар бірге алғанда тым үлкен', 'Файлы вместе слишком велики', 'The files are too large together'),
    remedy: local(
      'Барлығы {limit} МБ-тан аспауы керек. Файлдарды кішірейтіп, қайта тіркеңіз.',
      'Всего — не больше {limit} МБ. Уменьшите файлы и приложите снова.',
      'Together they may have at most {limit} MB. Make them smaller and attach them again.',
    ),
  },
  'too-many-files': {
    text: local('Файлдар тым көп', 'Файлов слишком много', 'Too many files'),
    remedy: local('Бір жолы {limit} файлдан артық емес.', 'За один раз — не больше {limit} файлов.', 'At most {limit} files at a time.'),
  },
  'upload-interrupted': {
    text: local('Файл толық жетпеді', 'Файл дошёл не полностью', 'The file did not arrive whole'),
    remedy: local('Байланысты тексеріп, қайта жіберіңіз.', 'Проверьте связь и отправьте снова.', 'Check the connection and send it again.'),
  },
  'too-many-requests': {
    text: local('Сұраулар тым жиі', 'Слишком частые запросы', 'Too many requests'),
    remedy: local('{seconds} секундтан кейін қайталаңыз.', 'Повторите через {seconds} секунд.', 'Try again in {seconds} seconds.'),
  },
  'request-not-understood': {
    text: local('Сұрау түсініксіз', 'Запрос не понят', 'The request was not understood'),
    remedy: local('Бетті қайта ашып, қайталаңыз.', 'Откройте страницу заново и повторите.', 'Open the page again and repeat.'),
  },
  'downloads-busy': {
    text: local('Қазір жүктеп алушылар тым көп', 'Сейчас слишком многие скачивают файлы', 'Too many downloads are under way right now'),
    remedy: local(
      'Басталған жүктеу аяқталған соң немесе бір минуттан кейін қайталаңыз.',
      'Повторите, когда закончится начатое скачивание, или через минуту.',
      'Try again when the download that has begun is done, or in a minute.',
    ),
  },
  'uploads-busy': {
    text: local('Қазір файл жіберушілер тым көп', 'Сейчас слишком многие отправляют файлы', 'Too many people are sending files right now'),
    remedy: local('Бір минуттан кейін қайта жіберіңіз.', 'Отправьте снова через минуту.', 'Send them again in a minute.'),
  },
} as const satisfies Readonly<Record<string, RefusalRow>>
