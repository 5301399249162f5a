import { local, useSay, WarningText } from '@ruqsat/web'
import { Cited } from '../../common/parts/cited.tsx'
import type { ShownService } from './shown.ts'

const TEXTS = {
  requirements: local('Сізге қойылатын талаптар', 'Требования к вам', 'What is required of you'),
  warn: local(
    'Талаптарға сай екеніңізді төлемес бұрын тексеріңіз: сай келмесеңіз, бас тартылады, ал сұрау салу тіркелген соң алым қайтарылмайды.',
    'Проверьте это до оплаты: если требования не выполнены, будет отказ, а после регистрации запроса сбор не возвращается.',
    'Check this before you pay: if you do not meet the requirements you will be refused, and once the request is registered the fee is not returned.',
  ),
  grounds: local('Қандай жағдайда бас тартылады', 'Когда откажут', 'When you would be refused'),
  groundsLead: local(
    'Тек мына негіздер бойынша. Бас тарту жазбаша, себебі және не істеуге болатыны көрсетіліп беріледі.',
    'Только по этим основаниям. Отказ даётся письменно, с причиной и тем, что можно сделать.',
    'On these grounds only. A refusal comes in writing, with its reason and what you can do.',
  ),
  remedy: local('Не істеуге болады', 'Что можно сделать', 'What you can do'),
}

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
