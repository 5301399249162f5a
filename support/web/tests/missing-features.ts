// Which library functions a bundle uses that a browser does not have. A bundler lowers syntax to its target and leaves calls as they are:
// one `Object.hasOwn` of a dependency makes the page of an older browser stay empty. The facts are MDN's browser-compat-data.
import { createRequire } from 'node:module'
import { type AnyNode, parse } from 'acorn'

type Versions = { readonly version_added?: string | boolean | null; readonly flags?: unknown; readonly prefix?: string }
type Support = Readonly<Record<string, Versions | readonly Versions[] | undefined>>
type Feature = { readonly __compat?: { readonly support: Support } } & { readonly [key: string]: unknown }

/** What a browser has: by full place (`Object.hasOwn`, `Crypto.randomUUID`), and by the last name alone. */
type Known = {
  readonly globals: ReadonlyMap<string, boolean>
  readonly builtIn: ReadonlyMap<string, boolean>
  readonly ofPages: ReadonlyMap<string, boolean>
  readonly exact: ReadonlyMap<string, boolean>
}

export type MissingOptions = {
  /** As esbuild's `target` names them: `chrome86`, `firefox78`, `safari14.1`. */
  readonly browsers: readonly string[]
  /** Names that the bundle itself defines where a browser lacks them. */
  readonly substitutes?: readonly string[]
}

/**
 * Each function, property or pattern of the bundle that one of the browsers lacks, e.g. `.isWellFormed()`. A name that any object of the
 * platform has is taken as known: which object comes before the dot cannot be seen. A property that the bundle defines is the bundle's own;
 * a *call* of a built-in method's name is not, because `.at()` of an array looks like a call of a method of ours.
 */
export function missingFeatures(bundle: string, { browsers, substitutes = [] }: MissingOptions): readonly string[] {
  const program = parse(bundle, { ecmaVersion: 'latest', sourceType: 'module' })
  const used = namesIn(program)
  const lists = browsers.map(knownTo)
  const lacks = (kind: keyof Known, name: string) => lists.some((known) => known[kind].get(name) === false)
  // Which object comes before the dot cannot be seen: a name that any of them has is known.
  const lacksEverywhere = (kind: 'builtIn' | 'ofPages', name: string) =>
    lists.some((known) => known[kind].get(name) === false && ![known.builtIn, known.ofPages, known.globals].some((list) => list.get(name)))
  const found = [
    ...[...used.free].filter((name) => lacks('globals', name)),
    ...[...used.exact].filter((name) => lacks('exact', name)),
    ...[...used.called].filter((name) => lacksEverywhere('builtIn', name)).map((name) => `.${name}()`),
    ...[...used.members].filter((name) => !used.own.has(name) && lacksEverywhere('ofPages', name)).map((name) => `.${name}`),
    ...[...used.patterns].filter((pattern) => /\(\?<[=!]/.test(pattern) || /\/[a-z]*[dv][a-z]*$/.test(pattern)),
  ]
  const isSubstituted = (name: string) => substitutes.some((one) => name.replace(/\(\)$/, '').split('.').at(-1) === one)
  return [...new Set(found)].filter((name) => !isSubstituted(name)).sort()
}

class Names {
  /** Names that are declared somewhere; every other identifier is a global. */
  readonly declared = new Set<string>()
  readonly mentioned = new Set<string>()
  readonly exact = new Set<string>()
  /** Called behind a dot, or taken out by a pattern: `const { hasOwn } = Object`. */
  readonly called = new Set<string>()
  readonly members = new Set<string>()
  /** Keys of the bundle's own objects and classes. */
  readonly own = new Set<string>()
  readonly patterns = new Set<string>()
  get free(): ReadonlySet<string> {
    return new Set([...this.mentioned].filter((name) => !this.declared.has(name)))
  }
}

function namesIn(program: AnyNode): Names {
  const names = new Names()
  visit(program, null, names)
  return names
}

function visit(node: AnyNode, parent: AnyNode | null, names: Names): void {
  note(node, parent, names)
  for (const value of Object.values(node)) {
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) visit(one, node, names)
  }
}

const isNode = (value: unknown): value is AnyNode => typeof (value as { type?: unknown } | null)?.type === 'string'

function note(node: AnyNode, parent: AnyNode | null, names: Names): void {
  switch (node.type) {
    case 'VariableDeclarator':
      return declare(node.id, names)
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      if ('id' in node && node.id) declare(node.id, names)
      if ('params' in node) for (const parameter of node.params) declare(parameter, names)
      return
    case 'CatchClause':
      return node.param ? declare(node.param, names) : undefined
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition': {
      const key = keyOf(node.key, node.computed)
      if (key !== null && parent?.type !== 'ObjectPattern') names.own.add(key)
      if (key !== null && parent?.type === 'ObjectPattern') names.called.add(key)
      return
    }
    case 'MemberExpression':
      return noteMember(node, parent, names)
    case 'Identifier':
      return noteIdentifier(node, parent, names)
    case 'Literal':
      if ('regex' in node && node.regex) names.patterns.add(`/${node.regex.pattern}/${node.regex.flags}`)
      else if (typeof node.value === 'string' && isFirstOfRegExp(node, parent)) names.patterns.add(`/${node.value}/`)
  }
}

