// Which results an operator of another organisation hands over at a window, by which row of the act's table.
import { counterSeat, isAtCounter, stepWithAction, type Edition, type Step, type Variant, type View } from '@ruqsat/law'

type Place = { readonly edition: Edition; readonly variant: Variant; readonly view: View }

/**
 * The row of the applicant's own table, where they came to such a window; where their table brings a notice only, that of the window at which
 * the paper is given. Null: this result is handed over at no window.
 */
export function windowStep({ edition: { regulation }, variant, view }: Place, decision: 'grant' | 'refuse'): Step | null {
  const isWindow = (each: View) => isAtCounter(each, regulation) && counterSeat(each, variant, regulation)?.of === 'outside'
  const isNotice = stepWithAction(view.steps, 'receiveResult')?.delivers === 'notice'
  const table = isWindow(view) ? view : isNotice && decision === 'grant' ? variant.views.find(isWindow) : undefined
  if (table === undefined) return null
  const given = stepWithAction(table.steps, 'receiveResult')
  return decision === 'grant' ? given : (stepWithAction(table.steps, 'noticeRefused') ?? given)
}
