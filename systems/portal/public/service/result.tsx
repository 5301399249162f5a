import type { ResultDocument, ResultForm } from '@ruqsat/law'
import { local, SummaryList, useSay } from '@ruqsat/web'
import { Cited } from '../../common/parts/cited.tsx'
import type { ShownService } from './shown.ts'

const TEXTS = {
  result: local('Нәтижесінде не беріледі', 'Что выдают в результате', 'What is given as the result'),
  granted: local('Оң шешім болса', 'При положительном решении', 'If it is granted'),
  refused: local('Бас тартылса', 'При отказе', 'If it is refused'),
}

const FORMS: Readonly<Record<ResultForm, ReturnType<typeof local>>> = {
  electronic: local('электрондық құжат', 'электронный документ', 'an electronic document'),
  paper: local('қағаз құжат', 'бумажный документ', 'a paper document'),
  both: local('электрондық немесе қағаз құжат', 'электронный или бумажный документ', 'an electronic or a paper document'),
}

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