function noteMember(node: Extract<AnyNode, { type: 'MemberExpression' }>, parent: AnyNode | null, names: Names): void {
  const key = keyOf(node.property as AnyNode, node.computed)
  if (key === null) return
  names.members.add(key)
  if (parent?.type === 'CallExpression' && parent.callee === node) names.called.add(key)
  if (node.object.type === 'Identifier') names.exact.add(`${node.object.name}.${key}`)
  if (node.object.type === 'Identifier' && /^(globalThis|window|self)$/.test(node.object.name)) names.mentioned.add(key)
}

function noteIdentifier(node: { readonly name: string }, parent: AnyNode | null, names: Names): void {
  const isKey =
    (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
    ((parent?.type === 'Property' || parent?.type === 'MethodDefinition' || parent?.type === 'PropertyDefinition') &&
      parent.key === node &&
      !parent.computed &&
      parent.value !== node)
  if (!isKey) names.mentioned.add(node.name)
}

/** A bundler turns a pattern that its target cannot read into `new RegExp('...')`, which then throws. */
const isFirstOfRegExp = (node: AnyNode, parent: AnyNode | null) =>
  (parent?.type === 'NewExpression' || parent?.type === 'CallExpression') &&
  parent.callee.type === 'Identifier' &&
  parent.callee.name === 'RegExp' &&
  parent.arguments[0] === node

function keyOf(key: AnyNode, computed: boolean): string | null {
  if (!computed && key.type === 'Identifier') return key.name
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null
}

function declare(pattern: AnyNode, names: Names): void {
  if (pattern.type === 'Identifier') names.declared.add(pattern.name)
  if (pattern.type === 'AssignmentPattern') declare(pattern.left, names)
  if (pattern.type === 'RestElement') declare(pattern.argument, names)
  if (pattern.type === 'ArrayPattern') for (const element of pattern.elements) if (element) declare(element, names)
  if (pattern.type === 'ObjectPattern')
    for (const property of pattern.properties) declare(property.type === 'Property' ? property.value : property, names)
}

// --- MDN's data, read once for each browser ---

type Data = { readonly javascript: { readonly builtins: Feature }; readonly api: Feature }
let data: Data | null = null
const lists = new Map<string, Known>()

function knownTo(browser: string): Known {
  const there = lists.get(browser)
  if (there !== undefined) return there
  data ??= createRequire(import.meta.url)('@mdn/browser-compat-data') as Data
  const [, name, version] = /^([a-z_]+)([\d.]+)$/.exec(browser) as unknown as [string, string, string]
  const has = (feature: Feature) => hasFeature(feature, name, version)
  const known = { globals: new Map<string, boolean>(), builtIn: new Map(), ofPages: new Map(), exact: new Map() }
  gather(data.javascript.builtins, known, has, known.builtIn)
  gather(data.api, known, has, known.ofPages)
  lists.set(browser, known)
  return known
}

type Lists = Record<keyof Known, Map<string, boolean>>

function gather(root: Feature, known: Lists, has: (feature: Feature) => boolean, byName: Map<string, boolean>): void {
  for (const [owner, place] of features(root)) {
    const isThere = has(place)
    add(known.globals, owner, isThere)
    for (const [key, member] of features(place)) {
      if (key.endsWith('_event')) continue
      const name = key.replace(/_static$/, '')
      add(known.exact, `${owner}.${name}`, has(member))
      add(byName, name, has(member))
      if (owner === 'Window' || owner === 'globals') add(known.globals, name, has(member))
    }
  }
}

/** Known as soon as one place of that name is there. */
function add(list: Map<string, boolean>, name: string, isThere: boolean): void {
  list.set(name, isThere || list.get(name) === true)
}

const features = (place: Feature): [string, Feature][] =>
  Object.entries(place).filter(([key, value]) => key !== '__compat' && (value as Feature).__compat !== undefined) as [string, Feature][]

function hasFeature(feature: Feature, browser: string, version: string): boolean {
  const support = feature.__compat?.support[browser]
  const statements = support === undefined ? [] : Array.isArray(support) ? (support as readonly Versions[]) : [support as Versions]
  return statements.some(({ version_added: since, flags, prefix }) => {
    if (typeof since !== 'string' || since === 'preview' || flags !== undefined || prefix !== undefined) return false
    return isNotAfter(since.replace('≤', ''), version)
  })
}

function isNotAfter(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at] ?? 0, right[at] ?? 0]
    if (x !== y) return x < y
  }
  return true
}
