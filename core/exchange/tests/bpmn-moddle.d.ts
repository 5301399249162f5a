/** The package brings no types; this is what the tests use of it. */
declare module 'bpmn-moddle' {
  type Element = { readonly $type: string }
  type Definitions = Element & {
    readonly rootElements: readonly Element[]
    readonly diagrams: readonly [{ readonly plane: { readonly planeElement: readonly Element[] } }]
  }
  export class BpmnModdle {
    fromXML(text: string): Promise<{ readonly rootElement: Definitions; readonly warnings: readonly unknown[] }>
  }
}
