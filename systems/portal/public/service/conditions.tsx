import { Cited } from '@ruqsat/lawpages'
import { WarningText } from '@ruqsat/web'
import type { ShownService } from './shown.ts'
import texts from '../texts.yaml'

export function RequirementsOfService({ service }: { readonly service: ShownService }) {
  const { regulation, variant, isOpen } = service
  if (variant.requirements.length === 0) return null
  return (
    <>
      <h2>{texts.conditions.requirements}</h2>
      {isOpen && variant.fee !== null && <WarningText text={texts.conditions.warn} />}
      <ul>
        {variant.requirements.map((requirement) => (
          <li>
            {requirement.text} <Cited regulation={regulation} source={requirement.source} />
          </li>
        ))}
      </ul>
    </>
  )
}

export function GroundsOfService({ service }: { readonly service: ShownService }) {
  const { regulation, variant } = service
  if (variant.grounds.length === 0) return null
  return (
    <>
      <h2>{texts.conditions.grounds}</h2>
      <p>{texts.conditions.groundsLead}</p>
      <ul>
        {variant.grounds.map((ground) => (
          <li>
            {ground.text} <Cited regulation={regulation} source={ground.source} />
            <br />
            <span class="muted">
              {texts.conditions.remedy}: {ground.remedy}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
