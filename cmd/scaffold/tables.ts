import { type Channel, type NewFile, type Plan, schemaLine, source, text } from './words.ts'

type Row = {
  readonly id: string
  readonly unit: string
  readonly system?: string
  readonly action: string
  readonly name: string
  readonly completion: string
  readonly time?: string
  readonly next: readonly string[]
  readonly more?: readonly string[]
}

const DONE = text('Орындалды', 'Выполнено', 'Done')
const SHOWN = text('Хабарлама көрсетілді', 'Сообщение показано', 'Notice shown')
const CHECKED = text('Тексерілді', 'Проверено', 'Checked')
const yesNo = (yes: string, no: string) => [`when: yes, to: ${yes}`, `when: no, to: ${no}`]

/** One row of a table as YAML. */
function rowText(plan: Plan, item: string, row: Row): string {
  const isQuestion = row.next.some((each) => each.startsWith('when: yes'))
  return [
    `  - id: ${row.id}`,
    `    shape: ${isQuestion ? 'condition' : 'process'}`,
    `    unit: ${row.unit}`,
    ...(row.system === undefined ? [] : [`    system: ${row.system}`]),
    `    action: ${row.action}`,
    `    name: ${row.name}`,
    `    completion: ${row.completion}`,
    ...(row.time === undefined ? [] : [`    time: { duration: ${row.time} }`]),
    ...(row.more ?? []),
    `    next: [${row.next.map((each) => `{ ${each} }`).join(', ')}]`,
    `    source: ${source(plan, item)}`,
  ].join('\n')
}

const PORTAL: readonly Row[] = [
  {
    id: 'A1',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'signIn',
    next: ['to: AC1'],
    completion: DONE,
    name: text('Порталға кіру', 'Вход на портал', 'Sign in to the portal'),
  },
  {
    id: 'AC1',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'checkSignIn',
    next: yesNo('A3', 'A2'),
    completion: CHECKED,
    name: text('Логин мен құпиясөз дұрыс па?', 'Верны ли логин и пароль?', 'Are the login and the password right?'),
  },
  {
    id: 'A2',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'noticeSignInRefused',
    next: ['to: end'],
    completion: SHOWN,
    name: text('Кіруден бас тарту туралы хабарлама', 'Сообщение об отказе во входе', 'Notice: sign-in refused'),
  },
  {
    id: 'A3',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'fill',
    next: ['to: A4'],
    completion: DONE,
    name: text('Нысанды толтыру, құжаттарды қосу', 'Заполнение формы, прикрепление документов', 'Fill in the form, attach the documents'),
  },
  {
    id: 'A4',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'chooseCertificate',
    next: ['to: AC2'],
    completion: DONE,
    name: text('Тіркеу куәлігін таңдау', 'Выбор сертификата', 'Choose the certificate'),
  },
  {
    id: 'AC2',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'checkCertificate',
    next: yesNo('A6', 'A5'),
    completion: CHECKED,
    name: text(
      'Тіркеу куәлігі жарамды және өтініш берушінікі ме?',
      'Сертификат действует и принадлежит заявителю?',
      'Is the certificate valid and the applicant’s own?',
    ),
    more: ['    # Numbers of the certificate that are compared with those of the request.', '    compares: [iin, bin]'],
  },
  {
    id: 'A5',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'noticeSignatureRefused',
    next: ['to: end'],
    completion: SHOWN,
    name: text('Қолтаңба расталмады деген хабарлама', 'Сообщение: подпись не подтверждена', 'Notice: signature not confirmed'),
  },
  {
    id: 'A6',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'sign',
    next: ['to: A7'],
    completion: DONE,
    name: text('Сұрау салуға қол қою', 'Подписание запроса', 'Sign the request'),
  },
  {
    id: 'A7',
    unit: 'licensingDatabase',
    system: 'IS-LICENSING',
    action: 'registerRequest',
    next: ['to: AC3'],
    name: text('Сұрау салуды тіркеу', 'Регистрация запроса', 'Register the request'),
    completion: text('Нөмір берілді', 'Присвоен номер', 'Number given'),
  },
  {
    id: 'AC3',
    unit: 'officer',
    system: 'IS-LICENSING',
    action: 'checkRequirements',
    next: yesNo('A9', 'A8'),
    name: text('Өтініш беруші талаптарға сай ма?', 'Соответствует ли заявитель требованиям?', 'Does the applicant meet the requirements?'),
    completion: text('Шешім қабылданды', 'Решение принято', 'Decided'),
  },
  {
    id: 'A8',
    unit: 'licensingDatabase',
    system: 'IS-LICENSING',
    action: 'noticeRefused',
    next: ['to: end'],
    name: text('Дәлелді бас тарту', 'Мотивированный отказ', 'Reasoned refusal'),
    completion: text('Дәлелді бас тарту берілді', 'Мотивированный отказ выдан', 'Reasoned refusal given'),
  },
  {
    id: 'A9',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'receiveResult',
    next: ['to: end'],
    name: text('Нәтижені алу', 'Получение результата', 'Receive the result'),
    completion: text('Нәтиже жеке кабинетте', 'Результат в личном кабинете', 'Result in the personal cabinet'),
  },
]

