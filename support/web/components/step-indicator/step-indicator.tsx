import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'
import texts from '../texts.yaml'

export type StepState = 'done' | 'current' | 'ahead'
export type StepItem = { readonly text: Text; readonly state: StepState; readonly href?: string }

/** Where the person is. Shows only steps that are certain to come: no numbers are promised that a branch may break. */
export function StepIndicator({
  steps,
  label = texts.stepIndicator.steps,
}: {
  readonly steps: readonly StepItem[]
  readonly label?: Text
}) {
  const here = steps.find((step) => step.state === 'current')
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
      {here && (
        <p class="step-indicator__here" aria-hidden="true">
          {here.text}
        </p>
      )}
    </nav>
  )
}
