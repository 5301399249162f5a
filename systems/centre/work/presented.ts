// What who came for a result has presented: its number and whose it is.
import { isRefusal, parseBIN, parseIIN, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import type { ResultAsked } from '@ruqsat/caseflow'

export type Presented = { readonly number: string; readonly identifier: string }

type Asked = { readonly kind: 'asked'; readonly asked: ResultAsked } | { readonly kind: 'faults'; readonly faults: readonly Refusal[] }

export function askedFrom({ number, identifier }: Presented): Asked {
  const requestNumber = parseRequestNumber(number)
  const iin = parseIIN(identifier)
  const whose = isRefusal(iin) ? parseBIN(identifier) : iin
  const faults: Refusal[] = []
  if (isRefusal(requestNumber)) faults.push({ ...requestNumber, field: 'number' })
  // An individual comes more often: the fault is said of their number.
  if (isRefusal(iin) && isRefusal(whose)) faults.push({ ...iin, field: 'identifier' })
  return faults.length > 0 || isRefusal(requestNumber) || isRefusal(whose)
    ? { kind: 'faults', faults }
    : { kind: 'asked', asked: { requestNumber, identifier: whose } }
}