/** At a desk somebody of the provider takes the papers; at a centre its operator does and sends them on. */
function counter(prefix: string, unit: string, sendsOn: boolean): readonly Row[] {
  const [take, send, register, asked, refused, given] = ['1', '2', '3', 'C1', '4', '5'].map((place) => `${prefix}${place}`) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return [
    {
      id: take,
      unit,
      action: 'takeApplication',
      next: [`to: ${sendsOn ? send : register}`],
      completion: DONE,
      name: text('Өтініш пен құжаттарды қабылдау', 'Приём заявления и документов', 'Take the application and the documents'),
    },
    ...(sendsOn
      ? [
          {
            id: send,
            unit,
            action: 'sendPackage',
            next: [`to: ${register}`],
            completion: DONE,
            name: text('Құжаттарды қызмет берушіге жіберу', 'Отправка документов услугодателю', 'Send the documents to the provider'),
          },
        ]
      : []),
    {
      id: register,
      unit: 'licensingDatabase',
      system: 'IS-LICENSING',
      action: 'registerRequest',
      next: [`to: ${asked}`],
      name: text('Сұрау салуды тіркеу', 'Регистрация запроса', 'Register the request'),
      completion: text('Нөмір берілді', 'Присвоен номер', 'Number given'),
    },
    {
      id: asked,
      unit: 'officer',
      system: 'IS-LICENSING',
      action: 'checkRequirements',
      next: yesNo(given, refused),
      name: text(
        'Өтініш беруші талаптарға сай ма?',
        'Соответствует ли заявитель требованиям?',
        'Does the applicant meet the requirements?',
      ),
      completion: text('Шешім қабылданды', 'Решение принято', 'Decided'),
    },
    {
      id: refused,
      unit,
      action: 'noticeRefused',
      next: ['to: end'],
      name: text('Дәлелді бас тарту', 'Мотивированный отказ', 'Reasoned refusal'),
      completion: text('Дәлелді бас тарту берілді', 'Мотивированный отказ выдан', 'Reasoned refusal given'),
    },
    {
      id: given,
      unit: 'applicant',
      action: 'receiveResult',
      next: ['to: end'],
      name: text('Нәтижені алу', 'Получение результата', 'Receive the result'),
      completion: text('Нәтиже берілді', 'Результат выдан', 'Result given'),
    },
  ]
}

const TABLES: Readonly<Record<Channel, { readonly name: string; readonly rows: readonly Row[]; readonly notes: readonly string[] }>> = {
  portal: {
    name: text('Портал арқылы', 'Через портал', 'Through the portal'),
    rows: PORTAL,
    notes: [
      '# Offered, it is executed as it stands: the portal leads a person from `fill` to `registerRequest` over the actions pay, checkPayment,',
      '# chooseCertificate, checkCertificate and sign, in the order of this table; payment stands before the signature.',
      '# A paid service has, after `fill`: pay -> checkPayment (yes: on; no: noticeNotPaid -> end).',
    ],
  },
  desk: {
    name: text('Қызмет берушінің кеңсесінде', 'В канцелярии услугодателя', 'At the provider’s desk'),
    rows: counter('O', 'clerk', false),
    notes: ['# Shown and checked; whether an installation executes it, docs/regulation-language.md says under "What offered means".'],
  },
  centre: {
    name: text('Мемлекеттік корпорация арқылы', 'Через Государственную корпорацию', 'Through the State Corporation'),
    rows: counter('N', 'clerk', true),
    notes: ['# Shown and checked; whether an installation executes it, docs/regulation-language.md says under "What offered means".'],
  },
}

