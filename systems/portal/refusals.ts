import { refuse, type LocalText, type Refusal, type RefusalRow } from '@ruqsat/foundation'

const row = (kk: string, ru: string, en: string, remedyKk: string, remedyRu: string, remedyEn: string): RefusalRow => ({
  text: { kk, ru, en } satisfies LocalText,
  remedy: { kk: remedyKk, ru: remedyRu, en: remedyEn },
})

/** Every refusal of the portal's own. Released codes stay as they are. */
export const PORTAL_REFUSALS = {
  'field-empty': row('Бұл өріс толтырылмаған.', 'Поле не заполнено.', 'This field is empty.', 'Толтырыңыз.', 'Заполните его.', 'Fill it in.'),
  'text-too-long': row('Мәтін тым ұзын: {length} таңба.', 'Текст слишком длинный: {length} знаков.', 'The text is too long: {length} characters.', '{max} таңбаға дейін қысқартыңыз.', 'Сократите до {max} знаков.', 'Shorten it to {max} characters.'),
  'not-a-cadastral-number': row('Бұл кадастрлық нөмірге ұқсамайды.', 'Это не похоже на кадастровый номер.', 'This does not look like a cadastral number.', 'Құжаттағыдай жазыңыз, мысалы 02-036-001-123.', 'Впишите как в документе, например 02-036-001-123.', 'Copy it from the document, e.g. 02-036-001-123.'),
  'not-a-phone': row('Телефон нөмірі дұрыс емес.', 'Номер телефона неверный.', 'The phone number is wrong.', '+7 7XX XXX XX XX түрінде жазыңыз.', 'Запишите так: +7 7XX XXX XX XX.', 'Write it as +7 7XX XXX XX XX.'),
  'not-a-email': row('Электрондық пошта мекенжайы дұрыс емес.', 'Адрес электронной почты неверный.', 'The e-mail address is wrong.', 'Мысалы: aty@mysal.kz.', 'Например: imya@primer.kz.', 'For example: name@example.kz.'),
  'not-a-document-number': row('Құжат нөмірінде артық таңба бар.', 'В номере документа лишние знаки.', 'The document number has signs that do not belong.', 'Әріп, сан және . / - № ғана жазыңыз.', 'Используйте буквы, цифры и знаки . / - №.', 'Use letters, digits and the signs . / - №.'),
  'not-a-whole-number': row('Бүтін сан керек.', 'Нужно целое число.', 'A whole number is needed.', 'Тек цифр жазыңыз.', 'Впишите только цифры.', 'Type digits only.'),
  'not-a-number': row('Сан керек.', 'Нужно число.', 'A number is needed.', 'Цифрмен жазыңыз, үтірден кейін ең көбі {decimals} таңба.', 'Впишите цифрами, после запятой не больше {decimals} знаков.', 'Type digits, at most {decimals} after the comma.'),
  'number-out-of-range': row('Сан {min} мен {max} аралығында болуы керек.', 'Число должно быть от {min} до {max}.', 'The number must be from {min} to {max}.', 'Құжатты қарап, түзетіңіз.', 'Сверьтесь с документом и исправьте.', 'Check the document and correct it.'),
  'not-a-date': row('Мұндай күн жоқ.', 'Такой даты нет.', 'There is no such date.', 'Күнін, айын және жылын жазыңыз.', 'Впишите день, месяц и год.', 'Type the day, month and year.'),
  'date-in-future': row('Бұл күн әлі келген жоқ.', 'Эта дата ещё не наступила.', 'This date is in the future.', 'Бүгінгі немесе өткен күнді жазыңыз.', 'Впишите сегодняшнюю или прошедшую дату.', 'Type today or an earlier date.'),
  'date-in-past': row('Бұл күн өтіп кеткен.', 'Эта дата уже прошла.', 'This date is in the past.', 'Бүгінгі немесе кейінгі күнді жазыңыз.', 'Впишите сегодняшнюю или будущую дату.', 'Type today or a later date.'),
  'not-an-option': row('Тізімнен біреуін таңдаңыз.', 'Выберите один вариант.', 'Choose one of the options.', 'Нұсқаны белгілеңіз.', 'Отметьте вариант.', 'Tick an option.'),
  'identifier-not-12-digits': row('Нөмірде 12 цифр болуы керек.', 'В номере должно быть 12 цифр.', 'The number must have 12 digits.', 'Құжаттағыдай жазыңыз.', 'Впишите как в документе.', 'Copy it from the document.'),
  'iin-wrong': row('ЖСН қате: бақылау цифры сәйкес емес.', 'ИИН неверный: не сходится контрольная цифра.', 'The IIN is wrong: its check digit does not fit.', 'Әр цифрды құжатпен салыстырыңыз.', 'Сверьте каждую цифру с документом.', 'Compare each digit with the document.'),
  'bin-wrong': row('БСН қате: құрылымы немесе бақылау цифры сәйкес емес.', 'БИН неверный: не сходится структура или контрольная цифра.', 'The BIN is wrong: its structure or check digit does not fit.', 'Әр цифрды құжатпен салыстырыңыз.', 'Сверьте каждую цифру с документом.', 'Compare each digit with the document.'),
  'service-not-offered': row('Бұл қызмет қазір ұсынылмайды.', 'Эта услуга сейчас не предлагается.', 'This service is not offered now.', 'Қызметтер тізімін қараңыз.', 'Посмотрите перечень услуг.', 'See the list of services.'),
  'not-for-this-applicant': row('Бұл қызмет сіз сияқты өтініш берушіге арналмаған.', 'Эта услуга не для такого заявителя, как вы.', 'This service is not for an applicant like you.', 'Қызмет бетінде кім жүгіне алатынын қараңыз.', 'На странице услуги указано, кто может обратиться.', 'The page of the service says who may apply.'),
  'draft-not-found': row('Мұндай өтінім табылмады.', 'Такая заявка не найдена.', 'There is no such draft.', 'Жеке кабинетіңіздегі тізімді қараңыз.', 'Посмотрите список в личном кабинете.', 'See the list in your cabinet.'),
  'draft-busy': row('Өтінім басқа терезеде өзгертілді.', 'Заявка изменена в другом окне.', 'The draft was changed in another window.', 'Бетті жаңартып, қайталаңыз. Жазғаныңыз сақталды.', 'Обновите страницу и повторите. Введённое сохранено.', 'Reload the page and try again. What you typed is kept.'),
  'draft-not-being-filled': row('Нысан қазір өзгертуге жабық.', 'Форма сейчас закрыта для изменений.', 'The form is closed for changes now.', 'Өзгерту үшін «Нысанға оралу» түймесін басыңыз.', 'Чтобы изменить, нажмите «Вернуться к форме».', 'To change it, press “Back to the form”.'),
  'document-not-asked': row('Мұндай құжат сұралмайды.', 'Такой документ не запрашивается.', 'Such a document is not asked for.', 'Тізімдегі құжаттарды ғана тіркеңіз.', 'Прикладывайте только документы из списка.', 'Attach only the documents of the list.'),
  'document-missing': row('Міндетті құжат тіркелмеген.', 'Не приложен обязательный документ.', 'A required document is missing.', 'Файлын тіркеңіз.', 'Приложите файл.', 'Attach its file.'),
  'statement-not-made': row('Бұл мәлімдеме расталмаған.', 'Это заявление не подтверждено.', 'This statement is not confirmed.', 'Оқып шығып, белгі қойыңыз.', 'Прочитайте и отметьте.', 'Read it and tick it.'),
  'file-too-large': row('Файл 10 МиБ-тан үлкен.', 'Файл больше 10 МиБ.', 'The file is larger than 10 MiB.', 'Сапасын азайтып сканерлеңіз немесе бөліп тіркеңіз.', 'Отсканируйте с меньшим качеством или разделите.', 'Scan it at a lower quality or split it.'),
  'files-too-large-together': row('Файлдар бірге 50 МиБ-тан асады.', 'Файлы вместе больше 50 МиБ.', 'The files together are larger than 50 MiB.', 'Артығын алып тастаңыз немесе кішірейтіңіз.', 'Уберите лишнее или уменьшите файлы.', 'Remove what is not needed or make the files smaller.'),
  'file-wrong-type': row('Бұл файл PDF, JPEG не PNG емес.', 'Это не PDF, JPEG или PNG.', 'This file is not a PDF, JPEG or PNG.', 'Құжатты осы пішімдердің бірінде сақтаңыз: аты емес, мазмұны тексеріледі.', 'Сохраните документ в одном из этих форматов: проверяется содержимое, а не имя.', 'Save the document in one of these formats: the content is checked, not the name.'),
  'file-empty': row('Файл таңдалмады.', 'Файл не выбран.', 'No file was chosen.', 'Файлды таңдап, қайта жіберіңіз.', 'Выберите файл и отправьте снова.', 'Choose a file and send it again.'),
  'pdf-encrypted': row('Бұл PDF құпиясөзбен жабылған.', 'Этот PDF закрыт паролем.', 'This PDF is locked with a password.', 'Құпиясөзсіз нұсқасын тіркеңіз.', 'Приложите версию без пароля.', 'Attach a version without a password.'),
  'already-registered': row('Бұл өтінім тіркеліп қойған.', 'Эта заявка уже зарегистрирована.', 'This request is registered already.', 'Оның барысын қызмет тарихынан қараңыз.', 'Следите за ней в истории услуг.', 'Follow it in the service history.'),
  'not-ready-to-pay': row('Бұл өтінім бойынша қазір төлем жасалмайды.', 'По этой заявке сейчас не платят.', 'This draft is not to be paid now.', 'Алдымен нысанды аяқтаңыз.', 'Сначала завершите форму.', 'Complete the form first.'),
  'requirements-not-read': row('Біліктілік талаптарымен танысқаныңызды растамадыңыз.', 'Вы не подтвердили, что знакомы с квалификационными требованиями.', 'You have not confirmed that you know the qualification requirements.', 'Талаптарды оқып, белгі қойыңыз: алым қайтарылмайды.', 'Прочитайте требования и поставьте отметку: сбор не возвращается.', 'Read the requirements and tick the box: the fee is not returned.'),
  'not-ready-to-sign': row('Бұл өтінімге қазір қол қойылмайды.', 'Эту заявку сейчас не подписывают.', 'This draft is not to be signed now.', 'Өтінім бетінде келесі қадамды қараңыз.', 'Следующий шаг указан на странице заявки.', 'The page of the draft shows the next step.'),
  'signature-unreadable': row('Қолтаңба келмеді немесе бүлінген.', 'Подпись не пришла или повреждена.', 'The signature did not arrive or is damaged.', 'Қайта қол қойыңыз.', 'Подпишите ещё раз.', 'Sign again.'),
  'attachment-changed': row('Тіркелген файл қол қойылған сұрау салудағыдай емес.', 'Приложенный файл не тот, что назван в подписанном запросе.', 'An attached file is not the one that the signed request names.', 'Нысанға оралып, файлды қайта тіркеңіз де, қайта қол қойыңыз.', 'Вернитесь к форме, приложите файл заново и подпишите снова.', 'Go back to the form, attach the file again and sign again.'),
} satisfies Record<string, RefusalRow>

export type PortalRefusalCode = keyof typeof PORTAL_REFUSALS

/** A refusal of the portal; its public code is `portal.<code>`. */
export function refusePortal(code: PortalRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return { ...refuse(PORTAL_REFUSALS, code, details), code: `portal.${code}` }
}
