import { Cited } from '@ruqsat/lawpages'
import { isRefusal, wordsOf, type Refusal } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { SummaryList, useSay, WarningText, type SummaryRow } from '@ruqsat/web'
import type { IfToday, ServiceFacts } from './facts.ts'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'
/** What the act says of a matter by this name, where it has no place of its own in the package. */
const FEE_MATTER = 'fee'

/** The fee with its rule, that of today with its derivation, and from when on it is not returned: said before anybody pays. */
export function FeeOfService({ service, facts }: { readonly service: ShownService; readonly facts: ServiceFacts }) {
  const say = useSay()
  const { regulation, variant } = service
  const { fee } = variant
  if (fee === null) return <Free regulation={regulation} />
  const rows: SummaryRow[] = [
    { key: texts.fee.kind, value: fee.name },
    {
      key: texts.fee.rule,
      value: (
        <>
          {say(texts.fee.rate).replace('{rate}', String(fee.mciRate))}. <Cited regulation={regulation} source={fee.source} />
        </>
      ),
    },
    facts.ifToday === null ? { key: texts.fee.tenge, value: texts.fee.notCounted } : todayRow(facts.ifToday),
  ]
  return (
    <>
      <h2>{texts.fee.fee}</h2>
      <SummaryList rows={rows} />
      <WarningText text={fee.returnRule} />
      <p>
        <Cited regulation={regulation} source={fee.returnSource ?? fee.source} />
      </p>
    </>
  )
}

function todayRow({ fee }: IfToday): SummaryRow {
  const isCounted = fee !== null && !isRefusal(fee)
  const value = isCounted ? fee.text : fee === null ? texts.fee.free : <RefusalText refusal={fee} />
  return { key: texts.fee.today, value }
}

/** A package leaves the fee out where the service is free; where the act says so itself, its paragraph is shown with it. */
function Free({ regulation }: { readonly regulation: Regulation }) {
  const stated = regulation.act.stated.find(({ about }) => about === FEE_MATTER)
  return (
    <>
      <h2>{texts.fee.fee}</h2>
      <p>
        {texts.fee.free} {stated && <Cited regulation={regulation} source={stated.source} />}
      </p>
    </>
  )
}

/** A number that no table gives is not guessed. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { text, remedy } = wordsOf(refusal)
  return (
    <>
      <strong>{text}</strong> {remedy}
    </>
  )
}
