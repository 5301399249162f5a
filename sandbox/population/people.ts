import { type LocalDate } from '@ruqsat/foundation'
import type { LegalEntity, RegisterPerson } from '@ruqsat/registers/contract'
import { type Draw, drawBin, drawIin, drawName, type Sex } from '../people/draw.ts'
import texts from '../texts.yaml'
import { diceOf } from './dice.ts'

/** One firm for so many people; the first of them is its head. */
export const PEOPLE_PER_FIRM = 10

/** The person of this place: the same for the same seed. They are in the registers; they have no account and no key. */
export function personAt(seed: number, place: number): RegisterPerson {
  const dice = diceOf(seed, 'person', place)
  const draw: Draw = (_what, below) => Math.floor(dice() * below)
  const sex: Sex = draw('sex', 2) === 0 ? 'female' : 'male'
  const bornOn = `${1945 + draw('year', 60)}-${two(1 + draw('month', 12))}-${two(1 + draw('day', 28))}` as LocalDate
  return {
    ...drawName(draw, '', sex),
    iin: drawIin(draw, '', bornOn, sex),
    bornOn,
    address: `${texts.population.street.kk}, ${1 + draw('house', 400)}`,
    entrepreneur: draw('entrepreneur', 3) === 0,
  }
}

/** The firm of this place, with its head. */
export function firmAt(seed: number, place: number): LegalEntity {
  const dice = diceOf(seed, 'firm', place)
  const draw: Draw = (_what, below) => Math.floor(dice() * below)
  const head = personAt(seed, place * PEOPLE_PER_FIRM)
  const registeredOn = `${2000 + draw('year', 13)}-${two(1 + draw('month', 12))}-${two(1 + draw('day', 28))}` as LocalDate
  return {
    bin: drawBin(draw, '', registeredOn),
    name: `«${head.surname} ${place + 1}» ЖШС`,
    registeredOn,
    address: head.address,
    headIin: head.iin,
    headName: fullName(head),
  }
}

export const fullName = ({ surname, givenName, patronymic }: RegisterPerson): string => `${surname} ${givenName} ${patronymic}`

const two = (number: number): string => String(number).padStart(2, '0')
