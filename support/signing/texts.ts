// Every word that a person reads on the signing panels. A page carries the words of its own language only.

import type { Language, LocalText } from '@ruqsat/foundation'
import type { SignerRole } from '@ruqsat/asn1'
import type { UnsuitableReason } from './browser/suitability.ts'
import { PROBLEM_TEXTS } from './problem-texts.ts'

const local = (kk: string, ru: string, en: string): LocalText => ({ kk, ru, en })

export const REASON_TEXTS: Readonly<Record<UnsuitableReason, LocalText>> = {
  'other-person': local('басқа адамның кілті', 'ключ другого человека', 'key of another person'),
  'other-organisation': local(
    'басқа ұйымның кілті немесе ұйымға тиесілі емес',
    'ключ другой организации или не от организации',
    'key of another organisation, or of none',
  ),
  expired: local('мерзімі өткен', 'срок истёк', 'expired'),
  'not-yet-valid': local('мерзімі әлі басталмаған', 'срок ещё не начался', 'not yet valid'),
  'wrong-purpose': local('қол қоюға арналмаған', 'не предназначен для подписи', 'not meant for signing'),
  'wrong-role': local('бұл әрекетке өкілеттігі жоқ', 'нет полномочий на это действие', 'without the authority for this'),
}

export const ROLE_TEXTS: Readonly<Record<SignerRole, LocalText>> = {
  individual: local('жеке тұлға', 'физическое лицо', 'individual'),
  'individual-system': local(
    'жеке тұлғаның ақпараттық жүйесі',
    'информационная система физического лица',
    "individual's information system",
  ),
  'legal-entity': local('заңды тұлға', 'юридическое лицо', 'legal entity'),
  'first-head': local('бірінші басшы', 'первый руководитель', 'first head'),
  signatory: local('қол қою құқығы бар адам', 'лицо с правом подписи', 'person with the right to sign'),
  'finance-signatory': local(
    'қаржы құжаттарына қол қою құқығы бар адам',
    'лицо с правом подписи финансовых документов',
    'person with the right to sign financial documents',
  ),
  'hr-officer': local('кадр қызметкері', 'сотрудник кадровой службы', 'staff officer'),
  employee: local('ұйым қызметкері', 'сотрудник организации', 'employee'),
  'information-system': local('ұйымның ақпараттық жүйесі', 'информационная система организации', "organisation's information system"),
}

const SHARED = {
  problem: local('Қате:', 'Ошибка:', 'Error:'),
  loading: local('Жүктелуде…', 'Загрузка…', 'Loading…'),
  gettingReady: local(
    'Бет дайындалып жатыр. Жарты минутта ештеңе шықпаса, бетті қайта жүктеңіз немесе басқа, жаңарақ браузермен ашыңыз. Ештеңе жоғалған жоқ.',
    'Страница готовится. Если за полминуты ничего не появится, обновите страницу или откройте её в другом, более новом браузере. Ничего не потеряно.',
    'The page is getting ready. If nothing comes within half a minute, reload it or open it in another, newer browser. Nothing is lost.',
  ),
  again: local('Қайталау', 'Повторить', 'Try again'),
  holder: local('Иесі', 'Владелец', 'Holder'),
  iin: local('ЖСН', 'ИИН', 'IIN'),
  bin: local('БСН', 'БИН', 'BIN'),
  organisation: local('Ұйым', 'Организация', 'Organisation'),
  role: local('Мәртебесі', 'Статус', 'Capacity'),
  purpose: local('Мақсаты', 'Назначение', 'Purpose'),
  'purpose.sign': local('қол қою', 'подпись', 'signing'),
  'purpose.authenticate': local('тек жүйеге кіру', 'только вход', 'sign-in only'),
  'purpose.none': local('белгісіз', 'не указано', 'not stated'),
  validity: local('Жарамдылық мерзімі', 'Срок действия', 'Validity'),
  issuer: local('Берген орталық', 'Кем выдан', 'Issued by'),
  serial: local('Куәлік нөмірі', 'Номер свидетельства', 'Certificate number'),
  serialTail: local('куәлік № …{tail}', 'свидетельство № …{tail}', 'certificate No …{tail}'),
  unsuitable: local('Мұнда жарамайды: {reasons}', 'Здесь не подойдёт: {reasons}', 'Will not do here: {reasons}'),
  sandbox: local(
    'Сынақ алаңындағы кілттерді сынақ алаңының өзі жасаған: олар ешкімнің нақты қолтаңбасы емес және одан тыс жерде жарамсыз.',
    'Ключи песочницы сделаны самой песочницей: это не настоящие подписи людей, и вне её они недействительны.',
    "The sandbox's keys were made by the sandbox itself: they are nobody's real signature and count for nothing outside it.",
  ),
}

