import { local } from '@ruqsat/web'

export const TEXTS = {
  bank: local('Дала банкі', 'Дала банкі', 'Dala banki'),
  languages: local('Тіл', 'Язык', 'Language'),
  sandbox: local(
    'Ойдан шығарылған банк. Ақша алынбайды. Нақты карта деректерін енгізбеңіз.',
    'Вымышленный банк. Деньги не списываются. Не вводите данные настоящей карты.',
    'A fictional bank. No money is moved. Do not enter a real card.',
  ),
  title: local('Картамен төлеу', 'Оплата картой', 'Pay by card'),
  payee: local('Алушы', 'Получатель', 'Payee'),
  purpose: local('Мақсаты', 'Назначение', 'Purpose'),
  sum: local('Сома', 'Сумма', 'Sum'),
  number: local('Карта нөмірі', 'Номер карты', 'Card number'),
  expiry: local('Мерзімі', 'Срок действия', 'Expiry date'),
  expiryHint: local('АА/ЖЖ', 'ММ/ГГ', 'MM/YY'),
  cvv: local('CVV коды', 'Код CVV', 'CVV code'),
  pay: local('Төлеу', 'Оплатить', 'Pay'),
  cancel: local('Бас тартып, сайтқа қайту', 'Отменить и вернуться на сайт', 'Cancel and go back'),
  back: local('Сайтқа қайту', 'Вернуться на сайт', 'Back to the site'),
  fix: local('Мына жерлерді түзетіңіз', 'Исправьте следующее', 'Please correct the following'),
  codeTitle: local('Төлемді растаңыз', 'Подтвердите оплату', 'Confirm the payment'),
  code: local('SMS-тегі код', 'Код из SMS', 'Code from the SMS'),
  codeSent: local(
    'Алты таңбалы код {phone} нөміріне жіберілді.',
    'Код из шести цифр отправлен на номер {phone}.',
    'A six-digit code was sent to {phone}.',
  ),
  codeWrong: local(
    'Код дұрыс емес. Қалған әрекет саны: {left}.',
    'Код неверен. Осталось попыток: {left}.',
    'The code is wrong. Tries left: {left}.',
  ),
  confirm: local('Растау', 'Подтвердить', 'Confirm'),
  otherCard: local('Басқа картамен төлеу', 'Оплатить другой картой', 'Use another card'),
  declined: local('Төлем қабылданбады', 'Платёж отклонён', 'The payment was declined'),
  paid: local('Төлем өтті', 'Оплата прошла', 'Paid'),
  processing: local('Төлем өңделуде', 'Платёж обрабатывается', 'The payment is being processed'),
  closed: local('Бұл төлем беті жабылған', 'Эта страница оплаты закрыта', 'This payment page is closed'),
  notFound: local('Мұндай төлем беті жоқ', 'Такой страницы оплаты нет', 'There is no such payment page'),
  down: local('Банк жұмыс істемей тұр', 'Банк не работает', 'The bank is out of service'),
  downWhy: local(
    'Сынақ алаңындағы қосқыш банкті өшірді. Ақша алынған жоқ.',
    'Банк выключен переключателем песочницы. Деньги не списаны.',
    'The sandbox’s switch has turned the bank off. No money was taken.',
  ),
} as const

export const DECLINE_TEXTS: Readonly<Record<string, { kk: string; ru: string; en: string }>> = {
  'insufficient-funds': local('Картада қаражат жеткіліксіз.', 'На карте недостаточно средств.', 'There is not enough money on the card.'),
  'lost-card': local('Карта жоғалған деп белгіленген.', 'Карта отмечена как утерянная.', 'The card is reported lost.'),
  'wrong-code': local('SMS-код үш рет қате енгізілді.', 'Код из SMS трижды введён неверно.', 'The code was entered wrongly three times.'),
}
