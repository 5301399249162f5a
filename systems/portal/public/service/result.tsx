import { Cited } from '@ruqsat/lawpages'
import type { ResultDocument } from '@ruqsat/law'
import { SummaryList } from '@ruqsat/web'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

/** Both documents that the service may end with, and their form. */
export function ResultOfService({ service: { regulation, variant } }: { readonly service: ShownService }) {
  const document = ({ title, form, source }: ResultDocument) => (
    <>
      {title}: {texts.result.forms[form ?? 'electronic']}. <Cited regulation={regulation} source={source} />
    </>
  )
  const rows = [
    { key: texts.result.page.granted, value: document(variant.results.grant) },
    { key: texts.result.page.refused, value: document(variant.results.refuse) },
  ]
  return (
    <>
      <h2>{texts.result.page.result}</h2>
      <SummaryList rows={rows} />
    </>
  )
}
