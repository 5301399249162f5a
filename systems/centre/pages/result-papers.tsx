// What is printed at the window: the signed file, and the receipt of who took it.
import { isRefusal } from '@ruqsat/foundation'
import { counterTexts } from '@ruqsat/counter'
import { InstantAt } from '@ruqsat/lawpages'
import { Button, Notification, sendFile, SummaryList } from '@ruqsat/web'
import { PATHS } from '../http/paths.ts'
import { hrefOf, type OperatorVisit } from '../http/visit.ts'
import { refuseCentre } from '../refusals.ts'
import { operatorById } from '../store/operators.ts'
import { readReceipt, type ResultReceipt } from '../store/results.ts'
import texts from '../texts.yaml'
import { operatorActor } from '../work/results.ts'
import { sendCentre, sendNo } from './frame.tsx'
import { backTo, openedResult, resultRows, type OpenedResult } from './opened-result.tsx'

const T = texts.results

/** For who took it to sign: what it is, who received it, who gave it, and when. */
export async function sendReceipt(visit: OperatorVisit, open: OpenedResult, receipt: ResultReceipt): Promise<unknown> {
  const { centre } = visit
  const { deps } = centre
  const by = await operatorById(deps.database.sql, deps.office.id, receipt.operatorId)
  const isBefore = receipt.ticketId !== open.ticket.id
  return sendCentre(
    visit,
    { title: T.receipt, forPaper: true, scripts: [centre.printScript], back: backTo(visit) },
    <>
      {isBefore && <Notification kind="important" text={T.givenBefore} />}
      <h1>{T.receipt}</h1>
      <SummaryList
        rows={[
          ...resultRows(visit, open),
          { key: T.receivedBy, value: receipt.receivedBy },
          { key: T.shownDocument, value: <span class="number">{receipt.shownDocument}</span> },
          ...(receipt.power === null ? [] : [{ key: counterTexts.powerNumber, value: receipt.power }]),
          { key: T.givenAt, value: <InstantAt at={receipt.at} zone={deps.office.zone} /> },
          { key: T.givenBy, value: by?.name ?? '' },
          { key: T.handSignature, value: '' },
        ]}
      />
      <div class="not-on-paper">
        <Button id="print" text={T.printReceipt} type="button" kind="secondary" hidden />
        {!isBefore && (
          <p>
            <a href={hrefOf(visit, PATHS.paper(open.seen.requestNumber))}>{T.print}</a>
          </p>
        )}
      </div>
    </>,
  )
}

/** The signed file, to be printed at this window, while it is not handed over or by whom it was. */
export async function sendPaper(visit: OperatorVisit): Promise<unknown> {
  const open = await openedResult(visit)
  if (isRefusal(open)) return sendNo(visit, open, 403)
  const { deps } = visit.centre
  const receipt = await readReceipt(deps.database.sql, deps.office.id, open.seen.authority, open.seen.caseId)
  if (receipt !== null && receipt.ticketId !== open.ticket.id) return sendNo(visit, refuseCentre('centre.result-given'), 403)
  const file = await open.read.resultPaper(open.asked, operatorActor(deps, visit.operator))
  if (isRefusal(file)) return sendNo(visit, file, 403)
  const bytes = Buffer.from(file.bytesBase64, 'base64')
  return sendFile(visit.reply, { bytes, mediaType: file.mediaType, fileName: file.name, inline: true })
}
