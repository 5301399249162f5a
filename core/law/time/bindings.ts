// What an installation says of the registers that packages declare: which adapter answers for each. What it does not bind is refused by name
// where it is needed, and reported at the start.
import { z } from 'zod'
import { firstDraftStep, stepsAhead } from '../package/walk.ts'
import { isElectronic } from '../package/systems.ts'
import type { Regulation } from '../package/model.ts'
import { readShape, type Read } from '../package/read.ts'
import { id, orElse, some, words, type Data } from '../package/shape.ts'
import { readYaml, type PackageFile } from '../package/yaml.ts'

const facts = z.record(id, words)

const binding = z.discriminatedUnion('adapter', [
  /** The twin of the sandbox: rows of the packages. */
  z.strictObject({ adapter: z.literal('sandbox') }),
  /** A register that is kept here, filled from files by `npx ruqsat registers import`. */
  z.strictObject({ adapter: z.literal('imported') }),
  /** The house's own connection to the register of people, and of firms; `facts` names their fields where the package calls them otherwise. */
  z.strictObject({ adapter: z.literal('persons'), facts: facts.optional() }),
  z.strictObject({ adapter: z.literal('firms'), facts: facts.optional() }),
  /** Any register with an address that answers JSON. */
  z.strictObject({
    adapter: z.literal('http'),
    address: z
      .string()
      .regex(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])\S*\{about\}\S*$/)
      .describe(
        'An https address with `{about}` in the place of what is asked about, and `{asOf}` where it answers for other days; plain http on this machine only.',
      ),
    keyFile: words.describe('A file with the key of this installation; sent in `keyHeader`.').optional(),
    keyHeader: orElse(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/), 'authorization'),
    about: words.describe('Where the answer repeats what it is about, e.g. `plot.number`: an answer about another is none.').optional(),
    facts: facts.describe('Where each fact of the package is in the answer, e.g. `area: plot.area`.'),
    absent: orElse(some(z.int().min(400).max(499)), [404]).describe('HTTP statuses that mean that the register knows nothing of it.'),
  }),
  /** A register behind the e-government gateway: the route says where it is, how long it is waited for, and which faults are an absence. */
  z.strictObject({
    adapter: z.literal('gateway'),
    route: id.describe('A route of the gateway, or a service of this house.'),
    question: z
      .string()
      .regex(/^\s*<[^]*\{about\}[^]*>\s*$/)
      .describe('XML of one element with `{about}`; also `{asOf}`, `{messageId}`, `{messageDate}`. Left out: the question of this house.')
      .optional(),
    about: words
      .describe('Where the answer repeats what it is about, e.g. `Organization.BIN`: an answer about another is none.')
      .optional(),
    facts: orElse(facts, {}).describe('Where each fact of the package is in the answer, e.g. `name: Organization.FullNameKz`.'),
    absent: z
      .strictObject({ at: words, values: some(words) })
      .describe('Where an answer says that the register knows nothing of it, and by which values.')
      .optional(),
  }),
])
export type RegisterBinding = Data<typeof binding>

/** Reads the file of bindings, or says line by line what was expected. */
export function parseBindings({ path, text: written }: PackageFile): Read<Readonly<Record<string, RegisterBinding>>> {
  const tree = readYaml(path, written)
  if ('kind' in tree) return tree
  const read = readShape(z.strictObject({ registers: z.record(id, binding) }), tree, new WeakMap())
  return read.kind === 'broken' ? read : { kind: 'read', value: read.value.registers }
}

/** A register that an offered channel asks and that nobody here answers for. */
export type Unbound = { readonly regulation: string; readonly variant: string; readonly view: string; readonly register: string }

export function unboundRegisters(regulation: Regulation, isBound: (system: string) => boolean): readonly Unbound[] {
  return regulation.variants
    .filter(({ offered }) => offered)
    .flatMap((variant) =>
      variant.views
        .filter((view) => view.offered && isElectronic(view, regulation))
        .flatMap((view) =>
          stepsAhead(view, firstDraftStep(view).id)
            .flatMap(({ action, asks = [] }) => (action === 'askRegisters' ? asks : []))
            .filter((register) => !isBound(register))
            .map((register) => ({ regulation: regulation.id, variant: variant.id, view: view.id, register })),
        ),
    )
}
