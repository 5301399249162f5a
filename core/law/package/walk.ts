import type { Action, RequestProof, Step, View } from './model.ts'
import { nextStep, stepById, stepWithAction } from './steps.ts'

// The way along an offered portal table: where a draft begins, what is ahead of it, where it is signed. The loader refuses a table that
// cannot be gone to its registration, and the portal leads along the others by the same rules.

type Table = Pick<View, 'steps'>

/** A draft is at one step of its view's table. Sign-in steps belong to the session, so a draft begins at `fill`. */
export function firstDraftStep({ steps }: Table): Step {
  return stepWithAction(steps, 'fill') ?? steps[0]!
}

/** Where a request is registered: a row of its own, or else the package that is sent to the system which registers it as it arrives. */
export function registeringStep({ steps }: Table): Step | null {
  return stepWithAction(steps, 'registerRequest') ?? stepWithAction(steps, 'sendPackage')
}

/** Steps that a draft still has before it, in the table's order of success, from the given one to the registration. */
export function stepsAhead(view: Table, stepId: string): readonly Step[] {
  const ahead: Step[] = []
  const registers = registeringStep(view)
  let step: Step | null = stepById(view.steps, stepId)
  while (step !== null && !ahead.includes(step)) {
    ahead.push(step)
    if (step === registers) break
    step = nextStep(view.steps, step, step.shape === 'condition' ? 'yes' : 'done')
  }
  return ahead
}

/** What a person's own browser can do on the way from the form to the number. */
const WALKED: readonly Action[] = [
  ...(['fill', 'askRegisters', 'checkRegisters', 'pay', 'checkPayment'] as const),
  ...(['chooseCertificate', 'checkCertificate', 'sign', 'sendPackage', 'registerRequest'] as const),
]
/** What comes before the signature: the request carries what it gives. */
const BEFORE_SIGNING: readonly Action[] = ['askRegisters', 'checkRegisters', 'pay', 'checkPayment']

/**
 * Whether a draft can be led along this table: from a form over a signature to the registration, by actions that have their page. What is
 * signed goes on to the registration at once, so payment and registers come before the signature; what the registers said is judged as soon
 * as they have been asked.
 */
export function isWalkable(view: Table): boolean {
  if (stepWithAction(view.steps, 'fill') === null) return false
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  const signing = signingStep(view.steps)
  return (
    ahead.every((step) => WALKED.includes(step.action)) &&
    isRegistered(view, ahead) &&
    signing !== null &&
    ahead.slice(ahead.indexOf(signing)).every(({ action }) => !BEFORE_SIGNING.includes(action)) &&
    ahead.every(({ action }, place) => action !== 'checkRegisters' || ahead[place - 1]?.action === 'askRegisters')
  )
}

function isRegistered(view: Table, ahead: readonly Step[]): boolean {
  const registers = registeringStep(view)
  return registers !== null && ahead.at(-1) === registers
}

/** What an employee does at the counter between the form and the number. */
const SERVED: readonly Action[] = ['fill', 'askRegisters', 'checkRegisters', 'attachScans', 'sendPackage', 'registerRequest']

/** What may be the last row before the registration. */
const SENDING: readonly Action[] = ['attachScans', 'sendPackage']

/** Where papers are scanned on the way to the registration: at the row of its own, else where the package of documents is made up. */
export function papersStep(view: Table): Step | null {
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  return stepWithAction(ahead, 'attachScans') ?? stepWithAction(ahead, 'sendPackage')
}

/**
 * Whether an employee can be led along this table of a counter: the form, the registers, the scans, the registration. What is paid there by
 * a receipt has no page yet; the employee signs what is registered.
 */
export function isServable(view: Table): boolean {
  if (stepWithAction(view.steps, 'fill') === null) return false
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  return (
    ahead.every((step) => SERVED.includes(step.action)) &&
    ahead.at(-1)?.action === 'registerRequest' &&
    SENDING.includes(ahead.at(-2)!.action) &&
    papersStep(view) !== null &&
    ahead.every(({ action }, place) => action !== 'checkRegisters' || ahead[place - 1]?.action === 'askRegisters')
  )
}

/**
 * Where a person signs: the choice of the certificate where the table has one after the form, else where it is checked, because some tables
 * have the choice in the row of the form. What comes before the form is the session's.
 */
export function signingStep(steps: readonly Step[]): Step | null {
  const ahead = stepsAhead({ steps }, firstDraftStep({ steps }).id)
  return stepWithAction(ahead, 'chooseCertificate') ?? stepWithAction(ahead, 'sign') ?? stepWithAction(ahead, 'checkCertificate')
}

/** By what a person may confirm a request in this table; a signature, where it says nothing else. */
export function requestProofs({ steps }: Table): readonly RequestProof[] {
  return stepWithAction(steps, 'checkCertificate')?.accepts ?? ['signature']
}
