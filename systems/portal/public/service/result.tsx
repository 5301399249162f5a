import type { LocalText } from '@ruqsat/foundation'
import type { ResultDocument, ResultForm } from '@ruqsat/law'
import { SummaryList, useSay } from '@ruqsat/web'
import { Cited } from '../../common/parts/cited.tsx'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

const TEXTS = texts.result.page

const FORMS: Readonly<Record<ResultForm, LocalText>> = texts.result.forms

/** Both documents that the service may end with, and their form. */
export function ResultOfService({ service: { regulation, variant } }: { readonly service: ShownService }) {
  const say = useSay()
  const document = ({ title, form, source }: ResultDocument) => (
    <>
      {say(title)}: {say(FORMS[form ?? 'electronic'])}. <Cited regulation={regulation} source={source} />
    </>
  )
  const rows = [
    { key: TEXTS.granted, value: document(variant.results.grant) },
    { key: TEXTS.refused, value: document(variant.results.refuse) },
  ]
  return (
    <>
      <h2>{say(TEXTS.result)}</h2>
      <SummaryList rows={rows} />
    </>
  )
}
