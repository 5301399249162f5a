// What a person reads when something is wrong with a file, a key, the browser or the bytes: what it is, and what to do about it.

import type { LocalText } from '@ruqsat/foundation'
import type { KeyProblemCode } from './browser/problems.ts'

const local = (kk: string, ru: string, en: string): LocalText => ({ kk, ru, en })

/** What is wrong, and what the person can do about it. */
export const PROBLEM_TEXTS: Readonly<Record<KeyProblemCode, { readonly text: LocalText; readonly remedy: LocalText }>> = {
  'insecure-page': {
    text: local(
      'Бұл бет қорғалмаған мекенжаймен ашылған ({origin}), сондықтан браузер қол қоюға рұқсат бермейді.',
      'Эта страница открыта по незащищённому адресу ({origin}), поэтому браузер не даёт подписывать.',
      'This page was opened at an unprotected address ({origin}), so the browser does not allow signing.',
    ),
    remedy: local(
      'Бетті https:// арқылы ашыңыз. Рұқсат осы компьютерде іске қосылса, http://localhost мекенжайын пайдаланыңыз; телефоннан кіру үшін оны --tls параметрімен іске қосыңыз.',
      'Откройте страницу по https://. Если Ruqsat запущен на этом же компьютере, используйте адрес http://localhost; для входа с телефона запустите его с параметром --tls.',
      'Open the page with https://. If Ruqsat runs on this very computer, use http://localhost; to come from a phone, start it with --tls.',
    ),
  },
  'browser-too-old': {
    text: local('Бұл браузер қол қоя алмайды.', 'Этот браузер не умеет подписывать.', 'This browser cannot sign.'),
    remedy: local(
      'Браузерді жаңартыңыз немесе басқасын пайдаланыңыз.',
      'Обновите браузер или возьмите другой.',
      'Update the browser or use another one.',
    ),
  },
  'storage-refused': {
    text: local(
      'Браузер кілтті сақтауға рұқсат бермейді.',
      'Браузер не разрешает хранить ключ.',
      'The browser does not allow a key to be kept.',
    ),
    remedy: local(
      'Жеке (инкогнито) терезені жабыңыз немесе осы сайттың деректерін сақтауға рұқсат беріңіз.',
      'Закройте приватное окно (инкогнито) или разрешите этому сайту хранить данные.',
      'Leave the private window, or allow this site to store data.',
    ),
  },
  'file-too-large': {
    text: local(
      'Файл тым үлкен: кілт файлы {limitKib} КБ-тан аспайды.',
      'Файл слишком велик: файл ключа не бывает больше {limitKib} КБ.',
      'The file is too large: a key file is never more than {limitKib} KB.',
    ),
    remedy: local('.p12 файлын таңдаңыз.', 'Выберите файл .p12.', 'Choose the .p12 file.'),
  },
  'file-empty': {
    text: local('Файл таңдалмаған немесе ол бос.', 'Файл не выбран или пуст.', 'No file is chosen, or it is empty.'),
    remedy: local('.p12 файлын таңдаңыз.', 'Выберите файл .p12.', 'Choose the .p12 file.'),
  },
  'not-a-container': {
    text: local('Бұл — кілт файлы (.p12) емес.', 'Это не файл ключа (.p12).', 'This is not a key file (.p12).'),
    remedy: local(
      'Куәландырушы орталық берген, аты .p12 немесе .pfx деп аяқталатын файлды таңдаңыз.',
      'Выберите файл от удостоверяющего центра: его имя кончается на .p12 или .pfx.',
      'Choose the file from the certification authority: its name ends in .p12 or .pfx.',
    ),
  },
  'wrong-password': {
    text: local('Құпиясөз бұл файлға сәйкес келмейді.', 'Пароль не подходит к этому файлу.', 'The password does not fit this file.'),
    remedy: local(
      'Пернетақта тілі мен бас әріптерді тексеріп, қайта енгізіңіз.',
      'Проверьте раскладку и заглавные буквы и введите ещё раз.',
      'Check the keyboard language and capital letters, and enter it again.',
    ),
  },
  'damaged-container': {
    text: local(
      'Файл бүлінген: оны оқу мүмкін болмады.',
      'Файл повреждён: прочитать его не удалось.',
      'The file is damaged: it could not be read.',
    ),
    remedy: local('Файлдың басқа көшірмесін алыңыз.', 'Возьмите другую копию файла.', 'Take another copy of the file.'),
  },
  'unsupported-encryption': {
    text: local(
      'Файл осы браузер аша алмайтын тәсілмен қорғалған ({algorithm}).',
      'Файл защищён способом, который здесь не открыть ({algorithm}).',
      'The file is protected in a way that cannot be opened here ({algorithm}).',
    ),
    remedy: local(
      'Куәландырушы орталықтан файлдың жаңа көшірмесін алыңыз.',
      'Получите файл заново в удостоверяющем центре.',
      'Get the file anew from the certification authority.',
    ),
  },
  'too-many-iterations': {
    text: local(
      'Файл браузер үшін тым көп есептеуді талап етеді ({count}).',
      'Файл требует слишком долгих вычислений ({count}).',
      'The file asks for too much computing ({count}).',
    ),
    remedy: local(
      'Куәландырушы орталықтан файлдың жаңа көшірмесін алыңыз.',
      'Получите файл заново в удостоверяющем центре.',
      'Get the file anew from the certification authority.',
    ),
  },
  'key-missing': {
    text: local(
      'Файлда кілт жоқ, тек тіркеу куәлігі бар.',
      'В файле нет ключа, есть только сертификат.',
      'The file has no key, only a certificate.',
    ),
    remedy: local('Кілті бар .p12 файлын таңдаңыз.', 'Выберите файл .p12, в котором есть ключ.', 'Choose the .p12 file that has the key.'),
  },
  'certificate-missing': {
    text: local(
      'Файлда кілт бар, бірақ тіркеу куәлігі жоқ: кімнің кілті екені белгісіз.',
      'В файле есть ключ, но нет сертификата: неизвестно, чей это ключ.',
      'The file has a key but no certificate: nobody can tell whose key it is.',
    ),
    remedy: local(
      'Тіркеу куәлігі бар .p12 файлын таңдаңыз.',
      'Выберите файл .p12, в котором есть и сертификат.',
      'Choose the .p12 file that has the certificate as well.',
    ),
  },
  'certificate-of-another-key': {
    text: local(
      'Файлдағы тіркеу куәлігі ондағы кілтке сәйкес келмейді.',
      'Сертификат в файле не относится к ключу в нём.',
      'The certificate in the file does not belong to the key in it.',
    ),
    remedy: local(
      'Куәландырушы орталық берген файлдың өзін таңдаңыз.',
      'Выберите тот файл, который выдал удостоверяющий центр.',
      'Choose the very file that the certification authority gave.',
    ),
  },
  'unsupported-key': {
    text: local(
      'Кілттің бұл түрімен осы жерде қол қоюға болмайды ({algorithm}).',
      'Ключом этого вида здесь подписать нельзя ({algorithm}).',
      'A key of this kind cannot sign here ({algorithm}).',
    ),
    remedy: local('RSA немесе ECDSA P-256 кілтін пайдаланыңыз.', 'Возьмите ключ RSA или ECDSA P-256.', 'Use an RSA or ECDSA P-256 key.'),
  },
  'gost-key': {
    text: local(
      'Бұл — ГОСТ кілті. Браузердің өзі мұндай кілтпен қол қоя алмайды.',
      'Это ключ ГОСТ. Сам браузер таким ключом подписать не может.',
      'This is a GOST key. A browser alone cannot sign with such a key.',
    ),
    remedy: local(
      'ГОСТ кілтімен NCALayer арқылы қол қойылады; мұнда RSA кілтін пайдаланыңыз.',
      'Ключом ГОСТ подписывают через NCALayer; здесь возьмите ключ RSA.',
      'GOST keys sign through NCALayer; use an RSA key here.',
    ),
  },
  'weak-key': {
    text: local('Кілт тым қысқа ({bits} бит).', 'Ключ слишком короткий ({bits} бит).', 'The key is too short ({bits} bits).'),
    remedy: local('Кемінде 2048 биттік кілт алыңыз.', 'Получите ключ не короче 2048 бит.', 'Get a key of at least 2048 bits.'),
  },
  'bytes-unreachable': {
    text: local('Құжатты жүктеу мүмкін болмады.', 'Не удалось загрузить документ.', 'The document could not be loaded.'),
    remedy: local(
      'Байланысты тексеріп, қайталап көріңіз. Ештеңе жоғалған жоқ.',
      'Проверьте связь и повторите. Ничего не потеряно.',
      'Check the connection and try again. Nothing is lost.',
    ),
  },
  'session-ended': {
    text: local(
      'Сеанс аяқталды немесе бұл құжатқа рұқсат жоқ.',
      'Сеанс закончился или к документу нет доступа.',
      'The session has ended, or this document is not open to you.',
    ),
    remedy: local(
      'Қайта кіріп, осы бетке оралыңыз. Жобаңыз сақтаулы.',
      'Войдите снова и вернитесь на эту страницу. Черновик сохранён.',
      'Sign in again and come back to this page. Your draft is kept.',
    ),
  },
  'bytes-unreadable': {
    text: local(
      'Қол қойылатын деректерді көрсету мүмкін емес, сондықтан оларға қол қоюға болмайды.',
      'Данные для подписи нельзя показать, поэтому подписать их нельзя.',
      'The data cannot be shown, so it must not be signed.',
    ),
    remedy: local(
      'Бетті қайта жүктеңіз; қайталанса, қолдау қызметіне хабарлаңыз.',
      'Обновите страницу; если повторится, сообщите в поддержку.',
      'Reload the page; if it happens again, tell the support.',
    ),
  },
  'bytes-not-canonical': {
    text: local(
      'Деректерде көрінбейтін бөлік болуы мүмкін, сондықтан оларға қол қоюға болмайды.',
      'В данных может быть скрытая часть, поэтому подписать их нельзя.',
      'Something in the data could stay hidden, so it must not be signed.',
    ),
    remedy: local(
      'Бетті қайта жүктеңіз; қайталанса, қолдау қызметіне хабарлаңыз.',
      'Обновите страницу; если повторится, сообщите в поддержку.',
      'Reload the page; if it happens again, tell the support.',
    ),
  },
  'challenge-of-another-site': {
    text: local(
      'Бұл растау басқа сайтқа арналған: {named}. Сіз {here} сайтындасыз.',
      'Это подтверждение для другого сайта: {named}. Вы на сайте {here}.',
      'This confirmation is for another site: {named}. You are at {here}.',
    ),
    remedy: local(
      'Қол қоймаңыз. Порталды өз мекенжайымен ашыңыз.',
      'Не подписывайте. Откройте портал по его собственному адресу.',
      'Do not sign. Open the portal at its own address.',
    ),
  },
  'pdf-range-wrong': {
    text: local(
      'Дайындалған PDF-те қол қойылмайтын бөлік бар, сондықтан оған қол қоюға болмайды.',
      'В подготовленном PDF часть осталась бы без подписи, поэтому подписать его нельзя.',
      'A part of the prepared PDF would stay unsigned, so it must not be signed.',
    ),
    remedy: local(
      'Құжатты қайта дайындатыңыз; қайталанса, әкімшіге хабарлаңыз.',
      'Подготовьте документ заново; если повторится, сообщите администратору.',
      'Have the document prepared again; if it happens again, tell the administrator.',
    ),
  },
  'signing-failed': {
    text: local('Қол қою мүмкін болмады.', 'Подписать не удалось.', 'Signing did not work.'),
    remedy: local(
      'Қайталап көріңіз; көмектеспесе, кілтті жойып, қайта енгізіңіз. Ештеңе жоғалған жоқ.',
      'Повторите; если не поможет, удалите ключ и добавьте его снова. Ничего не потеряно.',
      'Try again; if that does not help, remove the key and bring it in again. Nothing is lost.',
    ),
  },
  'page-failed': {
    text: local(
      'Бұл бет осы браузерде жұмыс істемеді.',
      'Эта страница не сработала в этом браузере.',
      'This page did not work in this browser.',
    ),
    remedy: local(
      'Бетті қайта жүктеңіз. Көмектеспесе, браузерді жаңартыңыз немесе басқасын пайдаланыңыз. Кілтті жоюдың қажеті жоқ, ештеңе жоғалған жоқ.',
      'Обновите страницу. Если не поможет, обновите браузер или возьмите другой. Ключ удалять не нужно, ничего не потеряно.',
      'Reload the page. If that does not help, update the browser or use another one. There is no need to remove the key; nothing is lost.',
    ),
  },
}