const IMPORT = {
  noScript: local(
    'Кілтті браузерге енгізу үшін JavaScript қажет: кілт файлы мен құпиясөз осы құрылғыдан шықпауы тиіс, сондықтан оларды бет өзі ашады. JavaScript-ті қосып, бетті қайта жүктеңіз.',
    'Чтобы добавить ключ в браузер, нужен JavaScript: файл ключа и пароль не должны покидать это устройство, поэтому их открывает сама страница. Включите JavaScript и обновите страницу.',
    'Bringing a key into the browser needs JavaScript: the key file and its password must not leave this device, so the page itself opens them. Turn JavaScript on and reload the page.',
  ),
  promise: local(
    'Файл мен құпиясөз осы құрылғыдан шықпайды. Кілт осы браузерде сақталады: оны көшіріп алу мүмкін емес, бірақ осы браузерді пайдаланатын кез келген адам онымен қол қоя алады. Ортақ компьютерде жұмысты аяқтаған соң кілтті жойыңыз.',
    'Файл и пароль не покидают это устройство. Ключ останется в этом браузере: скопировать его нельзя, но подписать им сможет любой, кто пользуется этим браузером. На общем компьютере удалите ключ, когда закончите.',
    'The file and the password do not leave this device. The key stays in this browser: it cannot be copied out, but anyone who uses this browser can sign with it. On a shared computer remove it when you are done.',
  ),
  bring: local('Кілтті енгізу', 'Добавить ключ', 'Bring a key'),
  file: local('Кілт файлы', 'Файл ключа', 'Key file'),
  fileHint: local(
    'Куәландырушы орталық берген .p12 немесе .pfx файлы',
    'Файл .p12 или .pfx от удостоверяющего центра',
    'The .p12 or .pfx file from the certification authority',
  ),
  password: local('Файлдың құпиясөзі', 'Пароль файла', 'Password of the file'),
  open: local('Файлды ашу', 'Открыть файл', 'Open the file'),
  opening: local('Файл ашылуда…', 'Файл открывается…', 'Opening the file…'),
  found: local('Файлдағы кілт', 'Ключ в файле', 'The key in the file'),
  leftOut: local(
    'Файлда мұнда пайдалануға болмайтын тағы бір кілт бар, ол сақталмайды. {reason}',
    'В файле есть ещё один ключ, который здесь использовать нельзя; он не сохраняется. {reason}',
    'The file has one more key, which cannot be used here and is not kept. {reason}',
  ),
  expiredWarning: local(
    'Бұл кілттің мерзімі өткен: онымен қол қою қабылданбайды.',
    'Срок этого ключа истёк: подпись им не примут.',
    'This key has expired: a signature with it will not be accepted.',
  ),
  notYetWarning: local('Бұл кілттің мерзімі әлі басталған жоқ.', 'Срок этого ключа ещё не начался.', 'This key is not valid yet.'),
  otherWarning: local('Бұл кілт сіздікі емес ({name}).', 'Это не ваш ключ ({name}).', 'This key is not yours ({name}).'),
  keep: local('Осы браузерде сақтау', 'Сохранить в этом браузере', 'Keep in this browser'),
  cancel: local('Сақтамау', 'Не сохранять', 'Do not keep'),
  kept: local('Кілт осы браузерде сақталды: {name}.', 'Ключ сохранён в этом браузере: {name}.', 'The key is kept in this browser: {name}.'),
  goBack: local('Қол қоюға оралу', 'Вернуться к подписанию', 'Back to signing'),
  here: local('Осы браузердегі кілттер', 'Ключи в этом браузере', 'Keys in this browser'),
  none: local('Осы браузерде кілт жоқ.', 'В этом браузере нет ключей.', 'There are no keys in this browser.'),
  remove: local('Жою', 'Удалить', 'Remove'),
  removeSure: local('Иә, жою', 'Да, удалить', 'Yes, remove'),
  removeAsk: local(
    'Кілтті осы браузерден жоясыз ба? .p12 файлыңыз өзіңізде қалады.',
    'Удалить ключ из этого браузера? Ваш файл .p12 останется у вас.',
    'Remove the key from this browser? Your .p12 file stays with you.',
  ),
  removed: local('Кілт жойылды: {name}.', 'Ключ удалён: {name}.', 'The key was removed: {name}.'),
  leave: local('Қалдыру', 'Оставить', 'Leave it'),
}

