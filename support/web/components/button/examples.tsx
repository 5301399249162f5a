import type { Example } from '../example.ts'
import { Button, ButtonGroup } from './button.tsx'

export const examples: readonly Example[] = [
  { title: 'primary', render: () => <Button text={{ kk: 'Жалғастыру', ru: 'Продолжить', en: 'Continue' }} /> },
  {
    title: 'a group of all kinds',
    render: () => (
      <ButtonGroup>
        <Button text={{ kk: 'Қол қою', ru: 'Подписать', en: 'Sign' }} />
        <Button
          kind="secondary"
          text={{ kk: 'Сақтап, кейін жалғастыру', ru: 'Сохранить и продолжить позже', en: 'Save and go on later' }}
        />
        <Button kind="warning" text={{ kk: 'Сұрау салуды жою', ru: 'Удалить запрос', en: 'Delete the request' }} />
        <Button
          kind="quiet"
          text={{ kk: 'Бас тарту', ru: 'Отказаться', en: 'Cancel' }}
          hiddenText={{ kk: 'сұрау салудан', ru: 'от запроса', en: 'the request' }}
        />
      </ButtonGroup>
    ),
  },
  { title: 'disabled', render: () => <Button disabled text={{ kk: 'Жіберу', ru: 'Отправить', en: 'Send' }} /> },
]
