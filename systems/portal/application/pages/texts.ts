import { local } from '@ruqsat/web'

/** Words of the draft's pages; what the law says comes from the package. */
export const T = {
  cabinet: local('Жеке кабинет', 'Личный кабинет', 'Cabinet'),
  yes: local('Иә', 'Да', 'Yes'),
  no: local('Жоқ', 'Нет', 'No'),
  optional: local('міндетті емес', 'необязательно', 'optional'),
  change: local('Өзгерту', 'Изменить', 'Change'),
  lookAgain: local('Қайта қарау', 'Проверить снова', 'Look again'),

  // The form
  form: local('Нысан', 'Форма', 'Form'),
  prepare: local('Алдын ала дайындап қойыңыз', 'Подготовьте заранее', 'What to have at hand'),
  prepareLead: local(
    'Нысанды бөліп-бөліп толтыруға болады: әр бет сақталып отырады. Соңында мына құжаттардың файлдары керек:',
    'Форму можно заполнять по частям: каждая страница сохраняется. В конце понадобятся файлы этих документов:',
    'You can fill the form in parts: each page is kept. At the end you need files of these documents:',
  ),
  prepareKey: local('және қол қоятын кілтіңіз.', 'и ваш ключ для подписи.', 'and your signing key.'),
  continue: local('Сақтап, жалғастыру', 'Сохранить и продолжить', 'Save and continue'),
  saveAndLeave: local('Сақтап, кейін оралу', 'Сохранить и вернуться позже', 'Save and come back later'),
  saved: local(
    'Жазғаныңыз сақталды. Кез келген уақытта жалғастыра аласыз.',
    'Введённое сохранено. Можно продолжить в любое время.',
    'What you typed is kept. You can go on at any time.',
  ),
  savedWithFaults: local(
    'Жазғаныңыз сақталды, бірақ түзететін жерлер бар.',
    'Введённое сохранено, но есть что исправить.',
    'What you typed is kept, but some things are to be corrected.',
  ),
  restored: local(
    'Сеанс аяқталып қалғанмен, жазғаныңыз жоғалған жоқ: ол сақталды.',
    'Сеанс закончился, но введённое не пропало: оно сохранено.',
    'Your session had ended, but nothing that you typed is lost: it is kept.',
  ),
  reopened: local(
    'Нысан қайта ашылды, өзгерісіңіз сақталды. Жауаптарды тағы бір рет тексеріп шығыңыз.',
    'Форма снова открыта, изменение сохранено. Проверьте ответы ещё раз.',
    'The form is open again and your change is kept. Check your answers once more.',
  ),
  changedElsewhere: local(
    'Бұл бөлім басқа терезеде өзгертілген. Онда былай сақталған:',
    'Этот раздел изменён в другом окне. Там сохранено:',
    'This section was changed in another window. What is kept there:',
  ),
  changedByColleague: local(
    'Бұл бөлімді {name} осы уақытта өзгертті. Былай сақталған:',
    'Этот раздел тем временем изменил(а) {name}. Сохранено:',
    '{name} has changed this section meanwhile. What is kept:',
  ),
  changedElsewhereNext: local(
    'Төменде осы терезеде жазғаныңыз тұр. Сақтасаңыз, сол қалады.',
    'Ниже — то, что вы ввели в этом окне. Если сохраните, останется оно.',
    'Below is what you typed in this window. If you save it, it stays.',
  ),
  known: local(
    'Тіркеу деректеріңізден және мемлекеттік базалардан алынды, осы жерде өзгертілмейді.',
    'Взято из данных регистрации и государственных баз, здесь не меняется.',
    'Taken from your registration and the state databases; not changed here.',
  ),
  editionChanged: local(
    'Қызметтің жаңа редакциясы күшіне енді. Жазғаныңыз сақталды: жауаптарыңызды тексеріп, мәлімдемелерді қайта растаңыз.',
    'Вступила в силу новая редакция услуги. Введённое сохранено: проверьте ответы и подтвердите заявления заново.',
    'A new edition of the service is in force. What you typed is kept: check your answers and confirm the statements anew.',
  ),

  // Documents
  documents: local('Құжаттар', 'Документы', 'Documents'),
  documentsLead: local(
    'PDF, JPEG немесе PNG файлдарын тіркеңіз: әрқайсысы 10 МБ-қа дейін, барлығы 50 МБ-қа дейін.',
    'Приложите файлы PDF, JPEG или PNG: каждый до 10 МБ, все вместе до 50 МБ.',
    'Attach PDF, JPEG or PNG files: each up to 10 MB, 50 MB in all.',
  ),
  slotMissing: local('міндетті, әлі тіркелмеген', 'обязательно, ещё не приложено', 'required, not attached yet'),
  slotAttached: local('тіркелді', 'приложено', 'attached'),
  chooseFile: local('Файлды таңдаңыз', 'Выберите файл', 'Choose a file'),
  anotherFile: local('Тағы бір файл', 'Ещё один файл', 'Another file'),
  upload: local('Файлды тіркеу', 'Приложить файл', 'Attach the file'),
  remove: local('Алып тастау', 'Убрать', 'Remove'),
  attached: local('Файл тіркелді.', 'Файл приложен.', 'The file is attached.'),
  removed: local('Файл алып тасталды.', 'Файл убран.', 'The file is removed.'),
  noFile: local('Файл жоқ', 'Файла нет', 'No file'),
  toCheck: local('Жауаптарды тексеруге өту', 'Перейти к проверке ответов', 'Go on to check your answers'),

  // Answers
  check: local('Жауаптарыңызды тексеріңіз', 'Проверьте ответы', 'Check your answers'),
  checkShort: local('Тексеру', 'Проверка', 'Check'),
  missing: local('Түзететін жерлер бар', 'Нужно исправить', 'To be corrected'),
  statements: local('Мәлімдемелер', 'Заявления', 'Statements'),
  statementsHint: local(
    'Әрқайсысын оқып, белгі қойыңыз: қол қойғанда сіз оларды растайсыз.',
    'Прочитайте каждое и отметьте: подписывая, вы их подтверждаете.',
    'Read each and tick it: by signing you confirm them.',
  ),
  frozenLanguage: local(
    'Сұрау салу осы беттің тілінде жасалады.',
    'Запрос будет составлен на языке этой страницы.',
    'The request will be made in the language of this page.',
  ),
  finish: local('Растап, жалғастыру', 'Подтвердить и продолжить', 'Confirm and continue'),

  // Payment
  certain: local(
    'Төлемей тұрыңыз: бұл жауаппен бас тартылады',
    'Не платите: с таким ответом откажут',
    'Do not pay yet: this answer means a refusal',
  ),
  pay: local('Төлем', 'Оплата', 'Payment'),
  notYet: local('Әзірге төлеу мүмкін емес', 'Пока оплатить нельзя', 'Payment is not possible yet'),
  payee: local('Алушы', 'Получатель', 'Payee'),
  rule: local('Қалай есептелген', 'Как рассчитано', 'How it is found'),
  requirements: local('Біліктілік талаптары', 'Квалификационные требования', 'Qualification requirements'),
  requirementsTick: local(
    'Талаптармен таныстым және оларға сай келемін деп санаймын',
    'Я знаю требования и считаю, что им соответствую',
    'I know the requirements and believe that I meet them',
  ),
  confirmReading: local('Растау', 'Подтверждение', 'Confirmation'),
  goToPay: local('Төлем шлюзіне өту', 'Перейти к платёжному шлюзу', 'Go to the payment gateway'),
  sumRenewed: local(
    'Бұрынғы тапсырысыңыз басқа сомаға жасалған еді. Алым төленген күні есептеледі, сондықтан тапсырыс жаңа сомамен ауыстырылады.',
    'Прежний заказ был на другую сумму. Сбор считается на день оплаты, поэтому заказ будет заменён новым.',
    'Your earlier order was for another sum. The fee is that of the day of payment, so the order will be replaced.',
  ),
  paymentUnknown: local('Банктен жауап күтілуде', 'Ждём ответа банка', 'Waiting for the bank'),
  paymentUnknownText: local(
    'Банк төлемді әлі растаған жоқ. Төлеп қойсаңыз, қайта төлемеңіз: жауап келгенде сұрау салу өзі жалғасады.',
    'Банк ещё не подтвердил платёж. Если вы уже заплатили, не платите повторно: когда ответ придёт, запрос продолжится сам.',
    'The bank has not confirmed the payment yet. If you have paid, do not pay again: when the answer comes, the request goes on by itself.',
  ),
  backToPaying: local('Төлем бетіне оралу', 'Вернуться на страницу оплаты', 'Back to the payment page'),
  notPaid: local('Төлем түскен жоқ', 'Платёж не поступил', 'The payment has not arrived'),
  notPaidText: local(
    'Төлем болмағандықтан, қызмет көрсетілмейді. Сұрау салуыңыз бен құжаттарыңыз сақталды, қайта төлеуге болады.',
    'Без оплаты услуга не оказывается. Ваш запрос и документы сохранены, можно оплатить снова.',
    'Without payment the service is refused. Your request and documents are kept, and you can pay again.',
  ),
  payAgain: local('Қайта төлеу', 'Оплатить снова', 'Pay again'),

  // Signing
  sign: local('Қол қою', 'Подписание', 'Signing'),
  signLead: local(
    'Төменде дәл сіз қол қоятын мәтін тұр: бет оны қол қойылатын байттардың өзінен көрсетеді. Оқып шығып, кілтіңізді таңдаңыз.',
    'Ниже именно тот текст, который вы подписываете: страница показывает его из самих подписываемых байтов. Прочитайте и выберите ключ.',
    'Below is exactly what you sign: the page shows it from the very bytes that are signed. Read it and choose your key.',
  ),
  request: local('Сұрау салу', 'Запрос', 'Request'),
  addressee: local('Кімге', 'Кому', 'To'),
  signer: local('Қол қоюшы', 'Подписывает', 'Signed by'),
  files: local('Файлдар', 'Файлы', 'Files'),
  paid: local('Төленді', 'Оплачено', 'Paid'),
  whoSigns: local('Қолды кім қояды', 'Кто подпишет', 'Who signs'),
  mayNotSign: local(
    'Куәлігіңізде ұйым атынан қол қою құқығы жоқ. Сұрау салу қол қоюға дайын: оған мына әріптестеріңіз өз есептік жазбасынан қол қоя алады. Оларға хабарлама жіберілді.',
    'В вашем свидетельстве нет права подписывать от имени организации. Запрос готов к подписанию: его подпишут из своей учётной записи эти коллеги. Им отправлено сообщение.',
    'Your certificate does not state the right to sign for the organisation. The request is ready: these colleagues can sign it from an account of their own. They were told.',
  ),
  nobodySigns: local(
    'Куәлігіңізде ұйым атынан қол қою құқығы жоқ. Сұрау салу қол қоюға дайын, бірақ ұйымыңыздан қол қою құқығы бар адам порталда әлі тіркелмеген. Бірінші басшы немесе қол қою құқығы бар қызметкер осы ұйымның куәлігімен тіркелсін: сұрау салуды өз кабинетінен көріп, қол қояды.',
    'В вашем свидетельстве нет права подписывать от имени организации. Запрос готов к подписанию, но никто из вашей организации с правом подписи на портале ещё не зарегистрирован. Пусть первый руководитель или сотрудник с правом подписи зарегистрируется по свидетельству этой организации: он увидит запрос в своём кабинете и подпишет его.',
    'Your certificate does not state the right to sign for the organisation. The request is ready, but nobody of your organisation with that right is registered on the portal yet. Let the first head or an employee with the right to sign register with a certificate of this organisation: they will see the request in their cabinet and sign it.',
  ),
  newCertificate: local(
    'Сізде қол қою құқығы бар жаңа куәлік болса, оны көрсетіңіз.',
    'Если у вас есть новое свидетельство с правом подписи, покажите его.',
    'If you have a new certificate with the right to sign, show it.',
  ),
  waitsForSigner: local(
    'Жазылғанның, құжаттардың және төлемнің бәрі сақталды, қол қойылғанша осында тұрады.',
    'Всё введённое, документы и оплата сохранены и ждут подписи здесь.',
    'Everything typed, attached and paid is kept and waits here for the signature.',
  ),
  trace: local('Кім не істеді', 'Кто что сделал', 'Who did what'),
  refused: local('Қолтаңба расталмады', 'Подпись не подтверждена', 'The signature is not confirmed'),
  notRegistered: local('Сұрау салу тіркелмеді', 'Запрос не зарегистрирован', 'The request was not registered'),
  reason: local('Себебі', 'Причина', 'Reason'),
  kept: local(
    'Сұрау салуыңыз, құжаттарыңыз және төлеміңіз сақталды.',
    'Запрос, документы и оплата сохранены.',
    'Your request, documents and payment are kept.',
  ),
  signAgain: local('Қайта қол қою', 'Подписать снова', 'Sign again'),
  keys: local('Кілттерім', 'Мои ключи', 'My keys'),
  backToForm: local('Нысанға оралу', 'Вернуться к форме', 'Back to the form'),
  backToFormHint: local(
    'Нысанға оралсаңыз, қол қойылатын мәтін жаңадан жасалады. Төлем сақталады.',
    'Если вернуться к форме, текст для подписи будет составлен заново. Оплата сохранится.',
    'If you go back to the form, the text to be signed is made anew. The payment is kept.',
  ),
  letGo: local(
    'Нысанға оралсаңыз, қолтаңбаңыз жойылады, қайта қол қою керек болады. Төлем сақталады.',
    'Если вернуться к форме, ваша подпись будет снята и её нужно будет поставить заново. Оплата сохранится.',
    'If you go back to the form, your signature is let go and you have to sign again. The payment is kept.',
  ),
  waiting: local('Сұрау салу күтіп тұр', 'Запрос ждёт', 'The request waits'),
  waitingText: local(
    'Қолтаңбаңыз қабылданды. Куәліктің кері қайтарылмағанын қазір тексеру мүмкін емес: тексеру қызметі жауап бермейді. Бұл бас тарту емес. Қызмет қалпына келгенде сұрау салу өзі тіркеледі, сізге хабарлама келеді.',
    'Ваша подпись принята. Проверить, не отозвано ли свидетельство, сейчас нельзя: служба проверки не отвечает. Это не отказ. Когда служба заработает, запрос зарегистрируется сам, и вам придёт сообщение.',
    'Your signature was taken. Whether the certificate is revoked cannot be asked now: the checking service does not answer. This is no refusal. When it works again, the request is registered by itself and you get a message.',
  ),
  registering: local('Сұрау салу тіркелуде', 'Запрос регистрируется', 'The request is being registered'),
  registeringText: local(
    'Қолтаңбаңыз расталды. Нөмірі әдетте бірнеше секундта шығады; ұзаққа созылса, сізге хабарлама келеді.',
    'Ваша подпись подтверждена. Номер обычно появляется через несколько секунд; если дольше, вам придёт сообщение.',
    'Your signature is confirmed. The number usually appears in a few seconds; if it takes longer, you get a message.',
  ),

  // Ends
  abandon: local('Сұрау салудан бас тарту', 'Отказаться от запроса', 'Give the request up'),
  abandonSure: local('Сұрау салудан бас тартасыз ба?', 'Отказаться от запроса?', 'Give the request up?'),
  abandonText: local(
    'Жазғаныңыз бен файлдарыңыз кабинетте қалады, сұрау салуды кейін қайта аша аласыз.',
    'Введённое и файлы останутся в кабинете, запрос можно будет открыть снова.',
    'What you typed and attached stays in your cabinet; you can open the request again.',
  ),
  abandonPaid: local(
    'Алым төленген. Сұрау салудан бас тартсаңыз, ол төлем жасалған картаға өзі қайтарылады. Сұрау салуды кейін қайта ашсаңыз, алымды жаңадан төлейсіз.',
    'Сбор уплачен. Если вы откажетесь от запроса, он сам вернётся на карту, с которой платили. Если потом откроете запрос снова, сбор нужно будет уплатить заново.',
    'The fee is paid. If you give the request up, it goes back by itself to the card that paid. If you open the request again later, you pay anew.',
  ),
  abandonPaying: local(
    'Төлем жасап қойсаңыз, банктің растауы кейін де келуі мүмкін. Ол келсе, сұрау салу қайта ашылады, сізге хабарлама жібереміз.',
    'Если вы уже заплатили, подтверждение банка может прийти позже. Тогда запрос откроется снова, и мы вам сообщим.',
    'If you have paid, the bank may confirm it later. The request is then opened again and we tell you.',
  ),
  abandoned: local('Сіз бұл сұрау салудан бас тарттыңыз', 'Вы отказались от этого запроса', 'You gave this request up'),
  resume: local('Қайта ашу', 'Открыть снова', 'Open it again'),
  keep: local('Жоқ, жалғастыру', 'Нет, продолжить', 'No, go on'),
}
