import { local } from '@ruqsat/web'

export const TEXTS = {
  gateway: local('Төлем шлюзі', 'Платёжный шлюз', 'Payment gateway'),
  title: local('Алымды төлеу', 'Оплата сбора', 'Pay the fee'),
  payee: local('Алушы', 'Получатель', 'Payee'),
  purpose: local('Төлем мақсаты', 'Назначение платежа', 'Purpose'),
  payer: local('Төлеуші', 'Плательщик', 'Payer'),
  sum: local('Төленетін сома', 'Сумма к оплате', 'Sum to pay'),
  sumPaid: local('Төленген сома', 'Оплаченная сумма', 'Sum paid'),
  derivation: local('Сома қалай есептелді', 'Как посчитана сумма', 'How the sum was found'),
  refunded: local(
    'Бұл төлемнің ақшасы қайтарылады. Күйі порталдағы жеке кабинетте.',
    'Деньги этого платежа возвращаются. Состояние — в личном кабинете портала.',
    'The money of this payment goes back. Its state is in your cabinet on the portal.',
  ),
  whatNext: local(
    'Төлем банктің өз сайтында өтеді. Карта деректері бізге берілмейді. Төлегеннен кейін осында қайтып келесіз.',
    'Оплата проходит на сайте банка. Данные карты нам не передаются. После оплаты вы вернётесь сюда.',
    'You pay on the bank’s own site. We never see your card. Afterwards you come back here.',
  ),
  payAtBank: local('Банк сайтында төлеу', 'Оплатить на сайте банка', 'Pay at the bank'),
  payAgain: local('Төлемді қайталау', 'Попробовать ещё раз', 'Try again'),
  abandon: local('Төлемей, сұрау салуға қайту', 'Вернуться без оплаты', 'Go back without paying'),
  toPortal: local('Сұрау салуға қайту', 'Вернуться к запросу', 'Back to the request'),
  goOn: local('Сұрау салуды жалғастыру', 'Продолжить запрос', 'Go on with the request'),
  paid: local('Алым төленді', 'Сбор оплачен', 'The fee is paid'),
  reference: local('Банктегі нөмірі', 'Номер в банке', 'Bank reference'),
  declined: local('Төлем өтпеді', 'Оплата не прошла', 'The payment did not go through'),
  abandoned: local(
    'Төлем тоқтатылды, сұрау салудың жобасы сақталды. Ақша бәрібір алынған болса, ол төлем есепке алынады.',
    'Оплата прервана, черновик запроса сохранён. Если деньги всё же спишутся, платёж будет зачтён.',
    'The payment was broken off; the draft of your request is kept. If money is taken all the same, the payment will count.',
  ),
  waiting: local('Банктің растауын күтудеміз', 'Ждём подтверждения банка', 'Waiting for the bank’s confirmation'),
  waitingWhy: local(
    'Банк төлемді әлі растаған жоқ. Бет өзі жаңарады. Қайта төлемеңіз: растау келісімен сұрау салу өзі жалғасады.',
    'Банк ещё не подтвердил оплату. Страница обновится сама. Не платите второй раз: как только подтверждение придёт, запрос можно продолжить.',
    'The bank has not confirmed the payment yet. This page reloads by itself. Do not pay again: as soon as the confirmation comes, you can go on.',
  ),
  unknownWhy: local(
    'Банк жауап бермейді, сондықтан ақша алынған-алынбағаны әзірге белгісіз. Жоба мен осы төлем сақталды, біз банктен қайта-қайта сұраймыз. Қайта төлемеңіз.',
    'Банк не отвечает, поэтому пока неизвестно, списаны ли деньги. Черновик и этот платёж сохранены, мы продолжаем спрашивать банк. Не платите второй раз.',
    'The bank does not answer, so nobody knows yet whether the money was taken. Your draft and this payment are kept and we go on asking the bank. Do not pay again.',
  ),
  checkAgain: local('Қайта тексеру', 'Проверить ещё раз', 'Check again'),
  inProgress: local(
    'Банк беті ашық тұр. Ол жерде төлеп қойсаңыз, нәтижесін тексеріңіз; төлемесеңіз, банкке қайта өтіңіз.',
    'Страница банка уже открыта. Если вы там заплатили, проверьте результат; если нет, перейдите в банк снова.',
    'The bank’s page is open already. If you paid there, check the result; if not, go to the bank again.',
  ),
  leaveOpen: local('Күтпей, сұрау салуға қайту', 'Не ждать и вернуться к запросу', 'Do not wait, go back to the request'),
} as const
