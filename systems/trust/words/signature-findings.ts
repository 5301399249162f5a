import { local, type FindingTexts } from './local.ts'

// What the check of one signature found. English keeps the exact words of the reader of the bytes ({technical}); the other languages say the
// same without them. {at} is an instant, written by whoever shows it on the clock of its reader.

export const SIGNATURE_FINDINGS = {
  'not-looked-at': local('қаралған жоқ', 'не проверялось', 'not looked at'),
  'format-read': local(
    'оқылды, қол қоюшы біреу, алгоритмдері қабылданады',
    'читается, подписавший один, алгоритмы допустимы',
    'readable, one signer, accepted algorithms',
  ),
  'content-unchanged': local('қол қойылғаннан бері өзгермеген', 'не менялось после подписания', 'unchanged since it was signed'),
  'path-trusted': local(
    'куәліктер тізбегі сенімді түбірге жетеді',
    'цепочка свидетельств ведёт к доверенному корню',
    'the path of certificates ends at a trusted root',
  ),
  'all-valid': local(
    'маңызды сәтте барлық куәлік жарамды болған',
    'в нужный момент все свидетельства действовали',
    'every certificate was valid at the instant that matters',
  ),
  'purpose-sign': local('кілт қол қоюға арналған', 'ключ предназначен для подписи', 'the key is meant for signing'),
  'not-revoked': local(
    'маңызды сәтте бірде-бір куәлік кері қайтарылмаған',
    'в нужный момент ни одно свидетельство не было отозвано',
    'no certificate was revoked at the instant that matters',
  ),

  'signature-unreadable': local(
    'қолтаңба деректері бүлінген, оларды оқу мүмкін емес',
    'данные подписи повреждены, прочитать их нельзя',
    'the signature cannot be read: {technical}',
  ),
  'no-signer-certificate': local(
    'қолтаңбада қол қоюшының куәлігі жоқ',
    'в подписи нет свидетельства подписавшего',
    "the signer's certificate is not in the signature",
  ),
  'not-detached': local(
    'қолтаңба мазмұннан бөлек болуы керек',
    'подпись должна быть отделена от содержания',
    'the signature must be detached',
  ),
  'content-type-not-data': local(
    'қол қойылған мазмұнның түрі бөтен',
    'подписано содержание другого вида',
    'the signed content type is not data',
  ),
  'digest-differs': local(
    'мазмұнның бақылау қосындысы қол қойылғаннан өзгеше',
    'контрольная сумма содержания не та, что подписана',
    'the digest of the content is not the signed one',
  ),
  'algorithm-weak': local(
    '{algorithm} алгоритмі әлсіз, ол ештеңені дәлелдемейді',
    'алгоритм {algorithm} слаб и ничего не доказывает',
    'the algorithm {algorithm} is too weak to prove anything',
  ),
  'algorithm-not-supported': local(
    'бұл жүйе {algorithm} алгоритмін тексере алмайды',
    'эта система не умеет проверять алгоритм {algorithm}',
    'the algorithm {algorithm} is not supported here',
  ),
  'form-not-supported': local(
    'бұл жүйе {form} түріндегі қолтаңбаны тексере алмайды',
    'эта система не умеет проверять подписи вида {form}',
    'signatures of the form {form} are not supported here',
  ),
  'no-signing-certificate-attribute': local(
    'қолтаңба мазмұнға сай, бірақ қай куәлікпен қойылғанын қол қойылған деректер айтпайды (ETSI EN 319 122-1)',
    'подпись подходит к содержанию, но подписанные данные не называют свидетельство (ETSI EN 319 122-1)',
    'the signature is sound, but the signed attribute signingCertificateV2 is missing: what was signed does not name the certificate (ETSI EN 319 122-1)',
  ),
  'certificate-swapped': local(
    'куәлік ауыстырылған: қол қойылған деректерде басқасы аталған',
    'свидетельство подменено: в подписанных данных названо другое',
    'the certificate was swapped: it is not the one named in the signed attributes',
  ),
  'value-does-not-fit': local(
    'қолтаңбаның мәні кілтке және қол қойылған деректерге сай емес',
    'значение подписи не подходит к ключу и подписанным данным',
    'the signature value does not fit the key and the signed attributes',
  ),
  'signing-time-after': local(
    'көрсетілген қол қою уақыты тексеру сәтінен кейін',
    'указанное время подписания позже момента проверки',
    'the stated signing time lies after the instant of the check',
  ),
  'signing-time-before-made': local(
    'көрсетілген қол қою уақыты құжат жасалғаннан бұрын',
    'указанное время подписания раньше, чем появился документ',
    'the stated signing time lies before what was signed was made',
  ),
  'time-in-future': local(
    'қол қойылған уақыт ({at}) әлі келген жоқ',
    'время подписания ({at}) ещё не наступило',
    'the time of signing ({at}) has not come yet',
  ),

  'no-path': local(
    'куәліктер тізбегі сенімді түбірге жетпейді',
    'цепочка свидетельств не ведёт к доверенному корню',
    'no path leads to a trusted root',
  ),
  imitation: local(
    'аты сенімді орталықтың атындай, бірақ куәлікке оның кілтімен қол қойылмаған',
    'имя как у доверенного центра, но свидетельство подписано не его ключом',
    'an authority of the stated name is known, but its key did not sign this certificate',
  ),
  'key-not-accepted': local(
    'кілттің түрі немесе ұзындығы қабылданбайды',
    'вид или длина ключа недопустимы',
    'the key is of a kind or size that is not accepted',
  ),
  'critical-extension': local(
    'куәлікте бұл жүйе түсінбейтін міндетті талап бар: {oid}',
    'в свидетельстве есть обязательное требование, которого система не понимает: {oid}',
    'critical extension {oid} is not understood',
  ),
  'issuer-no-authority': local(
    'куәлікті куәландырушы орталық емес біреу берген',
    'свидетельство выдал не удостоверяющий центр',
    'the issuer is no authority',
  ),
  'issuer-of-old-version': local(
    'куәлікті {version}-нұсқадағы куәлік берген, ондай куәлік басқаларды куәландыра алмайды',
    'свидетельство выдано свидетельством версии {version}, а такие никого удостоверять не могут',
    'the issuer has a certificate of version {version}, which makes nobody an authority',
  ),
  'issuer-may-not-sign': local(
    'беруші куәліктерге қол қоя алмайды',
    'издатель не вправе подписывать свидетельства',
    'the issuer may not sign certificates',
  ),
  'path-too-long': local(
    'тізбек орталық рұқсат еткеннен ұзын',
    'цепочка длиннее, чем разрешил центр',
    'the path is longer than its authority allows',
  ),
  'outside-name-constraints': local(
    'орталыққа мұндай атқа ({name}) куәлік беруге болмайды',
    'центр не вправе выдавать свидетельства на такое имя ({name})',
    'outside the names that its authority may certify: {name}',
  ),
  'signer-not-yet-valid': local(
    'қол қоюшының куәлігі әлі күшіне енбеген еді, басталуы: {at}',
    'свидетельство подписавшего действует с {at}',
    "the signer's certificate is valid from {at}",
  ),
  'authority-not-yet-valid': local(
    'орталықтың куәлігі әлі күшіне енбеген еді, басталуы: {at}',
    'свидетельство центра действует с {at}',
    "an authority's certificate is valid from {at}",
  ),
  'signer-expired': local(
    'қол қоюшының куәлігінің мерзімі аяқталған: {at}',
    'свидетельство подписавшего действовало до {at}',
    "the signer's certificate was valid until {at}",
  ),
  'authority-expired': local(
    'орталықтың куәлігінің мерзімі аяқталған: {at}',
    'свидетельство центра действовало до {at}',
    "an authority's certificate was valid until {at}",
  ),
  'stranger-certificate': local(
    'қолтаңбамен бірге тізбекке қатысы жоқ куәлік келген',
    'вместе с подписью пришло свидетельство не из цепочки',
    'a certificate came along that has no part in the path',
  ),

  'purpose-authority': local(
    'бұл куәландырушы орталықтың куәлігі',
    'это свидетельство удостоверяющего центра',
    'the certificate is an authority of its own',
  ),
  'usage-no-digital-signature': local('кілтпен қол қоюға рұқсат жоқ', 'ключом нельзя подписывать', 'the key usage lacks digitalSignature'),
  'usage-neither': local(
    'кілт жүйеге кіруге де, қол қоюға да арналмаған',
    'ключ не предназначен ни для входа, ни для подписи',
    'the extended key usage allows neither signing in nor signing',
  ),
  'usage-no-non-repudiation': local(
    'бұл жүйеге кіруге арналған кілт, қол қоюға емес',
    'это ключ для входа, а не для подписи',
    'the key usage lacks nonRepudiation: a key for signing in',
  ),
  'usage-not-signing': local(
    'куәлікте қол қою мақсаты көрсетілмеген',
    'в свидетельстве не указано назначение «подпись»',
    'the extended key usage does not allow signing',
  ),
  'iin-differs': local('ЖСН күтілгеннен өзгеше', 'ИИН не тот, который ожидался', 'the IIN is not the expected one'),
  'bin-differs': local('БСН күтілгеннен өзгеше', 'БИН не тот, который ожидался', 'the BIN is not the expected one'),
  'iin-impossible': local(
    'куәліктегі ЖСН қате: мұндай нөмір болмайды',
    'ИИН в свидетельстве неверный: такого номера не бывает',
    'the IIN in the certificate is wrong: there is no such number',
  ),
  'bin-impossible': local(
    'куәліктегі БСН қате: мұндай нөмір болмайды',
    'БИН в свидетельстве неверный: такого номера не бывает',
    'the BIN in the certificate is wrong: there is no such number',
  ),
  'role-missing': local(
    'куәлікте қажетті өкілеттік көрсетілмеген',
    'в свидетельстве не указано нужное полномочие',
    'the certificate states none of: {technical}',
  ),

  'signer-revoked': local(
    'қол қоюшының куәлігі кері қайтарылған: {at}',
    'свидетельство подписавшего отозвано: {at}',
    "the signer's certificate was revoked at {at}",
  ),
  'authority-revoked': local(
    'орталықтың куәлігі кері қайтарылған: {at}',
    'свидетельство центра отозвано: {at}',
    "an authority's certificate was revoked at {at}",
  ),
  'revocation-silent': local(
    'куәліктің кері қайтарылмағаны туралы сенімді жауап алынбады',
    'надёжного ответа о том, что свидетельство не отозвано, нет',
    'no reliable answer about revocation: {technical}',
  ),
  'revocation-not-stored': local(
    'файлмен бірге келген жауаптар бұл сәтті қамтымайды, ал қызметтен сұралмады',
    'ответы, пришедшие с файлом, этого момента не охватывают, а службу не спрашивали',
    'no stored statement about revocation covers the instant',
  ),
  'expired-without-proof': local(
    'куәліктің мерзімі содан бері аяқталған ({at}), ал қолтаңбаның одан бұрын қойылғанын ештеңе дәлелдемейді',
    'срок свидетельства с тех пор истёк ({at}), и ничто не доказывает, что подпись поставлена раньше',
    'a certificate has expired since ({at}), and nothing proves that the signature was made before: no proof of time',
  ),
  'revoked-without-proof': local(
    'куәлік содан бері кері қайтарылған ({at}), ал қолтаңбаның одан бұрын қойылғанын ештеңе дәлелдемейді',
    'свидетельство с тех пор отозвано ({at}), и ничто не доказывает, что подпись поставлена раньше',
    'a certificate was revoked since ({at}), and nothing proves that the signature was made before: no proof of time',
  ),
} as const satisfies FindingTexts
