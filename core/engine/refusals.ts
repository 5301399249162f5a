import type { RefusalRow } from '@ruqsat/foundation'

/** Every "no" of the engine. Codes are frozen: a retired one stays reserved. */
export const ENGINE_REFUSALS = {
  'case-unknown': {
    text: { kk: 'Мұндай іс жоқ.', ru: 'Такого дела нет.', en: 'There is no such case.' },
    remedy: { kk: 'Сұрау салу нөмірін тексеріңіз.', ru: 'Проверьте номер запроса.', en: 'Check the number of the request.' },
  },
  'case-already-open': {
    text: { kk: 'Бұл сұрау салу тіркеліп қойған.', ru: 'Этот запрос уже зарегистрирован.', en: 'This request is registered already.' },
    remedy: { kk: 'Оны қызмет тарихынан ашыңыз.', ru: 'Откройте его в истории услуг.', en: 'Open it in the service history.' },
  },
  'case-closed': {
    text: {
      kk: 'Іс жабылған: нәтижесі берілді, енді ештеңе өзгермейді.',
      ru: 'Дело закрыто: результат выдан, и больше ничего не меняется.',
      en: 'The case is closed: its result was handed over and nothing changes any more.',
    },
    remedy: {
      kk: 'Нәтижені істің бетінен қараңыз.',
      ru: 'Посмотрите результат на странице дела.',
      en: 'See the result on the page of the case.',
    },
  },
  'task-done': {
    text: {
      kk: 'Бұл тапсырма орындалып қойған. Орындаған: {by}, {at}.',
      ru: 'Это задание уже выполнено. Выполнил: {by}, {at}.',
      en: 'This task is done already, by {by} at {at}.',
    },
    remedy: {
      kk: 'Бетті жаңартып, істің қазіргі күйін қараңыз.',
      ru: 'Обновите страницу и посмотрите, что с делом сейчас.',
      en: 'Reload the page to see where the case is now.',
    },
  },
  'task-withdrawn': {
    text: {
      kk: 'Бұл тапсырма кері алынды. Кері алған: {by}, {at}.',
      ru: 'Это задание снято. Снял: {by}, {at}.',
      en: 'This task was withdrawn by {by} at {at}.',
    },
    remedy: { kk: 'Жұмыс тізіміне оралыңыз.', ru: 'Вернитесь к списку заданий.', en: 'Go back to your work list.' },
  },
  'task-unknown': {
    text: { kk: 'Бұл істе мұндай тапсырма жоқ.', ru: 'В этом деле такого задания нет.', en: 'This case has no such task.' },
    remedy: { kk: 'Тапсырманы жұмыс тізімінен ашыңыз.', ru: 'Откройте задание из списка.', en: 'Open the task from your work list.' },
  },
  'wrong-action': {
    text: {
      kk: 'Бұл қадамда мұндай әрекет жасалмайды.',
      ru: 'На этом шаге такое действие не выполняется.',
      en: 'This step does not allow that action.',
    },
    remedy: {
      kk: 'Қадамда көрсетілген әрекетті таңдаңыз.',
      ru: 'Выберите действие, указанное для шага.',
      en: 'Choose the action that the step names.',
    },
  },
  'not-staff': {
    text: {
      kk: 'Бұл әрекетті тек көрсетілетін қызметті берушінің қызметкері жасайды.',
      ru: 'Это действие выполняет только работник услугодателя.',
      en: 'Only the staff of the provider can do this.',
    },
    remedy: {
      kk: 'Қызметкердің есептік жазбасымен кіріңіз.',
      ru: 'Войдите под учётной записью работника.',
      en: 'Sign in with a staff account.',
    },
  },
  'not-your-authority': {
    text: { kk: 'Бұл іс басқа органда жатыр.', ru: 'Это дело ведёт другой орган.', en: 'This case belongs to another authority.' },
    remedy: {
      kk: 'Іс сізге тиісті болуы керек болса, жүйе әкімшісіне хабарласыңыз.',
      ru: 'Если дело должно быть у вас, обратитесь к администратору системы.',
      en: 'If it should be yours, ask the administrator of the system.',
    },
  },
  'not-your-role': {
    text: {
      kk: 'Бұл әрекет сіздің рөліңізге жатпайды.',
      ru: 'Это действие не относится к вашей роли.',
      en: 'This action is not part of your role.',
    },
    remedy: {
      kk: 'Оны осы қадамға жауапты қызметкер орындайды.',
      ru: 'Его выполняет работник, который отвечает за этот шаг.',
      en: 'It is done by the official who answers for this step.',
    },
  },
  'not-assigned-to-you': {
    text: {
      kk: 'Бұл іс басқа жауапты орындаушыға тапсырылған: {by}.',
      ru: 'Это дело поручено другому ответственному исполнителю: {by}.',
      en: 'This case is assigned to another officer: {by}.',
    },
    remedy: {
      kk: 'Оны сізге беру үшін басшы бұрыштаманы өзгертуі керек.',
      ru: 'Чтобы оно перешло к вам, руководитель должен изменить резолюцию.',
      en: 'The head has to change the assignment before you can work on it.',
    },
  },
  'changed-since': {
    text: {
      kk: 'Сіз бетті ашқаннан бері іс өзгерді. Өзгерткен: {by}, {at}.',
      ru: 'Дело изменилось с тех пор, как вы открыли страницу. Изменил: {by}, {at}.',
      en: 'The case has changed since you opened the page, by {by} at {at}.',
    },
    remedy: {
      kk: 'Бетті жаңартып, өзгерісті көріп, қайта шешіңіз.',
      ru: 'Обновите страницу, посмотрите изменение и решите снова.',
      en: 'Reload the page, look at the change and decide again.',
    },
  },
  'reason-empty': {
    text: { kk: 'Себебі жазылмаған.', ru: 'Не указана причина.', en: 'The reason is missing.' },
    remedy: {
      kk: 'Себебін бір-екі сөйлеммен жазыңыз.',
      ru: 'Напишите причину одним-двумя предложениями.',
      en: 'Write the reason in a sentence or two.',
    },
  },
  'explanation-empty': {
    text: {
      kk: 'Бас тартудың түсіндірмесі жазылмаған.',
      ru: 'Не написано пояснение к отказу.',
      en: 'The explanation of the refusal is missing.',
    },
    remedy: {
      kk: 'Алушыға нақты нені түзету керегін жазыңыз.',
      ru: 'Напишите, что именно заявителю нужно исправить.',
      en: 'Write what exactly the applicant has to put right.',
    },
  },
  'officer-missing': {
    text: { kk: 'Жауапты орындаушы таңдалмаған.', ru: 'Не выбран ответственный исполнитель.', en: 'No officer was chosen.' },
    remedy: { kk: 'Тізімнен қызметкерді таңдаңыз.', ru: 'Выберите работника из списка.', en: 'Choose an officer from the list.' },
  },
  'text-too-long': {
    text: {
      kk: 'Мәтін тым ұзын: ең көбі {most} таңба.',
      ru: 'Текст слишком длинный: не больше {most} знаков.',
      en: 'The text is too long: {most} characters at most.',
    },
    remedy: { kk: 'Мәтінді қысқартыңыз.', ru: 'Сократите текст.', en: 'Make the text shorter.' },
  },
  'grounds-missing': {
    text: {
      kk: 'Бас тарту негізі таңдалмаған.',
      ru: 'Не выбрано основание отказа.',
      en: 'No ground of refusal was chosen.',
    },
    remedy: {
      kk: 'Тізімнен кемінде бір негізді таңдаңыз.',
      ru: 'Выберите хотя бы одно основание из перечня.',
      en: 'Choose at least one ground from the list.',
    },
  },
  'grounds-unknown': {
    text: {
      kk: 'Бұл негіз регламенттің тізімінде жоқ: {ground}.',
      ru: 'Такого основания нет в перечне регламента: {ground}.',
      en: 'This ground is not in the list of the regulation: {ground}.',
    },
    remedy: {
      kk: 'Негізді тек жабық тізімнен таңдаңыз.',
      ru: 'Выбирайте основание только из закрытого перечня.',
      en: 'Choose grounds from the closed list only.',
    },
  },
  'grounds-with-grant': {
    text: {
      kk: 'Беру туралы шешімде бас тарту негізі болмайды.',
      ru: 'В решении о выдаче не может быть оснований отказа.',
      en: 'A decision to grant cannot carry grounds of refusal.',
    },
    remedy: {
      kk: 'Негіздерді алып тастаңыз немесе бас тартуды таңдаңыз.',
      ru: 'Уберите основания или выберите отказ.',
      en: 'Remove the grounds or choose to refuse.',
    },
  },
  'incomplete-not-foreseen': {
    text: {
      kk: 'Регламент бұл қадамда «құжаттар толық емес» деген тармақты көздемейді.',
      ru: 'Регламент не предусматривает на этом шаге исхода «документы неполны».',
      en: 'The regulation foresees no "incomplete documents" at this step.',
    },
    remedy: {
      kk: 'Қарауды аяқтап, негізді көрсете отырып бас тарту жобасын дайындаңыз.',
      ru: 'Завершите рассмотрение и подготовьте проект отказа с основанием.',
      en: 'Finish the examination and draft a refusal with its ground.',
    },
  },
  'incomplete-too-late': {
    text: {
      kk: 'Құжаттарды толық емес деп тануға берілген уақыт өтті: соңғы сәті — {at}.',
      ru: 'Время, когда документы можно было признать неполными, истекло: последний срок — {at}.',
      en: 'The time in which the documents could be found incomplete is over; it ended at {at}.',
    },
    remedy: {
      kk: 'Сұрау салуды мәні бойынша қараңыз: беру туралы немесе негізін көрсете отырып бас тарту туралы жоба дайындаңыз.',
      ru: 'Рассмотрите запрос по существу: подготовьте проект о выдаче или отказа с основанием.',
      en: 'Decide on the merits: draft the grant, or a refusal with its ground.',
    },
  },
  'incomplete-is-refusal': {
    text: {
      kk: 'Құжаттар толық болмаса, тек бас тартуға болады.',
      ru: 'При неполных документах возможен только отказ.',
      en: 'Incomplete documents can only lead to a refusal.',
    },
    remedy: {
      kk: 'Бас тартуды таңдап, негізін көрсетіңіз.',
      ru: 'Выберите отказ и укажите основание.',
      en: 'Choose to refuse and name the ground.',
    },
  },
  'nothing-assigned': {
    text: {
      kk: 'Кері алатын бұрыштама жоқ: іс қазір орындаушыда емес.',
      ru: 'Нечего отзывать: дело сейчас не у исполнителя.',
      en: 'There is no assignment to take back: the case is not with an officer now.',
    },
    remedy: { kk: 'Істің қазіргі қадамын қараңыз.', ru: 'Посмотрите, на каком шаге дело.', en: 'Look at which step the case is.' },
  },
  'no-way-back': {
    text: {
      kk: 'Регламент бұл қадамнан кері қайтаруды көздемейді.',
      ru: 'Регламент не предусматривает возврата с этого шага.',
      en: 'The regulation foresees no way back from this step.',
    },
    remedy: { kk: 'Қадамды аяқтаңыз.', ru: 'Завершите этот шаг.', en: 'Finish the step.' },
  },
  'result-not-concluded': {
    text: {
      kk: 'Нәтиженің жобасы әлі дайын емес.',
      ru: 'Проект результата ещё не готов.',
      en: 'There is no draft of the result yet.',
    },
    remedy: {
      kk: 'Жауапты орындаушы алдымен жобаны ресімдеуі керек.',
      ru: 'Сначала ответственный исполнитель должен оформить проект.',
      en: 'The officer has to complete the draft first.',
    },
  },
  'document-not-prepared': {
    text: {
      kk: 'Қол қойылатын құжат дайындалмаған немесе кейін өзгерген.',
      ru: 'Документ для подписи не подготовлен или с тех пор изменился.',
      en: 'The document to be signed is not prepared, or it has changed since.',
    },
    remedy: {
      kk: 'Құжатты қайта дайындап, көріп, содан кейін қол қойыңыз.',
      ru: 'Подготовьте документ заново, просмотрите его и затем подпишите.',
      en: 'Prepare the document again, look at it and then sign.',
    },
  },
  'document-not-signed': {
    text: {
      kk: 'Нәтижеге әлі қол қойылмаған, сондықтан оны беруге болмайды.',
      ru: 'Результат ещё не подписан, поэтому его нельзя выдать.',
      en: 'The result is not signed yet and cannot be handed over.',
    },
    remedy: { kk: 'Басшы қол қойғанын күтіңіз.', ru: 'Дождитесь подписи руководителя.', en: 'Wait for the signature of the head.' },
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type EngineRefusalCode = keyof typeof ENGINE_REFUSALS
