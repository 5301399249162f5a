import { isRefusal } from '@ruqsat/foundation'
import { local, SummaryList, useSay, WarningText } from '@ruqsat/web'
import type { ServiceView } from '../../deps.ts'
import { Cited } from '../parts/cited.tsx'
import type { ServiceFacts } from './facts.ts'

const TEXTS = {
  fee: local('Қанша тұрады', 'Сколько стоит', 'What it costs'),
  free: local('Қызмет тегін.', 'Услуга бесплатна.', 'The service is free.'),
  kind: local('Төлем', 'Платёж', 'Payment'),
  rule: local('Ереже', 'Правило', 'Rule'),
  rate: local(
    'Төлем күнгі айлық есептік көрсеткіштің (АЕК) {rate} еселенген мөлшері',
    '{rate} МРП (месячного расчётного показателя) на день оплаты',
    '{rate} times the monthly calculation index (MCI) of the day of payment',
  ),
  today: local('Бүгін төлесеңіз', 'Если оплатить сегодня', 'If you pay today'),
}

/** The fee of today with its rule and its derivation, and that it is not returned: said before anybody pays. */
export function FeeOfService({ service, facts }: { readonly service: ServiceView; readonly facts: ServiceFacts }) {
  const say = useSay()
  const { regulation, variant } = service
  const { fee } = facts
  if (variant.fee === null || fee === null) {
    return (
      <>
        <h2>{say(TEXTS.fee)}</h2>
        <p>{say(TEXTS.free)}</p>
      </>
    )
  }
  const rate = String(variant.fee.mciRate)
  const rule = say(TEXTS.rate).replace('{rate}', rate)
  const rows = [
    { key: TEXTS.kind, value: variant.fee.name },
    {
      key: TEXTS.rule,
      value: (
        <>
          {rule}. <Cited regulation={regulation} source={variant.fee.source} />
        </>
      ),
    },
    ...(isRefusal(fee)
      ? [{ key: TEXTS.today, value: <RefusalText text={say(fee.text)} remedy={say(fee.remedy)} /> }]
      : [{ key: TEXTS.today, value: fee.text }]),
  ]
  return (
    <>
      <h2>{say(TEXTS.fee)}</h2>
      <SummaryList rows={rows} />
      <WarningText text={variant.fee.returnRule} />
    </>
  )
}

/** A number that no table gives is not guessed. */
export function RefusalText({ text, remedy }: { readonly text: string; readonly remedy: string }) {
  return (
    <>
      <strong>{text}</strong> {remedy}
    </>
  )
}
