import type { Example } from '../example.ts'
import { Notification } from './notification.tsx'

export const examples: readonly Example[] = [
  {
    title: 'success',
    render: () => <Notification kind="success" text={{ kk: 'Жобаңыз сақталды.', ru: 'Черновик сохранён.', en: 'Your draft is saved.' }} />,
  },
  {
    title: 'information',
    render: () => (
      <Notification
        text={{
          kk: 'Төлем банктен расталуда. Бетті жаңартыңыз.',
          ru: 'Банк подтверждает платёж. Обновите страницу.',
          en: 'The bank is confirming the payment. Reload the page.',
        }}
      />
    ),
  },
  {
    title: 'important',
    render: () => (
      <Notification
        kind="important"
        text={{
          kk: 'Сертификаттарды тексеру қызметі жауап бермей тұр. Сұрау салуыңыз сақталды, күте тұрыңыз.',
          ru: 'Служба проверки сертификатов не отвечает. Запрос сохранён, подождите.',
          en: 'The service that checks certificates does not answer. Your request is kept; please wait.',
        }}
      />
    ),
  },
]
