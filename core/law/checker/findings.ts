import type { LocalText } from '@ruqsat/foundation'
import type { StaffRole, Subject } from '../package/model.ts'
import { t } from '../package/errors.ts'

/** What the checker can find. A code is never renamed once a package's reading names it. */
export const FINDINGS = {
  'unreachable-step': t(
    '«{subject}» қадамына ешбір жол апармайды.',
    'На шаг «{subject}» не ведёт ни один путь.',
    'No path leads to step {subject}.',
  ),
  'no-way-out': t(
    '«{subject}» қадамынан соңына жететін жол жоқ: {path}.',
    'С шага «{subject}» нельзя дойти до конца: {path}.',
    'From step {subject} no path reaches the end: {path}.',
  ),
  'steps-exceed-term': t(
    '«{subject}»: қадамдардың қосындысы ({sum}) жалпы мерзімнен ({term}) асады: {path}.',
    '«{subject}»: сумма шагов ({sum}) больше общего срока ({term}): {path}.',
    '{subject}: the steps add up to {sum}, more than the term of {term}: {path}.',
  ),
  'no-total-term': t(
    '«{subject}»: актіде жалпы мерзім жоқ; қадамдардың қосындысы: {sum}.',
    '«{subject}»: в акте нет общего срока; сумма шагов: {sum}.',
    '{subject}: the act gives no total term; the steps add up to {sum}.',
  ),
  'calendar-days-among-working-days': t(
    '«{subject}»: мерзім жай «күн» деп жазылған, қалған қадамдарда «жұмыс күні».',
    '«{subject}»: срок записан просто в «днях», у остальных шагов — в рабочих днях.',
    '{subject}: the time is written in plain days while the other steps have working days.',
  ),
  'payment-notice-without-payment': t(
    '«{subject}»: төлем болмады деп хабарлайды, бірақ бұл арнада төлем қадамы жоқ.',
    '«{subject}»: сообщает об отсутствии оплаты, но в этом канале нет шага оплаты.',
    '{subject}: tells of a missing payment, while this channel has no payment step.',
  ),
  'written-differs': t(
    '«{subject}»: актіде басқаша жазылған: {written}',
    '«{subject}»: в акте записано иначе: {written}',
    '{subject}: the act writes it otherwise: {written}',
  ),
  'abbreviation-defined-twice': t(
    '{subject} қысқартуы бірнеше рет анықталған: {items}.',
    'Сокращение {subject} определено несколько раз: {items}.',
    'The abbreviation {subject} is defined more than once: {items}.',
  ),
  'abbreviation-covers-many': t(
    '{subject} қысқартуы бірнеше нәрсені білдіреді: {covers}.',
    'Сокращение {subject} обозначает сразу несколько: {covers}.',
    'The abbreviation {subject} stands for several things: {covers}.',
  ),
  'text-gap': t('Мәтін толық емес: {written}', 'Текст неполон: {written}', 'The text is incomplete: {written}'),
  'annex-headed-otherwise': t(
    '{number}-қосымша мәтінде {cited} қосымшасы деп, ал өз тақырыбында {headed} қосымшасы деп аталған.',
    'Приложение {number} упомянуто как приложение {cited}, а озаглавлено как приложение {headed}.',
    'Annex {number} is cited as an annex of the {cited} and headed as an annex of the {headed}.',
  ),
  'outside-body-listed-as-provider': t(
    '«{unit}» басқа органға жатады, бірақ қызмет берушінің бөлімшелері қатарында тұр.',
    '«{unit}» относится к другому органу, но стоит в перечне подразделений услугодателя.',
    '{unit} belongs to another body but is listed among the provider’s units.',
  ),
  'unit-not-used': t(
    '«{unit}» бірлігі ешбір қадамда жоқ.',
    'Единица «{unit}» не участвует ни в одном шаге.',
    'Unit {unit} takes part in no step.',
  ),
  'no-silence-rule': t(
    '«{subject}»: жауап мерзімінде келмесе не болатыны жазылмаған.',
    '«{subject}»: не сказано, что следует, если ответ не пришёл в срок.',
    '{subject}: the act does not say what follows when no answer comes in time.',
  ),
  'view-without-times': t(
    '«{subject}»: бірде-бір қадамға уақыт берілмеген.',
    '«{subject}»: ни у одного шага нет времени.',
    '{subject}: no step is given a time.',
  ),
  'return-not-in-act': t(
    '«{subject}»: жұмысты «{to}» қадамына қайтару актіде жоқ.',
    '«{subject}»: возврата на шаг «{to}» в акте нет.',
    '{subject}: the act does not know the return to {to}.',
  ),
  'date-unknown': t('Мәтінде {date} жоқ.', 'В тексте нет {date}.', 'No text gives {date}.'),
  'token-left': t(
    '«{subject}» тармақталады, бірақ тармақтары бір жерде бірікпейді: {path}.',
    '«{subject}» разветвляется, но ветви не сходятся в одном месте: {path}.',
    '{subject} starts parallel branches that do not all meet at one join: {path}.',
  ),
  'join-without-split': t(
    '«{subject}» тармақтардың бірігуін күтеді, бірақ оған дейін ештеңе тармақталмаған: {path}.',
    '«{subject}» ждёт схождения ветвей, но до него ничего не разветвлялось: {path}.',
    '{subject} waits for branches that nothing before it has started: {path}.',
  ),
  'term-not-in-act': t(
    '«{subject}»: жалпы мерзім ({term}) актіде жоқ, басқа жерден алынған.',
    '«{subject}»: общего срока ({term}) в акте нет, он взят из другого источника.',
    '{subject}: the term of {term} is not in the act; it is taken from elsewhere.',
  ),
  'prose-differs': t(
    '{transcript}, {row}: {aspect} — мәтінде: {here}; орындалатын қадамда: {there}.',
    '{transcript}, {row}: {aspect} — в тексте: {here}; в исполняемом шаге: {there}.',
    '{transcript}, {row}: {aspect} in the text is “{here}”, in the executed step “{there}”.',
  ),
  'table-differs': t(
    '{transcript}, {row}: {aspect} — кестеде: {here}; {where}: {there}.',
    '{transcript}, {row}: {aspect} — в таблице: {here}; {where}: {there}.',
    '{transcript}, {row}: {aspect} in the table is “{here}”, {where} “{there}”.',
  ),
  'next-without-number': t(
    '{transcript}, {row}: келесі іс-қимылдың нөмірі орнында сөздер тұр: {written}',
    '{transcript}, {row}: вместо номера следующего действия стоят слова: {written}',
    '{transcript}, {row}: words stand where the number of the next action is due: {written}',
  ),
  'table-cut-off': t(
    '{transcript}: кесте {row}-жолдан кейін үзілген.',
    '{transcript}: таблица обрывается после строки {row}.',
    '{transcript}: the table breaks off after row {row}.',
  ),
  'table-row-missing': t(
    '{transcript}: мәтіндегі «{step}» қадамы кестеде жоқ.',
    '{transcript}: в таблице нет шага «{step}», который есть в тексте.',
    '{transcript}: the table leaves out step {step}, which the text has.',
  ),
  'one-action-two-times': t(
    '«{action}»: бір іс-қимылға әртүрлі уақыт берілген: {times}.',
    '«{action}»: для одного действия указано разное время: {times}.',
    '{action}: one action is given different times: {times}.',
  ),
  'unit-not-listed': t(
    '«{unit}» іске қатысады, бірақ актінің тізімінде жоқ.',
    '«{unit}» участвует в процессе, но в перечне акта не назван.',
    '{unit} takes part but is not in the act’s own list of units.',
  ),
  'system-not-defined': t(
    'Сұрау жіберіледі, бірақ акт бұл жүйенің не екенін айтпайды: {system}.',
    'Запрос идёт, но акт не определяет эту систему: {system}.',
    '{system} is asked, but the act does not define it.',
  ),
  'system-not-asked-in-table': t(
    '{transcript}, {row}: мәтінде сұралады, кестеде жоқ: {system}.',
    '{transcript}, {row}: в тексте запрашивается, в таблице нет: {system}.',
    '{transcript}, {row}: the text asks {system}, the table does not.',
  ),
  'register-not-for-applicants': t(
    '«{where}»: мұнда дерегі бар тұлғалар бұл қызметке өтініш бермейді, бірақ ол аталған: {system}.',
    '«{where}»: названа система, хотя лица, сведения о которых в ней хранятся, эту услугу не получают: {system}.',
    '{where}: {system} is named, though nobody whom it knows may apply.',
  ),
  'register-never-asked': t(
    'Ешқашан сұралмайды, бірақ ондағы тұлғалар өтініш бере алады: {system}.',
    'Ни разу не запрашивается, хотя лица из неё могут подать заявление: {system}.',
    '{system} is never asked, though those whom it knows may apply.',
  ),
  'identifier-not-compared': t(
    'Тіркеу куәлігін тексергенде {identifier} салыстырылмайды, бірақ ондай өтініш берушілер бар.',
    'При проверке сертификата не сверяется {identifier}, хотя такие заявители есть.',
    'The {identifier} of the certificate is not compared, though applicants have one.',
  ),
  'abbreviation-undefined': t(
    '{subject} қысқартуы қолданылған, бірақ ашып жазылмаған.',
    'Сокращение {subject} используется, но не раскрыто.',
    'The abbreviation {subject} is used and never expanded.',
  ),
  'abbreviation-unused': t(
    '{subject} қысқартуы анықталған, бірақ қолданылмаған.',
    'Сокращение {subject} определено, но не используется.',
    'The abbreviation {subject} is defined and never used.',
  ),
  'abbreviation-spelled-otherwise': t(
    '{subject} қысқартуы басқаша да жазылған: {forms}.',
    'Сокращение {subject} пишется и иначе: {forms}.',
    'The abbreviation {subject} is also spelled otherwise: {forms}.',
  ),
  'abbreviation-defines-other': t(
    '{subject} қысқартуының атауы бір жүйені, анықтамасы басқасын білдіреді: {system}; {other}.',
    'Сокращение {subject} называет одну систему, а определение описывает другую: {system}; {other}.',
    'The abbreviation {subject} names {system}, while its definition describes {other}.',
  ),
  'refusal-subject-differs': t(
    '«{subject}»: сұрақ — {question}, ал бас тарту — {notice}.',
    '«{subject}»: вопрос — {question}, а отказ — {notice}.',
    '{subject}: the question is {question}, the refusal {notice}.',
  ),
  'refusal-without-notice': t(
    '«{subject}»: «жоқ» жауабынан кейін хабарлама жоқ.',
    '«{subject}»: после ответа «нет» нет сообщения.',
    '{subject}: no notice follows the answer “no”.',
  ),
  'unit-not-competent': t(
    '«{subject}»: бұл іс-қимыл {role} рөліне тән емес.',
    '«{subject}»: это действие не для роли {role}.',
    '{subject}: this action is not one for the role {role}.',
  ),
  'check-not-in-every-channel': t(
    '«{variant}»: {check} бір арнада бар ({with}), басқасында жоқ ({without}).',
    '«{variant}»: {check} есть в одном канале ({with}) и нет в другом ({without}).',
    '{variant}: {check} stands in one channel ({with}) and not in another ({without}).',
  ),
  'no-refusal-step': t(
    '«{subject}»: рәсімде бас тартуға болатын қадам жоқ.',
    '«{subject}»: в процедуре нет шага, на котором можно отказать.',
    '{subject}: no step of the procedure may refuse.',
  ),
  'stated-otherwise': t(
    'Бір мәселе әртүрлі айтылған: {said}.',
    'Об одном сказано по-разному: {said}.',
    'One matter is stated in different ways: {said}.',
  ),
  'number-twice': t(
    '{list}: {number} нөмірі бірнеше рет тұр.',
    '{list}: номер {number} стоит несколько раз.',
    '{list}: number {number} stands more than once.',
  ),
  'duty-on-applicant': t(
    'Қызмет берушінің міндеті өтініш берушіге жүктелген: {written}',
    'Обязанность услугодателя возложена на заявителя: {written}',
    'A duty of the provider is laid on the applicant: {written}',
  ),
  'result-not-delivered': t(
    '«{subject}»: нәтиже қағаз түрінде беріледі, ал бұл арнада тек хабарлама жетеді.',
    '«{subject}»: результат выдаётся на бумаге, а этот канал доставляет только уведомление.',
    '{subject}: the result is given on paper, while this channel delivers only a notice.',
  ),
  'document-not-used': t(
    '«{subject}»: {document} талап етіледі, бірақ ештеңені растамайды.',
    '«{subject}»: {document} — документ обязателен, но ничего не подтверждает.',
    '{subject}: {document} is required but proves nothing.',
  ),
  'dates-out-of-order': t(
    '«{subject}»: күндердің реті бұзылған: {earlier}, содан кейін {later}.',
    '«{subject}»: нарушен порядок дат: {earlier}, затем {later}.',
    '{subject}: the dates are out of order: {earlier}, then {later}.',
  ),
  'force-unknown': t(
    '№ {subject}: қай күннен бастап күшінде екені белгісіз.',
    '№ {subject}: неизвестно, с какого дня действует.',
    'No {subject}: the day from which it has effect is unknown.',
  ),
  'reading-without-finding': t(
    '«{subject}» үшін шешім жазылған, бірақ мұндай қайшылық табылмады.',
    'Решение для «{subject}» записано, но такой находки нет.',
    'A reading is recorded for {subject}, but nothing of the kind is found.',
  ),
} as const satisfies Record<string, LocalText>
export type FindingCode = keyof typeof FINDINGS

