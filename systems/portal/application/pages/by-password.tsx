import { ONE_TIME_VALID_MINUTES } from '@ruqsat/accounts'
import { CodeField } from '@ruqsat/accounts/pages'
import { fillText, type MobileNumber, type Refusal } from '@ruqsat/foundation'
import { RequestView } from '@ruqsat/lawpages'
import { Button, Details, fieldErrorsOf, Form, LinkButton, localHref } from '@ruqsat/web'
import { withReturn } from '../../common/http/return-path.ts'
import { PATHS } from '../../deps.ts'
import { readFrozen } from '../drafts/frozen.ts'
import { draftHref, type DraftPage } from './frame.tsx'
import { wordsIn } from './ends.tsx'
import T from './texts.yaml'

/** What was wrong with a password that was typed, or with sending one. */
export type PasswordAgain = { readonly refusal: Refusal; readonly typed: string }

type Props = {
  readonly page: DraftPage
  readonly bytes: Uint8Array
  /** The confirmed telephone; null where there is none yet. */
  readonly phone: MobileNumber | null
  readonly again: PasswordAgain | null
}

/** The way without a key: the request to be read, the password to be sent, and to be typed. Works without client script. */
export function ByPassword({ page, bytes, phone, again }: Props) {
  const isSent = (page.request.query as { sent?: string }).sent !== undefined || again?.refusal.field === 'code'
  return (
    <>
      <h2>{T.byPassword}</h2>
      <p>{wordsIn(page).byPasswordLead}</p>
      <Details summary={wordsIn(page).wholeRequest}>
        <RequestView request={readFrozen(bytes)} headings="h3" zone={page.portal.zone(page.open.edition.regulation)} />
      </Details>
      {phone === null ? <NoPhone page={page} /> : <PasswordForms page={page} phone={phone} isSent={isSent} again={again} />}
    </>
  )
}

function NoPhone({ page }: Pick<Props, 'page'>) {
  const back = draftHref(page, 'sign')
  return (
    <>
      <p>{T.phoneFirst}</p>
      <LinkButton kind="secondary" href={withReturn(localHref(page.language, PATHS.confirmation), back)} text={T.confirmPhone} />
    </>
  )
}

type Forms = Pick<Props, 'page' | 'again'> & { readonly phone: MobileNumber; readonly isSent: boolean }

function PasswordForms({ page, phone, isSent, again }: Forms) {
  const ending = phone.slice(-4)
  const errors = again === null ? [] : fieldErrorsOf([again.refusal])
  return (
    <>
      {isSent && (
        <Form action={draftHref(page, 'confirm')}>
          <p>{fillText(T.passwordSent, { ending, minutes: ONE_TIME_VALID_MINUTES })}</p>
          <CodeField typed={again?.typed ?? ''} errors={errors} />
          <p class="muted">{T.whatItMeans}</p>
          <Button text={T.confirmAndSend} />
        </Form>
      )}
      <Form action={draftHref(page, 'password')}>
        <Button kind={isSent ? 'secondary' : 'primary'} text={fillText(isSent ? T.sendPasswordAgain : T.sendPassword, { ending })} />
      </Form>
    </>
  )
}
