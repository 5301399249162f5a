// For whoever took a result away at the counter to sign: what it is, who received it, who gave it.
import { isRefusal } from '@ruqsat/foundation'
import { InstantAt } from '@ruqsat/lawpages'
import { SummaryList } from '@ruqsat/web'
import { openCase, type CaseFile } from '../cases/open.ts'
import type { Visit } from '../http/visit.ts'
import { sendNo, sendWork } from '../pages/frame.tsx'
import { counterTexts, refuseCounter } from '@ruqsat/counter'
import { staffById } from '../store/staff.ts'
import { readReceipt, type CounterReceipt } from '../store/receipts.ts'
import T from './texts.yaml'

export async function showReceipt(visit: Visit): Promise<unknown> {
  const { sql } = visit.work.deps.database
  const scene = await openCase(visit, visit.params.caseId)
  if (isRefusal(scene)) return sendNo(visit, scene, 404)
  const receipt = await readReceipt(sql, visit.staff.authority, visit.params.caseId)
  if (receipt === null) return sendNo(visit, refuseCounter('counter.not-yours'), 404)
  const by = await staffById(sql, receipt.staffId)
  return sendWork(visit, { title: T.handedOver, forPaper: true }, <Page receipt={receipt} scene={scene} by={by?.name ?? ''} />)
}

function Page({ receipt, scene, by }: { readonly receipt: CounterReceipt; readonly scene: CaseFile; readonly by: string }) {
  const { summary, party, result } = scene.view
  return (
    <>
      <h1>{T.handedOver}</h1>
      <SummaryList
        rows={[
          { key: counterTexts.requestNumber, value: <span class="number">{summary.requestNumber}</span> },
          { key: counterTexts.service, value: summary.service },
          { key: counterTexts.applicant, value: party.name },
          ...(result?.number ? [{ key: T.resultNumber, value: <span class="number">{result.number}</span> }] : []),
          { key: T.receivedBy, value: receipt.receivedBy },
          { key: T.shownDocument, value: <span class="number">{receipt.shownDocument}</span> },
          { key: counterTexts.registeredAt, value: <InstantAt at={receipt.at} zone={scene.zone} /> },
          { key: T.givenBy, value: by },
          { key: T.handSignature, value: '' },
        ]}
      />
    </>
  )
}