/** Whose annex it is, in the case that the sentence needs. */
export const OWNERS: Readonly<Record<'regulation' | 'resolution', LocalText>> = {
  regulation: t('регламенттің', 'регламента', 'regulation'),
  resolution: t('қаулының', 'постановления', 'resolution'),
}

export const DATES: Readonly<Record<'registeredOn' | 'publishedOn', LocalText>> = {
  registeredOn: t('тіркелген күні', 'даты регистрации', 'the day of registration'),
  publishedOn: t('ресми жарияланған күні', 'даты официального опубликования', 'the day of official publication'),
}

/** What of a row is compared, as the sentence needs it. */
export const ASPECTS = {
  unit: t('бірлік', 'единица', 'the unit'),
  system: t('жүйе', 'система', 'the system'),
  next: t('келесі іс-қимыл', 'следующее действие', 'the next action'),
  time: t('мерзім', 'срок', 'the time'),
  asks: t('сұралатын базалар', 'запрашиваемые базы', 'what is asked'),
  compares: t('салыстырылатын нөмірлер', 'сверяемые номера', 'what is compared'),
  about: t('не туралы екені', 'предмет', 'the subject'),
} as const satisfies Record<string, LocalText>
export type Aspect = keyof typeof ASPECTS

/** With what a table's row is compared. */
export const PLACES: Readonly<Record<'text' | 'step', LocalText>> = {
  text: t('мәтінде', 'в тексте', 'in the text'),
  step: t('орындалатын қадамда', 'в исполняемом шаге', 'in the executed step'),
}

