import type { LocalText, RefusalRow, Source } from '@ruqsat/foundation'

/** When an electronic signature stands: the law's article on the use of signatures. Its text was not at hand, so the item is assumed. */
const SOURCE: Source = {
  act: 'electronic-signature-law',
  item: 'article 10',
  certainty: 'assumed',
  law: {
    kk: '«Электрондық құжат және электрондық цифрлық қолтаңба туралы» 2003 жылғы 7 қаңтардағы № 370 Заң',
    ru: 'Закон от 7 января 2003 года № 370 «Об электронном документе и электронной цифровой подписи»',
    en: 'Law of 7 January 2003 No 370 on the electronic document and the electronic digital signature',
  },
}

/** Codes are frozen once released; a retired code stays reserved. One row for each `SignatureFaultReason`, then the room's own. */
export const refusals = {
  'trust.signature-expired': {
    text: {
      kk: 'Тіркеу куәлігінің қолданылу мерзімі аяқталған.',
      ru: 'Срок действия регистрационного свидетельства истёк.',
      en: 'The signing certificate has expired.',
    },
    remedy: {
      kk: 'Жаңа тіркеу куәлігін алып, онымен қайта қол қойыңыз. Толтырған деректеріңіз бен төлеміңіз сақталды.',
      ru: 'Получите новое регистрационное свидетельство и подпишите ещё раз. Введённые данные и оплата сохранены.',
      en: 'Get a new certificate and sign again with it. What you filled in and paid is kept.',
    },
    source: SOURCE,
  },
  'trust.signature-revoked': {
    text: {
      kk: 'Тіркеу куәлігі кері қайтарылған.',
      ru: 'Регистрационное свидетельство отозвано.',
      en: 'The signing certificate has been revoked.',
    },
    remedy: {
      kk: 'Басқа, кері қайтарылмаған тіркеу куәлігімен қол қойыңыз. Оны өзіңіз кері қайтармаған болсаңыз, куәландырушы орталыққа хабарласыңыз.',
      ru: 'Подпишите другим, неотозванным свидетельством. Если вы его не отзывали, обратитесь в удостоверяющий центр.',
      en: 'Sign with another certificate that is not revoked. If you did not revoke it yourself, contact the certification authority.',
    },
    source: SOURCE,
  },
  'trust.signature-not-yet-valid': {
    text: {
      kk: 'Тіркеу куәлігінің қолданылу мерзімі әлі басталған жоқ.',
      ru: 'Срок действия регистрационного свидетельства ещё не начался.',
      en: 'The signing certificate is not valid yet.',
    },
    remedy: {
      kk: 'Қазір жарамды басқа тіркеу куәлігін таңдаңыз немесе мерзімі басталған соң қайта қол қойыңыз.',
      ru: 'Выберите другое, уже действующее свидетельство или подпишите после начала его срока.',
      en: 'Choose another certificate that is valid now, or sign again when its term has begun.',
    },
    source: SOURCE,
  },
  'trust.signature-wrong-person': {
    text: {
      kk: 'Тіркеу куәлігі басқа тұлғаға берілген: ЖСН немесе БСН сәйкес келмейді.',
      ru: 'Регистрационное свидетельство выдано другому лицу: ИИН или БИН не совпадает.',
      en: 'The certificate belongs to someone else: its IIN or BIN is not the expected one.',
    },
    remedy: {
      kk: 'Өз атыңызға, ал ұйым атынан сұрау салсаңыз, сол ұйымның БСН-і көрсетілген тіркеу куәлігімен қол қойыңыз.',
      ru: 'Подпишите свидетельством на ваше имя, а от имени организации – свидетельством с её БИН.',
      en: 'Sign with a certificate in your own name or, acting for an organisation, with one that states its BIN.',
    },
    source: SOURCE,
  },
  'trust.signature-wrong-role': {
    text: {
      kk: 'Тіркеу куәлігінің иесінде бұл құжатқа қол қою өкілеттігі көрсетілмеген.',
      ru: 'В регистрационном свидетельстве не указано полномочие подписывать этот документ.',
      en: 'The certificate does not state the authority to sign this document.',
    },
    remedy: {
      kk: 'Бірінші басшының немесе қол қою құқығы бар тұлғаның тіркеу куәлігімен қол қойыңыз.',
      ru: 'Подпишите свидетельством первого руководителя или лица с правом подписи.',
      en: 'Sign with the certificate of the first head or of a person who has the right to sign.',
    },
    source: SOURCE,
  },
  'trust.signature-wrong-purpose': {
    text: {
      kk: 'Бұл кілт қол қоюға арналмаған.',
      ru: 'Этот ключ не предназначен для подписи.',
      en: 'This key is not meant for signing.',
    },
    remedy: {
      kk: 'Аутентификация кілтін емес, қол қою кілтін таңдаңыз.',
      ru: 'Выберите ключ для подписи, а не ключ для аутентификации.',
      en: 'Choose your key for signing, not your key for authentication.',
    },
    source: SOURCE,
  },
  'trust.signature-unknown-root': {
    text: {
      kk: 'Тіркеу куәлігін біз сенім білдіретін куәландырушы орталық бермеген.',
      ru: 'Регистрационное свидетельство выдано не тем удостоверяющим центром, которому доверяет эта система.',
      en: 'The certificate was not issued by a certification authority that this system trusts.',
    },
    remedy: {
      kk: 'Ұлттық куәландырушы орталық берген тіркеу куәлігімен қол қойыңыз.',
      ru: 'Подпишите свидетельством, которое выдал Национальный удостоверяющий центр.',
      en: 'Sign with a certificate issued by the National Certification Authority.',
    },
    source: SOURCE,
  },
  'trust.signature-changed-content': {
    text: {
      kk: 'Қол қойылған мазмұн кейін өзгертілген немесе қолтаңба басқа мазмұнға тиесілі.',
      ru: 'Подписанное содержание изменено, или подпись относится к другому содержанию.',
      en: 'The content was changed after signing, or the signature belongs to other content.',
    },
    remedy: {
      kk: 'Бетті жаңартып, көрсетілген мазмұнды тексеріп, қайта қол қойыңыз.',
      ru: 'Обновите страницу, проверьте показанное содержание и подпишите ещё раз.',
      en: 'Reload the page, check what it shows and sign again.',
    },
    source: SOURCE,
  },
  'trust.signature-malformed': {
    text: {
      kk: 'Қолтаңбаны оқу мүмкін болмады: оның пішімі дұрыс емес.',
      ru: 'Подпись не удалось прочитать: её формат неверен.',
      en: 'The signature could not be read: its format is wrong.',
    },
    remedy: {
      kk: 'Қайта қол қойыңыз. Қате қайталанса, кілтті браузерге қайтадан жүктеңіз.',
      ru: 'Подпишите ещё раз. Если ошибка повторится, заново загрузите ключ в браузер.',
      en: 'Sign again. If it happens again, import your key into the browser once more.',
    },
    source: SOURCE,
  },
  'trust.pdf-unreadable': {
    text: {
      kk: 'PDF файлын оқу мүмкін болмады: оның құрылымы бүлінген.',
      ru: 'Файл PDF не удалось прочитать: его структура повреждена.',
      en: 'The PDF could not be read: its structure is damaged.',
    },
    remedy: {
      kk: 'Құжатты қайтадан қалыптастырыңыз.',
      ru: 'Сформируйте документ заново.',
      en: 'Produce the document again.',
    },
  },
  'trust.pdf-encrypted': {
    text: { kk: 'PDF файлы құпиясөзбен қорғалған.', ru: 'Файл PDF защищён паролем.', en: 'The PDF is protected by a password.' },
    remedy: {
      kk: 'Қорғаныссыз PDF файлын беріңіз.',
      ru: 'Передайте файл PDF без защиты.',
      en: 'Give a PDF without protection.',
    },
  },
  'trust.certificate-unknown': {
    text: {
      kk: 'Мұндай нөмірлі тіркеу куәлігі тізілімде жоқ.',
      ru: 'Регистрационного свидетельства с таким номером в реестре нет.',
      en: 'The register holds no certificate with this serial number.',
    },
    remedy: {
      kk: 'Куәліктің сериялық нөмірін тексеріңіз.',
      ru: 'Проверьте серийный номер свидетельства.',
      en: "Check the certificate's serial number.",
    },
  },
  'trust.revocation-in-future': {
    text: {
      kk: 'Кері қайтару уақыты әлі келген жоқ.',
      ru: 'Момент отзыва ещё не наступил.',
      en: 'The moment of revocation has not come yet.',
    },
    remedy: {
      kk: 'Қазіргі немесе өткен уақытты көрсетіңіз.',
      ru: 'Укажите текущее или прошедшее время.',
      en: 'State the present or a past moment.',
    },
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

/** Not a refusal: told to the person while the revocation service does not answer. */
export const WAITING_TEXT: LocalText = {
  kk: 'Тіркеу куәлігінің кері қайтарылмағанын тексеретін қызмет қазір жауап бермей тұр. Қолтаңбаңыз бен деректеріңіз сақталды, тексеру кейінірек өзі қайталанады.',
  ru: 'Служба, которая проверяет, не отозвано ли свидетельство, сейчас не отвечает. Подпись и данные сохранены, проверка повторится сама.',
  en: 'The service that tells whether a certificate is revoked does not answer now. Your signature and data are kept; the check will be repeated by itself.',
}