const SIGN = {
  noScript: local(
    'Қол қою үшін JavaScript қажет: кілт тек сіздің браузеріңізде болады, сондықтан қолтаңбаны бет өзі жасайды. JavaScript-ті қосып, бетті қайта жүктеңіз. Енгізген деректеріңіз сақтаулы.',
    'Для подписи нужен JavaScript: ключ есть только в вашем браузере, поэтому подпись делает сама страница. Включите JavaScript и обновите страницу. Всё введённое сохранено.',
    'Signing needs JavaScript: the key is in your browser only, so the page itself makes the signature. Turn JavaScript on and reload the page. What you entered is kept.',
  ),
  content: local('Сіз қол қоятын құжат', 'Что вы подписываете', 'What you are signing'),
  digest: local('Құжаттың SHA-256 бақылау қосындысы', 'Контрольная сумма SHA-256 документа', 'SHA-256 digest of the document'),
  exact: local('Қол қойылатын деректер дәл сол күйінде', 'Подписываемые данные в точности', 'The exact data that is signed'),
  chooseKey: local('Қай кілтпен қол қоясыз?', 'Каким ключом подписать?', 'Which key do you sign with?'),
  noKeys: local('Осы браузерде әзірге кілт жоқ.', 'В этом браузере пока нет ключей.', 'There is no key in this browser yet.'),
  noSuitable: local(
    'Осы браузердегі кілттердің ешқайсысы мұнда жарамайды.',
    'Ни один ключ в этом браузере здесь не подойдёт.',
    'None of the keys in this browser will do here.',
  ),
  bringKey: local('Кілтті енгізу', 'Добавить ключ', 'Bring a key'),
  anotherKey: local('Басқа кілтті енгізу', 'Добавить другой ключ', 'Bring another key'),
  sign: local('Қол қою', 'Подписать', 'Sign'),
  signIn: local('Растау', 'Подтвердить', 'Confirm'),
  signing: local('Қол қойылуда және жіберілуде…', 'Подписывается и отправляется…', 'Signing and sending…'),
  chooseFirst: local('Алдымен кілтті таңдаңыз.', 'Сначала выберите ключ.', 'Choose a key first.'),
  expected: local('Қол қоюшы: {name}', 'Подписывает: {name}', 'Signer: {name}'),
  legalTime: local('Заңды уақыт: {time}', 'Юридическое время: {time}', 'Legal time: {time}'),
}

const CONTENT = {
  applicant: local('Өтініш беруші', 'Заявитель', 'Applicant'),
  name: local('Аты', 'Имя или наименование', 'Name'),
  kind: local('Түрі', 'Вид', 'Kind'),
  attachments: local('Қоса берілген құжаттар', 'Приложенные документы', 'Attached documents'),
  noAttachments: local('Құжат қоса берілмеген', 'Документы не приложены', 'No documents are attached'),
  bytes: local('{count} байт', '{count} байт', '{count} bytes'),
  payment: local('Төлем', 'Оплата', 'Payment'),
  amount: local('Сома', 'Сумма', 'Amount'),
  paidAt: local('Төленген уақыты', 'Оплачено', 'Paid at'),
  orderId: local('Төлем тапсырысы', 'Платёжный заказ', 'Payment order'),
  reference: local('Төлем нөмірі', 'Номер платежа', 'Payment reference'),
  notPaid: local('Төлем жоқ', 'Без оплаты', 'No payment'),
  statements: local('Растаулар', 'Подтверждения', 'Statements'),
  about: local('Құжат туралы', 'О документе', 'About the document'),
  addressee: local('Кімге', 'Кому', 'Addressee'),
  regulation: local('Регламент', 'Регламент', 'Regulation'),
  edition: local(
    'Регламент редакциясының бақылау қосындысы',
    'Контрольная сумма редакции регламента',
    'Digest of the regulation’s edition',
  ),
  form: local('Нысан', 'Форма', 'Form'),
  language: local('Тілі', 'Язык', 'Language'),
  variant: local('Қызмет түрі', 'Вид услуги', 'Variant of the service'),
  view: local('Беру тәсілі', 'Способ подачи', 'Way of applying'),
  preparedAt: local('Дайындалған уақыты', 'Подготовлено', 'Prepared at'),
  draftId: local('Жоба нөмірі', 'Номер черновика', 'Draft number'),
  schema: local('Деректер пішімі', 'Формат данных', 'Data format'),
  machine: local('Машина оқитын белгілер мен мәндер', 'Обозначения и значения для машин', 'Names and values for machines'),
  other: local('Қол қойылатын басқа деректер', 'Прочие подписываемые данные', 'Other data that is signed'),
  data: local('Қол қойылатын деректер', 'Подписываемые данные', 'Data to be signed'),
  empty: local('(бос)', '(пусто)', '(empty)'),
  challenge: local('Кілттің сіздікі екенін растау', 'Подтверждение, что ключ ваш', 'Proof that the key is yours'),
  origin: local('Қай порталға', 'Для портала', 'For the portal'),
  challengePurpose: local('Не үшін', 'Для чего', 'What for'),
  'challenge.register': local('порталға тіркелу', 'регистрация на портале', 'registration at the portal'),
  'challenge.sign-in': local('порталға кіру', 'вход на портал', 'signing in to the portal'),
  'challenge.attach-certificate': local(
    'тіркеу куәлігін есептік жазбаға байланыстыру',
    'привязка сертификата к учётной записи',
    'attaching the certificate to the account',
  ),
  nonce: local('Бір реттік нөмір', 'Одноразовый номер', 'One-time number'),
  issuedAt: local('Берілген уақыты', 'Выдано', 'Issued at'),
}

