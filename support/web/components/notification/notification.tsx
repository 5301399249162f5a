import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'
import texts from '../texts.yaml'

export type NotificationKind = 'success' | 'information' | 'important'

/** Shows once what has just happened, or what the person must know on this page. */
export function Notification({
  kind = 'information',
  heading,
  text,
  children,
}: {
  readonly kind?: NotificationKind
  readonly heading?: Text
  readonly text?: Text
  readonly children?: Child
}) {
  return (
    <section
      class={`notification notification--${kind}`}
      aria-label={say(heading ?? texts.notification.headings[kind])}
      role={kind === 'information' ? 'region' : 'alert'}
    >
      <p class="notification__heading">{heading ?? texts.notification.headings[kind]}</p>
      <div class="notification__body">
        {text && <p>{text}</p>}
        {children}
      </div>
    </section>
  )
}