/** The step table of one channel, shared by all variants where there are several. */
export function viewFile(plan: Plan, channel: Channel): NewFile {
  const { name, rows, notes } = TABLES[channel]
  const [only, second] = plan.variants
  const isShared = second !== undefined
  return {
    path: isShared ? `views/${channel}.yaml` : `views/${only}.${channel}.yaml`,
    text: `${schemaLine(plan, 'view', 1)}
# The steps of one channel, row by row. ${isShared ? 'All these variants go this way; a variant that goes another way gets views/<variant>.' : 'Where several variants share it, name the file views/'}${isShared ? `${channel}.yaml of its own.` : `${channel}.yaml and write \`variants: […]\`.`}
# The first row is where it begins. A question needs both \`yes\` and \`no\`; \`end\` ends. Ids are never reused.
# Times stand where the act gives them: time: { duration: { amount: 90, unit: seconds } }
${notes.join('\n')}
${isShared ? `variants: [${plan.variants.join(', ')}]` : `variant: ${only}`}
id: ${channel}
name: ${name}
offered: false
source: ${source(plan, channel)}
steps:
${rows.map((row, place) => rowText(plan, `${channel}, ${place + 1})`, row)).join('\n')}
`,
  }
}

const PROCEDURE: readonly Omit<Row, 'id'>[] = [
  {
    unit: 'clerk',
    action: 'accept',
    time: '{ amount: 30, unit: minutes }',
    next: [],
    completion: DONE,
    name: text(
      'Құжаттарды қабылдап, басшыға беру',
      'Приём документов и передача руководителю',
      'Accept the documents and pass them to the head',
    ),
  },
  {
    unit: 'head',
    action: 'assign',
    time: '{ amount: 1, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text('Жауапты орындаушыны белгілеу', 'Назначение исполнителя', 'Name the responsible officer'),
  },
  {
    unit: 'officer',
    action: 'examine',
    time: '{ amount: 5, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text(
      'Құжаттарды қарап, жоба дайындау',
      'Рассмотрение документов и подготовка проекта',
      'Examine the documents and draft the result',
    ),
  },
  {
    unit: 'head',
    action: 'signResult',
    time: '{ amount: 1, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text('Нәтижеге қол қою', 'Подписание результата', 'Sign the result'),
  },
  {
    unit: 'clerk',
    action: 'handOver',
    time: '{ amount: 30, unit: minutes }',
    next: [],
    completion: DONE,
    name: text('Нәтижені беру', 'Выдача результата', 'Hand the result over'),
  },
]

/** The staff procedure of one variant: accept, assign, examine, sign, hand over. */
export function procedureFile(plan: Plan, variant: string): NewFile {
  const prefix = `P-${variant}-`
  const rows = PROCEDURE.map((row, place): Row => {
    const to = place + 1 < PROCEDURE.length ? `${prefix}${place + 2}` : 'end'
    // The head may send a draft back only where the act lets it; a return that it does not know is a finding.
    return { ...row, id: `${prefix}${place + 1}`, next: [`to: ${to}`], system: 'IS-WORKSTATION' }
  })
  return {
    path: `procedure/${variant}.yaml`,
    text: `${schemaLine(plan, 'procedure', 1)}
# What happens inside the provider after registration; its decision answers \`checkRequirements\` of the channel.
# Actions: accept, assign, examine, approve (another body's opinion), conclude (after it), signResult, handOver.
# Where the act lets the head send a draft back: returnTo: ${prefix}3 on the step that signs.
variant: ${variant}
id: P-${variant}
source: ${source(plan, `procedure, ${variant}`)}
steps:
${rows.map((row, place) => rowText(plan, `procedure, ${variant}, ${place + 1})`, row)).join('\n')}
`,
  }
}
