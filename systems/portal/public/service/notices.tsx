import { Cited } from '@ruqsat/lawpages'
import { findView, noticeTime, noticeWords, type NoticeMoment } from '@ruqsat/law'
import { quoted } from '@ruqsat/foundation'
import { useLanguage, useSay } from '@ruqsat/web'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'
const TOLD: readonly NoticeMoment[] = ['requestRegistered', 'stageReached', 'resultReady', 'requestRefused']

/**
 * Messages to the applicant outside the pages, when and by what: in the package's words where it has them, else, where one can apply, in
 * the house's.
 */
export function NoticesOfService({ service: { regulation, variant, isOpen } }: { readonly service: ShownService }) {
  const say = useSay()
  const language = useLanguage()
  const { id: view } = findView(variant, 'portal') ?? variant.views[0]!
  const told = TOLD.map((moment) => ({ moment, ...noticeWords(regulation, { variant: variant.id, view }, moment) }))
  const shown = told.filter(({ source }) => isOpen || source !== null)
  if (shown.length === 0) return null
  return (
    <>
      <h2>{texts.notices.title}</h2>
      {isOpen && <p>{texts.notices.lead}</p>}
      <ul>
        {shown.map(({ moment, subject, by, source }) => (
          <li>
            {noticeTime(moment)}: {quoted(say(subject), language)} ({by.length > 1 ? texts.notices.both : texts.notices[by[0]!]}).{' '}
            {source !== null && <Cited regulation={regulation} source={source} />}
          </li>
        ))}
      </ul>
    </>
  )
}
