import { useSay, WarningText } from '@ruqsat/web'
import { Cited } from '../../common/parts/cited.tsx'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

const TEXTS = texts.conditions

export function RequirementsOfService({ service }: { readonly service: ShownService }) {
  const say = useSay()
  const { regulation, variant, isOpen } = service
  if (variant.requirements.length === 0) return null
  return (
    <>
      <h2>{say(TEXTS.requirements)}</h2>
      {isOpen && variant.fee !== null && <WarningText text={TEXTS.warn} />}
      <ul>
        {variant.requirements.map((requirement) => (
          <li>
            {say(requirement.text)} <Cited regulation={regulation} source={requirement.source} />
          </li>
        ))}
      </ul>
    </>
  )
}

export function GroundsOfService({ service }: { readonly service: ShownService }) {
  const say = useSay()
  const { regulation, variant } = service
  if (variant.grounds.length === 0) return null
  return (
    <>
      <h2>{say(TEXTS.grounds)}</h2>
      <p>{say(TEXTS.groundsLead)}</p>
      <ul>
        {variant.grounds.map((ground) => (
          <li>
            {say(ground.text)} <Cited regulation={regulation} source={ground.source} />
            <br />
            <span class="muted">
              {say(TEXTS.remedy)}: {say(ground.remedy)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
