import { ANY_POLICY, type Certificate, isSelfIssued } from '@ruqsat/asn1'

/**
 * Certificate policies (RFC 5280 6.1 as RFC 9618 updates it: a graph, whose size grows with the path and not as its power, so that no authority
 * can make a check dear). Answers with the policies under which the signer's certificate was issued, in the words of the root's domain.
 */
export type PolicyWishes = {
  /** user-initial-policy-set; `anyPolicy` in it stands for all. */
  readonly accepted: readonly string[]
  readonly requireExplicit: boolean
  readonly inhibitMapping: boolean
  readonly inhibitAny: boolean
}

/** Nothing is asked for: certificates may still ask themselves. */
export const ANY_WISHES: PolicyWishes = { accepted: [ANY_POLICY], requireExplicit: false, inhibitMapping: false, inhibitAny: false }

export type PolicyOutcome =
  | { readonly kind: 'allowed'; readonly policies: readonly string[] }
  | { readonly kind: 'refused'; readonly code: 'policy-not-allowed' | 'policy-mapping-impossible' }

type Node = { readonly policy: string; expected: ReadonlySet<string>; readonly parents: Set<Node>; children: number }
/** The nodes of one depth by their policy. */
type Level = Map<string, Node>

type State = {
  levels: Level[]
  explicitPolicy: number
  policyMapping: number
  inhibitAnyPolicy: number
}

/** The path with the signer first and the pinned root last, which states no policies of its own (RFC 5280 6.1.1). */
export function policiesOf(path: readonly Certificate[], wishes: PolicyWishes): PolicyOutcome {
  const length = path.length - 1
  const state: State = {
    levels: [new Map([[ANY_POLICY, node(ANY_POLICY, [ANY_POLICY], [])]])],
    explicitPolicy: wishes.requireExplicit ? 0 : length + 1,
    policyMapping: wishes.inhibitMapping ? 0 : length + 1,
    inhibitAnyPolicy: wishes.inhibitAny ? 0 : length + 1,
  }
  for (let index = length - 1; index >= 0; index--) {
    const certificate = path[index]!
    const isLast = index === 0
    takePolicies(state, certificate, isLast)
    if (state.explicitPolicy === 0 && state.levels.length === 0) return { kind: 'refused', code: 'policy-not-allowed' }
    if (!isLast) {
      if (certificate.policyMappings.some(({ issuerPolicy, subjectPolicy }) => issuerPolicy === ANY_POLICY || subjectPolicy === ANY_POLICY))
        return { kind: 'refused', code: 'policy-mapping-impossible' }
      takeMappings(state, certificate)
      if (!isSelfIssued(certificate)) count(state)
    }
    takeConstraints(state, certificate, isLast)
  }
  if (state.explicitPolicy > 0) state.explicitPolicy--
  if (path[0]!.policyConstraints?.requireExplicit === 0) state.explicitPolicy = 0
  const policies = constrained(state.levels, length, wishes.accepted)
  return state.explicitPolicy > 0 || policies.length > 0 ? { kind: 'allowed', policies } : { kind: 'refused', code: 'policy-not-allowed' }
}

function node(policy: string, expected: readonly string[], parents: readonly Node[]): Node {
  for (const parent of parents) parent.children++
  return { policy, expected: new Set(expected), parents: new Set(parents), children: 0 }
}

/** RFC 9618 4.1 (d), (e). No level is left where no policy is. */
function takePolicies(state: State, certificate: Certificate, isLast: boolean): void {
  const { policies } = certificate
  const above = state.levels.at(-1)
  if (policies === null || above === undefined) {
    state.levels = []
    return
  }
  const level: Level = new Map()
  const expecting = expectedBy(above)
  const any = above.get(ANY_POLICY)
  for (const policy of policies) {
    if (policy === ANY_POLICY || level.has(policy)) continue
    const parents = expecting.get(policy) ?? (any === undefined ? [] : [any])
    if (parents.length > 0) level.set(policy, node(policy, [policy], parents))
  }
  const mayStateAny = state.inhibitAnyPolicy > 0 || (!isLast && isSelfIssued(certificate))
  if (policies.includes(ANY_POLICY) && mayStateAny)
    for (const [policy, parents] of expecting) if (!level.has(policy)) level.set(policy, node(policy, [policy], parents))
  state.levels.push(level)
  prune(state)
}

function expectedBy(level: Level): Map<string, Node[]> {
  const expecting = new Map<string, Node[]>()
  for (const parent of level.values())
    for (const policy of parent.expected) expecting.set(policy, [...(expecting.get(policy) ?? []), parent])
  return expecting
}

/** Nodes that lead to no policy of the last level go; a graph without its last level is none. */
function prune(state: State): void {
  for (let depth = state.levels.length - 2; depth >= 0; depth--) {
    const level = state.levels[depth]!
    for (const one of level.values()) if (one.children === 0) remove(level, one)
  }
  if (state.levels.at(-1)?.size === 0 || state.levels[0]?.size === 0) state.levels = []
}

function remove(level: Level, one: Node): void {
  level.delete(one.policy)
  for (const parent of one.parents) parent.children--
}

/** RFC 9618 4.2 (b). */
function takeMappings(state: State, { policyMappings }: Certificate): void {
  const level = state.levels.at(-1)
  if (level === undefined || policyMappings.length === 0) return
  const subjects = Map.groupBy(policyMappings, ({ issuerPolicy }) => issuerPolicy)
  for (const [policy, mappings] of subjects) {
    const found = level.get(policy)
    const expected = mappings.map(({ subjectPolicy }) => subjectPolicy)
    if (state.policyMapping === 0) {
      if (found !== undefined) remove(level, found)
      continue
    }
    const anyAbove = state.levels.at(-2)?.get(ANY_POLICY)
    if (found !== undefined) found.expected = new Set(expected)
    else if (level.has(ANY_POLICY) && anyAbove !== undefined) level.set(policy, node(policy, expected, [anyAbove]))
  }
  prune(state)
}

/** RFC 5280 6.1.4 (h). */
function count(state: State): void {
  if (state.explicitPolicy > 0) state.explicitPolicy--
  if (state.policyMapping > 0) state.policyMapping--
  if (state.inhibitAnyPolicy > 0) state.inhibitAnyPolicy--
}

/** RFC 5280 6.1.4 (i), (j). */
function takeConstraints(state: State, { policyConstraints, inhibitAnyPolicy }: Certificate, isLast: boolean): void {
  if (isLast) return
  state.explicitPolicy = Math.min(state.explicitPolicy, policyConstraints?.requireExplicit ?? Infinity)
  state.policyMapping = Math.min(state.policyMapping, policyConstraints?.inhibitMapping ?? Infinity)
  state.inhibitAnyPolicy = Math.min(state.inhibitAnyPolicy, inhibitAnyPolicy ?? Infinity)
}

/** RFC 9618 4.3 (g): the policies in the root's words, of which the asker accepts these. */
function constrained(levels: readonly Level[], depth: number, accepted: readonly string[]): string[] {
  const ofRoot = new Set<string>()
  for (const level of levels)
    for (const { policy, parents } of level.values()) {
      const [parent] = parents
      if (policy !== ANY_POLICY && parents.size === 1 && parent?.policy === ANY_POLICY) ofRoot.add(policy)
    }
  if (levels[depth]?.has(ANY_POLICY)) ofRoot.add(ANY_POLICY)
  if (accepted.includes(ANY_POLICY)) return [...ofRoot]
  return ofRoot.has(ANY_POLICY) ? [...accepted] : accepted.filter((policy) => ofRoot.has(policy))
}
