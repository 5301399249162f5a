// What the service costs: who pays how much today, and what becomes of it, before anybody pays.
import { Cited, feeReturns, Proof, type CitedItem } from '@ruqsat/lawpages'
import { valueText } from '@ruqsat/documents'
import { fillText, inAll, isRefusal, type LocalText, type Refusal, wordsOf } from '@ruqsat/foundation'
import type { ApplicantKind, Field, Regulation, Variant } from '@ruqsat/law'
import { Details, SummaryList, WarningText, type SummaryRow } from '@ruqsat/web'
import { basePayer, type AboutService, type IfToday } from './facts.ts'
import texts from '../texts.yaml'

/** What the act says of a matter by this name, where it has no place of its own in the package. */
const FEE_MATTER = 'fee'

/** Where on the page the fee is derived. Unfolded where somebody must find their own row. */
export const FEE_PLACE = 'fee'

export function FeeOfService({ regulation, variant, ifToday }: AboutService) {
  const { fee } = variant
  if (fee === null) return <Free regulation={regulation} />
  const payers = payersIn(regulation, variant, ifToday)
  const rows: SummaryRow[] = [
    ...(payers.length === 1 ? [] : [{ key: texts.fee.kind, value: fee.name }]),
    ...payers.map(({ who, pays }) => ({ key: who, value: pays })),
    ...(ifToday === null ? [{ key: texts.fee.tenge, value: texts.fee.notCounted }] : []),
  ]
  const [rule, ...ends] = feeReturns(variant)
  return (
    <div id={FEE_PLACE}>
      <Details summary={texts.fee.fee} open={payers.length > 1}>
        <SummaryList rows={rows} />
        <WarningText text={rule!.text} />
        {ends.length > 0 && (
          <ul>
            {ends.map(({ text }) => (
              <li>{text}</li>
            ))}
          </ul>
        )}
        <Proof regulation={regulation} about={texts.fee.fee} items={[...payers.map(({ proof }) => proof), rule!, ...ends]} />
      </Details>
    </div>
  )
}

type PayerRow = { readonly who: LocalText; readonly pays: SummaryRow['value']; readonly proof: CitedItem }

/** Each rate with whom it is for, then what everybody else pays, then who pays nothing. */
function payersIn(regulation: Regulation, variant: Variant, ifToday: IfToday | null): readonly PayerRow[] {
  const fee = variant.fee!
  const fields = variant.form.sections.flatMap((section) => section.fields)
  const answered = (field: Field | undefined, answers: readonly string[] = []): readonly LocalText[] =>
    field === undefined
      ? []
      : [
          inAll(
            (language) =>
              `${field.label[language].replace(/(?<![?:])$/, ':')} ${answers.map((each) => valueText(field, each, language)).join(', ')}`,
          ),
        ]
  const whoOf = (onlyFor: ApplicantKind | undefined, said: readonly LocalText[]): LocalText => {
    const parts = [...(onlyFor === undefined ? [] : [texts.fee.payers[onlyFor]]), ...said]
    return inAll((language) => parts.map((text) => text[language]).join('; '))
  }
  const askedBy = (id: string | undefined) => fields.find((field) => field.id === id)
  const sum = (mciRate: number, today: IfToday['fee'], source: CitedItem['source']): Pick<PayerRow, 'pays' | 'proof'> => {
    const rate = fillText(texts.fee.rate, { rate: String(mciRate) })
    return { pays: today === null ? rate : <Today fee={today} />, proof: { text: rate, source } }
  }
  const rates = (fee.rates ?? []).map(({ onlyFor, field, answers, mciRate, source }, place) => ({
    who: whoOf(onlyFor, answered(askedBy(field), answers)),
    ...sum(mciRate, ifToday?.rates[place] ?? null, source ?? fee.source),
  }))
  const isOnly = rates.length === 0 && fee.onlyFor === undefined && fee.free === undefined
  const others = fee.onlyFor === undefined || rates.length > 0 ? texts.fee.others : texts.fee.payers[fee.onlyFor]
  const base =
    basePayer(regulation, variant) === null
      ? []
      : [{ who: isOnly ? fee.name : others, ...sum(fee.mciRate, ifToday?.base ?? null, fee.source) }]
  const nothing = (who: LocalText, source: CitedItem['source']): PayerRow => ({
    who,
    pays: texts.fee.nothing,
    proof: { text: inAll((language) => `${who[language]}: ${texts.fee.nothing[language]}`), source },
  })
  const exempt = (fee.free ?? []).flatMap(({ field, answers, source }) =>
    answered(askedBy(field), answers).map((who) => nothing(who, source ?? fee.source)),
  )
  const free = regulation.applicants.filter(({ kind }) => fee.onlyFor !== undefined && kind !== fee.onlyFor)
  return [...rates, ...base, ...exempt, ...free.map(({ kind }) => nothing(texts.fee.payers[kind], fee.source))]
}

function Today({ fee }: { readonly fee: NonNullable<IfToday['fee']> }) {
  return isRefusal(fee) ? <RefusalText refusal={fee} /> : <>{fillText(texts.fee.today, { sum: fee.text })}</>
}

/** A package leaves the fee out where the service is free; where the act says so itself, its paragraph is shown with it. */
function Free({ regulation }: { readonly regulation: Regulation }) {
  const stated = regulation.act.stated.find(({ about }) => about === FEE_MATTER)
  return (
    <Details summary={texts.fee.fee}>
      <p>
        {texts.fee.free} {stated && <Cited regulation={regulation} source={stated.source} />}
      </p>
    </Details>
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