const PDF = {
  document: local('Құжат', 'Документ', 'Document'),
  openPdf: local('Құжатты жаңа терезеде ашу (PDF)', 'Открыть документ в новом окне (PDF)', 'Open the document in a new window (PDF)'),
  savePdf: local(
    'Қол қойылатын файлдың өзін сақтау (PDF)',
    'Сохранить именно подписываемый файл (PDF)',
    'Save the very file that is signed (PDF)',
  ),
  size: local('Көлемі', 'Размер', 'Size'),
  pdfDigest: local(
    'Қол қойылатын байттардың SHA-256 бақылау қосындысы',
    'Контрольная сумма SHA-256 подписываемых байтов',
    'SHA-256 digest of the bytes that are signed',
  ),
  covers: local(
    'Браузер тексерді: қолтаңба бос қолтаңба орнынан басқа бүкіл файлды қамтиды.',
    'Браузер проверил: подпись охватывает весь файл, кроме пустого места для неё самой.',
    'The browser has checked that the signature covers the whole file but the empty place for itself.',
  ),
}

const CAN_SIGN = {
  noScript: local(
    'Кейін осы өтінішке қол қою үшін браузерде JavaScript қажет. Төлемес бұрын оны қосыңыз.',
    'Чтобы потом подписать заявление, браузеру нужен JavaScript. Включите его до оплаты.',
    'Signing this application later needs JavaScript. Turn it on before you pay.',
  ),
  gettingReady: local(
    'Осы браузер қол қоя ала ма, тексеріліп жатыр. Бұл жазу жоғалмаса, браузер қол қоя алмауы мүмкін: төлемес бұрын бетті басқа, жаңарақ браузермен ашыңыз.',
    'Проверяем, умеет ли этот браузер подписывать. Если эта надпись не исчезнет, подписать в нём, скорее всего, не получится: до оплаты откройте страницу в другом, более новом браузере.',
    'Checking whether this browser can sign. If this sentence stays, it probably cannot: open the page in another, newer browser before you pay.',
  ),
  yes: local('Бұл браузер қол қоя алады.', 'Этот браузер умеет подписывать.', 'This browser can sign.'),
}

const GROUPS = {
  canSign: { ...SHARED, ...CAN_SIGN },
  import: { ...SHARED, ...IMPORT },
  sign: { ...SHARED, ...SIGN, ...CONTENT },
  pdf: { ...SHARED, ...SIGN, bytes: CONTENT.bytes, ...PDF },
} satisfies Record<string, Readonly<Record<string, LocalText>>>

export type WordGroup = keyof typeof GROUPS
export type Words = Readonly<Record<string, string>>

/** All words of one island in one language, flat: `remove`, `problem.wrong-password`, `remedy.wrong-password`, `role.employee`. */
export function wordsFor(group: WordGroup, language: Language): Words {
  const words: Record<string, string> = {}
  for (const [key, text] of Object.entries(GROUPS[group])) words[key] = text[language]
  for (const [code, { text, remedy }] of Object.entries(PROBLEM_TEXTS)) {
    words[`problem.${code}`] = text[language]
    words[`remedy.${code}`] = remedy[language]
  }
  for (const [reason, text] of Object.entries(REASON_TEXTS)) words[`reason.${reason}`] = text[language]
  for (const [role, text] of Object.entries(ROLE_TEXTS)) words[`role.${role}`] = text[language]
  return words
}
