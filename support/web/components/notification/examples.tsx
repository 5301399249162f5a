import type { Example } from '../example.ts'
import { Notification } from './notification.tsx'
import texts from '../texts.yaml'

export const examples: readonly Example[] = [
  {
    title: 'success',
    render: () => <Notification kind="success" text={texts.notificationExamples.yourDraftIsSaved} />,
  },
  {
    title: 'information',
    render: () => <Notification text={texts.notificationExamples.theBankIsConfirmingThe} />,
  },
  {
    title: 'important',
    render: () => <Notification kind="important" text={texts.notificationExamples.theServiceThatChecksCertificates} />,
  },
]
