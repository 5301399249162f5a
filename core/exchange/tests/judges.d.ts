// The judges come without types; here is what the tests use of them.
declare module 'bpmnlint' {
  export type LintReport = { readonly id: string; readonly message: string }
  export class Linter {
    constructor(options: { readonly config: unknown; readonly resolver: unknown })
    lint(root: unknown): Promise<Readonly<Record<string, readonly LintReport[]>>>
  }
}
declare module 'bpmnlint/lib/resolver/node-resolver.js' {
  const NodeResolver: new () => unknown
  export default NodeResolver
}
declare module 'jsonld' {
  const jsonld: { toRDF(document: unknown, options: { readonly format: 'application/n-quads' }): Promise<unknown> }
  export default jsonld
}
declare module 'n3' {
  export class Parser {
    constructor(options?: { readonly format?: string })
    parse(text: string): readonly unknown[]
  }
  export class Store {
    constructor(quads: readonly unknown[])
    readonly size: number
  }
}
declare module 'rdf-validate-shacl' {
  type Term = { readonly value: string }
  type Result = { readonly focusNode: Term | null; readonly path: Term | null; readonly message: readonly Term[] }
  export default class SHACLValidator {
    constructor(shapes: unknown)
    validate(data: unknown): Promise<{ readonly conforms: boolean; readonly results: readonly Result[] }>
  }
}
