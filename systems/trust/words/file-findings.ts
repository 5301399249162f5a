import { local, type FindingTexts } from './local.ts'

// What the check of a file found around its signatures: its form, its revisions, its attachments.

export const FILE_FINDINGS = {
  'file-unknown': local(
    'файл PDF те, қол қойылған топтама да емес',
    'файл – не PDF и не подписанный пакет',
    'the file is neither a PDF nor a signed package',
  ),
  'list-unreadable': local(
    'берілген кері қайтару тізімін оқу мүмкін емес',
    'переданный список отозванных свидетельств прочитать нельзя',
    'the revocation list that was given cannot be read: {technical}',
  ),

  'package-version': local('1-нұсқа', 'версия 1', 'version 1'),
  'package-too-large': local('топтама {count} байттан үлкен', 'пакет больше {count} байт', 'the package is larger than {count} bytes'),
  'package-not-json': local(
    'топтаманы оқу мүмкін емес: ол үзілген немесе өзгертілген',
    'пакет прочитать нельзя: он обрезан или изменён',
    'the file is no JSON: it is truncated or changed',
  ),
  'package-too-deep': local(
    'топтама бірінің ішіне бірі салынған тым көп бөліктен тұрады, ондай топтама болмайды',
    'части пакета вложены друг в друга слишком глубоко, таких пакетов не бывает',
    'the file nests deeper than any package',
  ),
  'package-too-many-values': local(
    'топтамада тым көп мән бар, ондай топтама болмайды',
    'в пакете слишком много значений, таких пакетов не бывает',
    'the file holds more values than any package',
  ),
  'package-not-version-1': local(
    'бұл 1-нұсқадағы қол қойылған топтама емес',
    'это не подписанный пакет версии 1',
    'the file is no signed package of version 1',
  ),
  'package-not-base64': local(
    'мазмұн немесе қолтаңба дұрыс жазылмаған',
    'содержание или подпись записаны неверно',
    'content or signature is not in base64',
  ),
  'package-no-receipt': local('қабылданған уақыт көрсетілмеген', 'не указано время приёма', 'the instant of receipt is missing'),
  'package-evidence-unreadable': local(
    'сақталған дәлелдерді оқу мүмкін емес',
    'сохранённые доказательства прочитать нельзя',
    'the stored evidence cannot be read',
  ),
  'package-attachments-unreadable': local(
    'тіркелген құжаттарды оқу мүмкін емес',
    'приложения прочитать нельзя',
    'the attachments cannot be read',
  ),
  'received-in-future': local(
    'топтама көрсеткен қабылдау уақыты ({at}) әлі келген жоқ',
    'время приёма, указанное в пакете ({at}), ещё не наступило',
    'the time of receipt that the package states ({at}) has not come yet',
  ),
  'received-before-signed': local(
    'топтама қол қойылғаннан бұрын қабылданған деп көрсетілген',
    'пакет указывает, что принят раньше, чем подписан',
    'the package states that it was received before it was signed',
  ),
  'content-not-json': local(
    'қол қойылған мазмұнды оқу мүмкін емес',
    'подписанное содержание прочитать нельзя',
    'the signed content is no JSON',
  ),
  'attachment-as-signed': local('қол қойылған күйінде', 'такое, каким было подписано', 'has the digest that was signed'),
  'attachment-changed': local(
    '{name} қол қойылғаннан кейін өзгертілген',
    '{name}: изменено после подписания',
    'attachment {name} was changed after signing',
  ),
  'attachment-added': local(
    '{name} қол қойылғандардың ішінде жоқ',
    '{name}: среди подписанных нет',
    'attachment {name} is not among those signed',
  ),
  'attachment-absent': local('файлы топтамада жоқ', 'файла в пакете нет', 'its bytes are not in the package'),

  unsigned: local('файлда қолтаңба жоқ', 'в файле нет подписи', 'the file has no signature'),
  'pdf-unreadable': local(
    'PDF құрылымы бүлінген немесе тым күрделі, оны оқу мүмкін емес',
    'структура PDF повреждена или слишком сложна, прочитать её нельзя',
    'the structure of the PDF cannot be read: {technical}',
  ),
  'field-unreached': local(
    'файлда қолтаңба бар, бірақ құжат оған сілтемейді: ол жасырылған',
    'подпись в файле есть, но документ на неё не указывает: она скрыта',
    'a signature stands in the file, but no field leads to it',
  ),
  truncated: local(
    'файл үзілген: {signed} байтқа қол қойылған, {found} байт бар',
    'файл обрезан: подписано байт – {signed}, есть – {found}',
    'the file is truncated: {signed} bytes were signed, {found} are there',
  ),
  'appended-unreadable': local(
    'қол қойылғаннан кейін файлға оқылмайтын бірдеңе қосылған',
    'после подписания к файлу добавлено то, что прочитать нельзя',
    'bytes were appended after signing: {technical}',
  ),
  'range-not-from-start': local(
    'қолтаңба файлды басынан қамтымайды',
    'подпись охватывает файл не с начала',
    'the byte range does not begin with the file or overlaps itself',
  ),
  'range-beyond-end': local(
    'файл қол қойылғаннан қысқа: ол үзілген',
    'файл короче, чем подписано: он обрезан',
    'the file is shorter than what was signed: it is truncated',
  ),
  'range-changed': local(
    'қолтаңба қамтитын жер өзгертілген: онда қол қойылмаған бөлік бар',
    'охват подписи изменён: в нём есть неподписанная часть',
    'the byte range was changed: it leaves out more or less than the signature value',
  ),
  'value-removed': local(
    'қолтаңбаның мәні алынып тасталған немесе қолтаңба емес',
    'значение подписи удалено или это не подпись',
    'the signature value was removed or is not one',
  ),
  'covers-all': local('бүкіл файлды қамтиды', 'охватывает весь файл', 'covers the whole file'),
  'covers-first': local(
    'файлдың алғашқы {count} байтын қамтиды',
    'охватывает первые байты файла: {count}',
    'covers the first {count} bytes',
  ),
  'followed-by-white-space': local(
    'қол қойылған алғашқы {count} байт бүтін; олардан кейін тек бос орын қосылған',
    'подписанные первые байты ({count}) целы; после них добавлены только пробелы',
    'the first {count} bytes are whole as they were signed; only white space was added after them',
  ),
  'followed-by-validation-data': local(
    'қол қойылған алғашқы {count} байт бүтін; олардан кейін тек тексеруге арналған деректер қосылған',
    'подписанные первые байты ({count}) целы; после них добавлены только данные для проверки',
    'the first {count} bytes are whole as they were signed; only validation data was added after them',
  ),
  'followed-by-other': local(
    'қол қойылған алғашқы {count} байттан кейін басқа нәрсе қосылған. Тек сол алғашқы бөлікке сенуге болады',
    'после подписанных первых байтов ({count}) добавлено другое. Полагаться можно только на эту первую часть',
    'the file was changed after its last signature: bytes were appended after the first {count} ({technical}). Only that first part is what was signed',
  ),
  'changed-between': local(
    'құжат екі қолтаңбаның арасында өзгертілген',
    'документ изменён между подписями',
    'the document was changed between its signatures: {technical}',
  ),
  'certified-closed': local(
    'бірінші қол қоюшы құжатты бекітіп, ешқандай өзгеріске рұқсат бермеген, ал ол кейін өзгертілген',
    'первый подписавший заверил документ и запретил любые изменения, а он потом изменён',
    'the document was certified and no change allowed (DocMDP), but it was changed: {technical}',
  ),
  'field-locked': local(
    'бұрынғы қол қоюшы бұл өрісті жапқан, ал оған кейін қол қойылған',
    'прежний подписавший закрыл это поле, а в нём потом подписано',
    'an earlier signer locked this field (FieldMDP), but it was signed afterwards: {technical}',
  ),
  'time-stamp-not-judged': local(
    'уақыт белгісі бар, бірақ бұл жүйе оны тексере алмайды',
    'есть метка времени, но эта система её не проверяет',
    'a time stamp of the document, which is not judged here',
  ),
} as const satisfies FindingTexts
