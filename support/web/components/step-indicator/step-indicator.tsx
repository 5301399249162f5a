import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'
import texts from '../texts.yaml'

export type StepState = 'done' | 'current' | 'ahead'
export type StepItem = { readonly text: Text; readonly state: StepState; readonly href?: string }

/**
 * Where the person is: a row of dots, those behind to be pressed, and under it which of how many by its name. Shows only steps that are
 * certain to come.
 */
export function StepIndicator({
  steps,
  label = texts.stepIndicator.steps,
}: {
  readonly steps: readonly StepItem[]
  readonly label?: Text
}) {
  const place = steps.findIndex((step) => step.state === 'current')
  return (
    <nav class="step-indicator" aria-label={say(label)}>
      <ol class="step-indicator__list">
        {steps.map((step) => (
          <li
            class={`step-indicator__step step-indicator__step--${step.state}`}
            {...(step.state === 'current' && { 'aria-current': 'step' })}
          >
            {step.href && step.state === 'done' ? <a href={step.href}>{step.text}</a> : <span>{step.text}</span>}
            <span class="visually-hidden"> ({texts.stepIndicator.states[step.state]})</span>
          </li>
        ))}
      </ol>
      {place >= 0 && (
        <p class="step-indicator__here" aria-hidden="true">
          <span class="step-indicator__place">
            {place + 1} / {steps.length}
          </span>{' '}
          {steps[place]!.text}
        </p>
      )}
    </nav>
  )
}