/** What a question or a refusal is about. */
export const SUBJECT_NAMES: Readonly<Record<Subject, LocalText>> = {
  signIn: t('жүйеге кіру', 'вход в систему', 'signing in'),
  payment: t('төлем', 'оплата', 'the payment'),
  signature: t('қолтаңба', 'подпись', 'the signature'),
  registers: t('базадағы деректер', 'сведения в базах', 'the data in the registers'),
  requirements: t('талаптарға сәйкестік', 'соответствие требованиям', 'meeting the requirements'),
  documents: t('құжаттар', 'документы', 'the documents'),
  applicantData: t('өтініш берушінің деректері', 'данные заявителя', 'the applicant’s data'),
}

/** All notices together, in the finding that gives them two times. */
export const ROLE_NAMES: Readonly<Record<StaffRole, LocalText>> = {
  clerk: t('кеңсе маманы', 'специалист канцелярии', 'clerk'),
  head: t('басшы', 'руководитель', 'head'),
  officer: t('жауапты орындаушы', 'ответственный исполнитель', 'responsible officer'),
  interestedBody: t('мүдделі орган', 'заинтересованный орган', 'interested body'),
  operator: t('оператор', 'оператор', 'operator'),
}
export const NOTICE: LocalText = t('Хабарлама', 'Сообщение', 'Notice')
